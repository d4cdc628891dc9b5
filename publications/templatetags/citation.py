"""Template tags for citations. A publication's tags share one record, so using them all costs no more than one."""

from typing import Any

from django import template
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate

from publications.citation import coins, german, meta, unapi
from publications.citation.formats import FORMATS
from publications.citation.sources import record_of_entry, record_of_publication
from publications.models import LiteratureEntry, PublicationPage

register = template.Library()


@register.inclusion_tag("publications/includes/citation_head.html", takes_context=True)
def citation_head(context: template.Context, publication: PublicationPage) -> dict[str, Any]:
    """What machines read in the head of a publication's page: meta elements and unAPI."""
    record = record_of_publication(publication)
    return {
        "metas": [*meta.highwire(record), *meta.dublin_core(record)],
        "unapi_url": context["request"].build_absolute_uri(unapi.PATH),
    }


@register.inclusion_tag("publications/includes/citation_box.html")
def citation_box(publication: PublicationPage) -> dict[str, Any]:
    """The box »Zitieren« with the citation to copy and the formats to fetch."""
    record = record_of_publication(publication)
    folder = publication.get_url()
    return {
        "citation": mark_safe(german.as_html(record, localdate())),  # noqa: S308 – escaped there
        "exports": [
            {"title": f"{item.label} (.{item.extension})", "url": f"{folder}zitat.{item.extension}"} for item in FORMATS
        ],
        "unapi_id": unapi.publication_id(record),
    }


@register.inclusion_tag("publications/includes/citation_unapi_link.html", takes_context=True)
def unapi_link(context: template.Context) -> dict[str, Any]:
    """The link to the unAPI server, for the head of a page with unAPI identifiers."""
    return {"unapi_url": context["request"].build_absolute_uri(unapi.PATH)}


@register.inclusion_tag("publications/includes/citation_literature_exports.html")
def literature_exports(page: Any) -> dict[str, Any]:
    """Links to the whole literature list in each format."""
    folder = page.get_url()
    return {
        "exports": [
            {"title": f"{item.label} (.{item.extension})", "url": f"{folder}literatur.{item.extension}"}
            for item in FORMATS
        ]
    }


@register.inclusion_tag("publications/includes/citation_entry.html")
def citation_entry(entry: LiteratureEntry) -> dict[str, Any]:
    """What Zotero (unAPI) and other reference managers (COinS) find at a literature entry; nothing is shown."""
    return {"unapi_id": unapi.entry_id(entry), "coins": coins.context_object(record_of_entry(entry))}
