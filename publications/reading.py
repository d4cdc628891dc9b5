"""The reading view ``/lesen/``: a result document as HTML, in parts (``publications.reading_address``)."""

import re

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from ogl_portal.core.navigation import Crumb
from ogl_portal.core.page_views import view_below
from ogl_portal.german.page_numbers import PageNumber, existing_pages, find_page
from publications.citation.formats import FORMATS
from publications.citation.sources import record_of_publication
from publications.contents import ContentsChapter, chapter_of, chapters
from publications.document_search import search_document
from publications.models import PublicationPage
from publications.quoting import find_passage, quotation
from publications.reading_address import LONGEST_WORDS, ReadingPlace, first_of_part, page_address, part_address
from publications.reading_parts import ReadDocument

MOST_CHAPTERS = 80  # beside the text; all of them are on the page of the publication
START, WHOLE, SEARCH, QUOTE = "lesen", "ganz", "suche", "zitat"


@view_below.register
def reading_view(publication: PublicationPage, request: HttpRequest, name: str) -> HttpResponse:
    """What lies at ``/lesen/`` and below it. ``?seite=iv`` leads to a page by its printed number."""
    prefetch_related_objects([publication], "versions")  # the foot of the page asks for those taken back as well
    version = publication.current_version
    if version is None:
        raise Http404("Zu dieser Veröffentlichung gibt es keine Datei.")
    address = publication.get_url(request)
    wanted = request.GET.get("seite", "").strip()
    if not version.has_text:
        # Links to pages of the document keep their use where there is nothing to read as HTML.
        return redirect(f"{address}{publication.slug}.pdf" + (f"#page={wanted}" if wanted.isdecimal() else ""))
    document = ReadDocument(publication, version, address)
    found = find_page(document.places, wanted) if wanted else None
    if name == SEARCH:
        return _search(request, document)
    if name == QUOTE:
        number = request.GET.get("pdf-seite", "")
        return _quote(request, document, document.place(int(number)) if is_page_number(number) else found)
    if found:
        return redirect(page_address(address, found.number))
    first = 1 if name in (START, WHOLE) else int(name.removeprefix("ab-seite-"))
    if first > len(document.places):
        raise Http404("So viele Seiten hat das Dokument nicht.")
    if name == "ab-seite-1":
        return redirect(part_address(address), permanent=True)
    if first != first_of_part(first):  # of parts that were cut otherwise
        return redirect(part_address(address, first))
    return _text(request, document, wanted, first, is_whole=name == WHOLE)


def _text(request: HttpRequest, document: ReadDocument, wanted: str, first: int, *, is_whole: bool) -> HttpResponse:
    """A part of the document, or (to print, to save, to search by the browser) all of it on one page."""
    part = document.whole if is_whole else document.part(first)
    found = search_document(document.publication, request.GET.get("q", "")[:LONGEST_WORDS])

    def address_from_here(number: int) -> str:
        return f"#seite-{number}" if part.first <= number <= part.last else document.page_address(number)

    contents = chapters(document.version.outline, address_from_here)
    hits = {hit.number: hit.place for hit in found.pages}
    if found.words:  # the search of the site may lead to pages that have only some of the words
        hits = dict.fromkeys(range(part.first, part.last + 1), ReadingPlace("")) | hits
    read_pages = document.read(part, address_from_here, found.find, hits)
    chapter = chapter_of(contents, part.first)
    context = {
        "part": part,
        "read_pages": read_pages,
        "continued": continued("".join(page.html for page in read_pages), chapter, part.first),
        "previous": document.part_before(part),
        "next": document.part_after(part),
        # Old links name a page behind »#«, which only the browser sees: here it finds the way on.
        "elsewhere": [(place, document.page_address(place.number)) for place in document.places[part.last :]]
        if first == 1
        else [],
        "contents": _near(contents, part.first, part.last),
        "has_more_contents": len(contents) > MOST_CHAPTERS,
        "chapter": chapter,
        "is_whole": is_whole,
        "is_marked": bool(found.words),
        "words": found.words,
        "is_tagged": document.version.inspection.get("tagged", False),
        "wanted": wanted,
        "existing": existing_pages(document.places) if wanted else "",
        "picture_ratio": document.picture_ratio,
    }
    return render(request, "publications/reading.html", _context(document, **context))


def _near(contents: list[ContentsChapter], first: int, last: int) -> list[ContentsChapter]:
    """What stands beside pages ``first`` to ``last``: the chapters, with what is below those that are read there."""
    near: list[ContentsChapter] = []
    for place, chapter in enumerate(contents):
        end = next((other.page for other in contents[place + 1 :] if other.page), last + 1)
        is_read = chapter.page <= last and end >= first
        if is_read or len(contents) <= MOST_CHAPTERS:
            below = [entry for entry in chapter.below if first <= entry.page <= last] if is_read else []
            near.append(ContentsChapter(chapter.title, 1, chapter.page, chapter.label, chapter.url, below))
    return near


def continued(html: str, chapter: ContentsChapter | None, first: int) -> list[tuple[int, str]]:
    """Level (2 to 5) and title of the headings of earlier pages below which ``html`` begins, outermost first.

    The headings of a part then follow those of its page without leaving out a level.
    """
    own = re.search(r"<h([3-6])\b|<h2\b", html)
    deepest = int(own[1]) if own and own[1] else 2
    begun = [entry for entry in (chapter.below if chapter else []) if 0 < entry.page < first]
    titles = {entry.level + 1: entry.title for entry in begun} | ({2: chapter.title} if chapter else {})
    return [(level, titles.get(level, "Abschnitt")) for level in range(2, deepest)]


def _search(request: HttpRequest, document: ReadDocument) -> HttpResponse:
    """Where ``q`` stands in the document."""
    found = search_document(document.publication, request.GET.get("q", "")[:LONGEST_WORDS])
    hits = [
        (place, page_address(document.address, hit.number, words=found.words), hit.excerpt)
        for hit in found.pages
        if (place := document.place(hit.number))
    ]
    context = _context(document, found=found, hits=hits, words=found.words)
    return render(request, "publications/reading_search.html", context)


def _quote(request: HttpRequest, document: ReadDocument, place: PageNumber | None) -> HttpResponse:
    """The citation of page ``seite`` (printed) or ``pdf-seite`` (counted), and of the passage ``text`` of it."""
    if place is None:
        raise Http404("Diese Seite hat das Dokument nicht.")
    wanted = request.GET.get("text", "")
    passage = find_passage(document.texts(place.number), wanted) if wanted.strip() else None
    context = {
        "place": place,
        "quotation": quotation(record_of_publication(document.publication), place, localdate(), passage),
        "is_missing": bool(wanted.strip()) and passage is None,
        "back": document.page_address(place.number),
        "exports": [(form.label, f"{document.address}zitat.{form.extension}") for form in FORMATS],
    }
    return render(request, "publications/quote.html", _context(document, **context))


def _context(document: ReadDocument, **others: object) -> dict[str, object]:
    return {
        "page": document.publication,
        "version": document.version,
        "base": document.address,
        "page_count": len(document.places),
        "breadcrumbs": [*document.publication.breadcrumbs(), Crumb("Lesefassung", f"{document.address}lesen/")],
        "words": "",
    } | others


def is_page_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 7
