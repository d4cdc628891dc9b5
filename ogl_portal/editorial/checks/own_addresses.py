"""Addresses of the portal itself that somebody has typed: read as the site reads them, without building the page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from ogl_portal.core.link_targets import leads_into_admin
from ogl_portal.core.page_trash import URL_PATH
from ogl_portal.core.routing import way_to
from ogl_portal.media import serving
from ogl_portal.redirects.former import successor
from ogl_portal.teams.private_files import is_private
from ogl_portal.text.numbers import as_key
from ogl_portal.web.own_address import is_own_host
from publications.models import FileState, PublicationPage
from publications.views import current_file, version_file

PAGES = "wagtail_serve"  # the name of Wagtail's address for all pages
NOTHING_HERE = "Unter »{}« gibt es hier nichts."
NO_FILE = "Unter dieser Adresse gibt es keine Datei, die Leser:innen abrufen können."
# In the reading view, or in a viewer of PDF files.
PAGE_OF_DOCUMENT = re.compile(r"^(?:seite-|page=)(\d{1,6})$")


@dataclass(frozen=True)
class PageFacts:
    """What has to be known of a page that a link may lead to."""

    number: int
    live: bool
    is_public: bool
    url_path: str
    was_public: bool

    @property
    def name(self) -> str:
        """Its address; a number where it has none, or never had one that readers know."""
        roots = Site.get_site_root_paths()
        if self.was_public and roots and self.url_path.startswith(roots[0].root_path):
            return self.url_path.removeprefix(roots[0].root_path.rstrip("/"))
        return f"Seite Nummer {self.number}"

    @property
    def why_closed(self) -> str:
        """Why readers cannot open it; empty where they can."""
        if self.is_public:
            return ""
        if self.live:
            return "Die Seite ist veröffentlicht, aber nicht für Leser:innen."
        if self.url_path.startswith(URL_PATH):
            return "Die Seite liegt im Papierkorb."
        return f"Die Seite ist {'nicht mehr' if self.was_public else 'noch nicht'} veröffentlicht."


@dataclass(frozen=True)
class OwnAddress:
    """An address of ours. ``page_paths``: the ``url_path`` of the pages on its way, the start page first."""

    path: str
    query: str
    fragment: str
    page_paths: tuple[str, ...]

    def __str__(self) -> str:
        return SplitResult("", "", self.path, self.query, self.fragment).geturl()


def own_address(url: str) -> OwnAddress | None:
    """``url`` as an address of ours; None for others, for those of the admin, and where only »#…« is there.

    »#seite-42« alone is one of the page itself, without a path.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if url.strip() == f"#{parts.fragment}" and PAGE_OF_DOCUMENT.match(parts.fragment):
        return OwnAddress("", "", parts.fragment, ())
    is_ours = is_own_host(parts.netloc) if parts.netloc else not parts.scheme
    path = unquote(parts.path) or ("/" if parts.netloc else "")
    if not is_ours or not path.startswith("/") or parts.scheme not in ("", "http", "https"):
        return None
    if leads_into_admin(url) or path.startswith(settings.STATIC_URL):
        return None
    roots = Site.get_site_root_paths()
    way = way_to(roots[0].root_path, path) if roots else []
    return OwnAddress(path, parts.query, parts.fragment, tuple(way))


def why_unreachable(address: OwnAddress, pages: Mapping[str, PageFacts]) -> str:
    """Why readers find nothing there, in a sentence; empty where they do. ``pages``: those on the way, by url_path."""
    way = [pages[path] for path in address.page_paths if path in pages]
    reason = _why_no_answer(address, way)
    if reason:
        return "" if _is_redirected(address) else reason
    return _why_no_such_page(address, way)


def _why_no_answer(address: OwnAddress, way: list[PageFacts]) -> str:
    nothing = NOTHING_HERE.format(address.path)
    try:
        view = resolve(address.path)
    except Resolver404:
        try:
            view = resolve(f"{address.path}/")
        except Resolver404:
            return nothing
    if view.url_name == PAGES:
        if not way:
            return nothing
        return way[-1].why_closed or ("" if _is_routed(address, way[-1]) else nothing)
    if view.func is serving.document:
        return _why_no_document(as_key(view.args[0]))
    if view.func in (current_file, version_file):
        number = view.kwargs.get("number", "")
        return way[-1].why_closed or _why_no_pdf(way[-1], view.kwargs["name"], number) if way else NO_FILE
    return ""  # what stands beside the pages is there for good


def _is_routed(address: OwnAddress, page: PageFacts) -> bool:
    """Whether the rest of the address means something to the last page on its way (»lesen/«, »archiv/2022/«)."""
    rest = _components(address.path)[address.page_paths.index(page.url_path) :]
    if not rest:
        return True
    try:
        Page.objects.get(pk=page.number).specific.route(_request(address), rest)
    except Http404:
        return False
    return True


def _why_no_document(number: int | None) -> str:
    """Why readers do not get a file of the collections: it is not there, or it is a team's and not offered yet.

    The name counts for nothing: that of a file which was replaced leads on.
    """
    document = get_document_model().objects.filter(pk=number).first()
    return "" if document and not is_private(document) else NO_FILE


def _why_no_pdf(page: PageFacts, name: str, number: str) -> str:
    """Why readers do not get a version of a publication, or the current one where no ``number`` is given."""
    publication = PublicationPage.objects.filter(pk=page.number).first()
    if publication is None or publication.slug != name:
        return NO_FILE
    if not number:
        return "" if publication.current_version else NO_FILE
    version = publication.versions.filter(number=int(number), state__in=(FileState.READY, FileState.WITHDRAWN)).first()
    if version is None:
        return NO_FILE
    return "Die Datei ist zurückgezogen." if version.state == FileState.WITHDRAWN else ""


def _is_redirected(address: OwnAddress) -> bool:
    """By hand, or because the page that was there has moved."""
    paths = {Redirect.normalise_path(path) for path in (address.path, f"{address.path}?{address.query}")}
    redirects = Redirect.objects.filter(old_path__in=paths).select_related("redirect_page")
    if any(redirect.redirect_page is None or redirect.redirect_page.live for redirect in redirects):
        return True
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    moved = successor(site.root_page, address.path) if site else None
    return moved is not None and moved.page is not None


def _why_no_such_page(address: OwnAddress, way: list[PageFacts]) -> str:
    """A page of a document that is named behind »#«, but is beyond its end."""
    match = PAGE_OF_DOCUMENT.match(address.fragment)
    if not match or not way or not _components(address.path)[len(_components(way[-1].url_path)) - 1 :]:
        return ""
    publication = PublicationPage.objects.filter(pk=way[-1].number).first()
    version = publication.current_version if publication else None
    if version is None or not version.page_count or 1 <= int(match[1]) <= version.page_count:
        return ""
    pages = "nur eine Seite" if version.page_count == 1 else f"nur {version.page_count} Seiten"
    return f"Das Dokument hat {pages}."


def _request(address: OwnAddress) -> HttpRequest:
    """What a reader's browser would ask, as far as a page looks at it to find its way."""
    host = urlsplit(settings.BASE_URL)
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", address.path, address.path
    request.META = {"SERVER_NAME": host.hostname or "localhost", "SERVER_PORT": str(host.port or 80)}
    return request


def _components(path: str) -> list[str]:
    return [component for component in path.split("/") if component]
