"""What the pages of publications and of literature are given to show."""

from functools import partial
from typing import Any

from django.http import HttpRequest

from labs.directory import fetch_named_labs
from ogl_portal.core.facts import Fact, FactValue, counted, fact, facts_of
from ogl_portal.core.fields import fuzzy
from ogl_portal.core.page_views import page_context
from ogl_portal.core.related import fetch_related
from publications.citation.record import NO_YEAR
from publications.citation.sources import record_of_publication
from publications.contents import ContentsChapter, chapters
from publications.enums import ContributorRole
from publications.files import restored_versions, withdrawn_versions
from publications.findings import findings
from publications.listing import literature_tables, publication_list, related_publications
from publications.models import FileVersion, LiteraturePage, PublicationIndexPage, PublicationPage
from publications.reading_address import page_address


@page_context.register
def publication_context(publication: PublicationPage, request: HttpRequest) -> dict[str, Any]:
    if publication.pk:  # a preview of a new page has none of these yet
        fetch_related([publication], "versions", "contributors", "topics")
        fetch_named_labs([publication])
    version = publication.current_version
    return {
        "version": version,
        # The pipeline gives pages only where text could be read; their number is known without asking for them.
        "has_reading_view": version is not None and version.has_text,
        "contents": _contents(publication, version) if version else [],
        "findings": findings(version) if version else [],
        "ready_versions": publication.ready_versions,
        "withdrawn": withdrawn_versions(publication),
        "restored": restored_versions(publication),
        "related": related_publications(publication),
        "record": record_of_publication(publication),
    }


def _contents(publication: PublicationPage, version: FileVersion) -> list[ContentsChapter]:
    """Entries lead into the reading view; where there is none, into the PDF."""
    address = publication.get_url() or ""
    if version.has_text:
        return chapters(version.outline, partial(page_address, address))
    return chapters(version.outline, f"{address}{publication.slug}.pdf#page={{}}".format)


@page_context.register
def index_context(page: PublicationIndexPage, request: HttpRequest) -> dict[str, Any]:
    return {"listing": publication_list(request.GET)}


@page_context.register
def literature_context(page: LiteraturePage, request: HttpRequest) -> dict[str, Any]:
    return {"tables": literature_tables(request.GET)}


@facts_of.register
def publication_facts(publication: PublicationPage) -> list[Fact]:
    people = list(publication.contributors.all())
    date = fuzzy(publication.date)
    version = publication.current_version
    by_role = [
        fact(role.label, *[str(person) for person in people if person.role == role.value]) for role in ContributorRole
    ]
    licence, doi, source = publication.licence, publication.doi, publication.source_url
    return [
        *by_role,
        fact("Erschienen bei", publication.publisher),
        Fact("Erschienen", [FactValue(str(date), datetime=date.edtf) if date else FactValue(f"ohne Jahr ({NO_YEAR})")]),
        fact("Sprache", publication.get_language_display()),
        fact("Umfang des Musters" if publication.is_sample else "Umfang", version.extent if version else ""),
        Fact("Lizenz", [FactValue(publication.get_licence_display(), publication.licence_url)] if licence else []),
        fact("ISBN", publication.isbn),
        Fact("DOI", [FactValue(doi, f"https://doi.org/{doi}")] if doi else []),
        fact("URN", publication.urn),
        counted("Labor", "Labore", [FactValue(lab.title, lab.url or "") for lab in publication.live_labs]),
        counted("Thema", "Themen", [FactValue(str(topic), topic.url) for topic in publication.topics.all()]),
        Fact("Fundstelle", [FactValue(source, source)] if source else []),
    ]
