"""The reading view ``/lesen/``: a result document as HTML, page by page."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString

from ogl_portal.core.navigation import Crumb
from ogl_portal.core.page_views import view_below
from ogl_portal.german.page_numbers import PageNumber
from publications.models import FileVersion, PublicationPage
from publications.reading_blocks import blocks_by_page
from publications.reading_html import BlockRenderer, ReadingPicture


@dataclass(frozen=True)
class ReadPage:
    """One page of the document."""

    place: PageNumber
    html: SafeString


def read_pages(version: FileVersion, base: str) -> list[ReadPage]:
    """All pages of ``version`` as HTML; one query. A page without structure shows its plain text.

    ``base`` is the address of the publication, below which the pictures lie.
    """
    pictures = {
        picture["name"]: ReadingPicture(
            f"{base}bild-{version.number}-{picture['name']}.webp", picture["width"], picture["height"]
        )
        for picture in version.pictures
    }
    renderer = BlockRenderer(pictures)
    return [ReadPage(place, renderer.render(blocks)) for place, blocks in blocks_by_page(version)]


@view_below.register
def reading_view(publication: PublicationPage, request: HttpRequest, name: str) -> HttpResponse:
    """The page ``/lesen/``. ``?seite=iv`` jumps to a page by its printed or counted number, without a script."""
    prefetch_related_objects([publication], "versions")  # the foot of the page asks for those taken back as well
    version = publication.current_version
    if version is None:
        raise Http404("Zu dieser Veröffentlichung gibt es keine Datei.")
    address = publication.get_url(request)
    wanted = request.GET.get("seite", "").strip()
    if not version.has_text:
        # Links to pages of the document keep their use where there is nothing to read as HTML.
        return redirect(f"{address}{publication.slug}.pdf" + (f"#page={wanted}" if wanted.isdecimal() else ""))
    pages = read_pages(version, address)
    if wanted:
        found = _find(pages, wanted)
        if found:
            return redirect(f"{request.path}#seite-{found.place.number}")
    context = {
        "page": publication,
        "version": version,
        "read_pages": pages,
        "is_tagged": version.inspection.get("tagged", False),
        "wanted": wanted,
        "breadcrumbs": [*publication.breadcrumbs(), Crumb("Lesefassung", f"{address}lesen/")],
        "base": address,
    }
    return render(request, "publications/reading.html", context)


def _find(pages: list[ReadPage], wanted: str) -> ReadPage | None:
    """The page that bears this number, else the one at this place in the PDF."""
    by_label = next((page for page in pages if page.place.printed.lower() == wanted.lower()), None)
    return by_label or next((page for page in pages if str(page.place.number) == wanted), None)
