"""Template tags for citations, made of records: none of them asks the database."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate

from publications.citation import coins, german, meta, unapi
from publications.citation.formats import FORMATS
from publications.citation.record import BibliographicRecord
from publications.citation.sources import record_of_entry, record_to_cite
from publications.models import LiteratureEntry, PublicationPage

register = template.Library()


@register.inclusion_tag("publications/includes/citation_head.html")
def citation_head(record: BibliographicRecord) -> dict[str, Any]:
    """What machines read in the head of a publication's page: meta elements and unAPI."""
    return {
        "metas": [*meta.highwire(record), *meta.dublin_core(record)],
        "unapi_url": f"{settings.BASE_URL}{unapi.PATH}",
    }


@register.inclusion_tag("publications/includes/citation_box.html")
def citation_box(record: BibliographicRecord, folder: str) -> dict[str, Any]:
    """The box »Zitieren« with the citation to copy and the formats to fetch, which lie in the page's ``folder``."""
    return {
        "citation": mark_safe(german.as_html(record, localdate())),  # noqa: S308 – escaped there
        "exports": _exports(f"{folder}zitat"),
        "unapi_id": unapi.publication_id(record.key),
    }


@register.inclusion_tag("publications/includes/citation_folded.html")
def folded_citation(publication: PublicationPage) -> dict[str, Any]:
    """The citation of a document in a list, behind one click. Its versions, labs, topics and contributors were fetched
    with it."""
    record = record_to_cite(publication)
    return {
        "title": publication.title,
        "citation": mark_safe(german.as_html(record, localdate())),  # noqa: S308 – escaped there
    }


@register.inclusion_tag("publications/includes/citation_unapi_link.html")
def unapi_link() -> dict[str, Any]:
    """The link to the unAPI server, for the head of a page with unAPI identifiers."""
    return {"unapi_url": f"{settings.BASE_URL}{unapi.PATH}"}


@register.inclusion_tag("publications/includes/citation_literature_exports.html")
def literature_exports(folder: str) -> dict[str, Any]:
    """Links to the whole literature list in each format; they lie in the ``folder`` of its page."""
    return {"exports": _exports(f"{folder}literatur")}


@register.inclusion_tag("publications/includes/citation_entry.html")
def citation_entry(entry: LiteratureEntry) -> dict[str, Any]:
    """What Zotero (unAPI) and other reference managers (COinS) find at a literature entry; nothing is shown. The
    authors of ``entry`` were fetched with it."""
    return {"unapi_id": unapi.entry_id(entry.slug), "coins": coins.context_object(record_of_entry(entry))}


def _exports(address: str) -> list[dict[str, str]]:
    return [{"title": f"{item.label} (.{item.extension})", "url": f"{address}.{item.extension}"} for item in FORMATS]
