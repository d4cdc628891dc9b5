"""Citations to fetch: beside a publication, beside the literature list, and through unAPI."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail.models import Site

from ogl_portal.core.public import public
from ogl_portal.core.routing import page_at
from ogl_portal.text.characters import one_line
from ogl_portal.web.shared_caches import public_for
from publications.citation import unapi
from publications.citation.formats import BY_EXTENSION, BY_NAME, CitationFormat
from publications.citation.record import BibliographicRecord
from publications.citation.sources import record_of_entry, record_of_publication
from publications.models import LiteratureAuthor, LiteratureEntry, LiteraturePage, PublicationPage

MAX_AGE = 300
"""Seconds that a fetched citation may be kept."""


@require_safe
def publication_citation(request: HttpRequest, folder: str, extension: str) -> HttpResponse:
    """``/ergebnisse/<slug>/zitat.bib`` and its sisters."""
    publication = page_at(request, folder, public(PublicationPage.objects))
    return _answer(BY_EXTENSION[extension], [record_of_publication(publication)], publication.slug)


@require_safe
def literature_citations(request: HttpRequest, folder: str, extension: str) -> HttpResponse:
    """``/literatur/literatur.bib`` and its sisters: the whole list, or with ``?eintrag=<slug>`` one entry."""
    page_at(request, folder, public(LiteraturePage.objects))
    entries, name = _entries(), "literatur"
    if slug := one_line(request.GET.get("eintrag", "")):
        entries, name = entries.filter(slug=slug), slug
        if not entries:
            raise Http404("Diesen Eintrag gibt es in der Literaturliste nicht.")
    return _answer(BY_EXTENSION[extension], [record_of_entry(entry) for entry in entries], name)


@require_safe
def unapi_server(request: HttpRequest) -> HttpResponse:
    """unAPI: without arguments the formats, with ``id`` the formats of a record, with ``format`` too the record."""
    identifier, name = one_line(request.GET.get("id", "")), request.GET.get("format", "")
    if not identifier:
        if name:
            return _problem("Zum Format fehlt die Kennung »id«.", 400)
        return HttpResponse(unapi.formats_document(), content_type="application/xml")
    record = _record(request, identifier)
    if record is None:
        return _problem("Zu dieser Kennung gibt es keinen Eintrag.", 404)
    if not name:
        return HttpResponse(unapi.formats_document(identifier), content_type="application/xml", status=300)
    if name not in BY_NAME:
        return _problem(f"Dieses Format gibt es nicht. Es gibt: {', '.join(BY_NAME)}.", 406)
    return _answer(BY_NAME[name], [record], record.key)


def _record(request: HttpRequest, identifier: str) -> BibliographicRecord | None:
    kind, slug = unapi.split_id(identifier)
    root = _site(request).root_page
    if not slug:
        return None
    if kind == "publication":
        page = public(PublicationPage.objects).descendant_of(root).filter(slug=slug).first()
        return record_of_publication(page) if page else None
    if not public(LiteraturePage.objects).descendant_of(root).exists():
        return None
    entry = _entries().filter(slug=slug).first()
    return record_of_entry(entry) if entry else None


def _entries() -> QuerySet[LiteratureEntry]:
    authors = Prefetch("authors", LiteratureAuthor.objects.order_by("sort_order"))
    return LiteratureEntry.objects.prefetch_related(authors)


def _site(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


def _answer(form: CitationFormat, records: Iterable[BibliographicRecord], name: str) -> HttpResponse:
    response = HttpResponse(form.render(records), content_type=form.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.{form.extension}") or ""
    response.headers["Cache-Control"] = public_for(MAX_AGE)
    return response


def _problem(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
