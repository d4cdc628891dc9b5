"""The frame around every page: menus, legal links, breadcrumbs.

Which of the home page's children is in the legal or the utility menu is decided by address, since these addresses are
part of the contract (design, section 3). What the frame is made of is remembered for some seconds: reading it anew cost
a third of a short page. Whoever saves, moves or deletes a page is shown the new menus at once where one process serves,
or one cache all of them (``CACHE_URL``); other processes follow within ``FRAME_LASTS``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from wagtail.models import Page, Site
from wagtail.signals import post_page_move

from ogl_portal.core import titles

UTILITY_SLUGS = ("leichte-sprache", "gebaerdensprache")
LEGAL_SLUGS = ("kontakt", "impressum", "datenschutz", "barrierefreiheit")
FRAME_LASTS = 10  # seconds
FRAME_KEY = "site-frame"  # in the cache


@dataclass(frozen=True)
class Crumb:
    """One step of the path to a page; ``url`` is empty where readers cannot open it."""

    title: str
    url: str


@dataclass(frozen=True)
class NavItem:
    title: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class FeedLink:
    """A feed that browsers and readers find in the head of every page."""

    type: str
    title: str
    url: str


FEEDS = (
    FeedLink("application/atom+xml", "Aktuelles (Atom)", "/aktuelles/atom.xml"),
    FeedLink("application/feed+json", "Aktuelles (JSON Feed)", "/aktuelles/feed.json"),
    FeedLink("application/atom+xml", "Änderungen (Atom)", "/aenderungen/atom.xml"),
    FeedLink("text/calendar", "Termine (Kalender)", "/termine/kalender.ics"),
)


@dataclass(frozen=True)
class SiteFrame:
    """Everything that the base template shows around a page."""

    name: str = "Regionale Open Government Labore"
    main_nav: list[NavItem] = field(default_factory=list)
    utility_nav: list[NavItem] = field(default_factory=list)
    legal_nav: list[NavItem] = field(default_factory=list)
    service_nav: list[NavItem] = field(default_factory=list)
    offers: dict[str, str] = field(default_factory=dict)  # addresses of services by name, of those that are offered
    origin_lines: list[str] = field(default_factory=list)
    opensearch_url: str = "/opensearch.xml"
    feeds: tuple[FeedLink, ...] = FEEDS


@dataclass(frozen=True)
class _Facts:
    """What the frame of every page is made of. ``pages``: title, slug and whether it is in the main menu.

    ``services``: what other apps offer at the moment, by the name that they gave it.
    """

    name: str
    pages: tuple[tuple[str, str, bool], ...]
    origin_lines: tuple[str, ...]
    services: dict[str, NavItem]


MakeService = Callable[[], NavItem | None]
_services: dict[str, MakeService] = {}


def add_service(name: str, make: MakeService) -> None:
    """Let an app offer something at the foot of every page; ``make`` gives None while it is not to be had."""
    _services[name] = make


def build_frame(request: HttpRequest) -> SiteFrame:
    """Menus for ``request``; empty menus where no site is set up yet. No query, or up to four where nothing is
    remembered."""
    host = request.get_host()
    remembered, facts = cache.get(FRAME_KEY) or ("", None)
    if facts is None or remembered != host:
        facts = _read(request)
        if facts is None:
            return SiteFrame()
        cache.set(FRAME_KEY, (host, facts), FRAME_LASTS)

    def item(title: str, slug: str) -> NavItem:
        url = f"/{slug}/"
        return NavItem(title, url, current=request.path.startswith(url))

    titles = {slug: title for title, slug, _ in facts.pages}
    services = [
        *facts.services.values(),
        NavItem("Kalender abonnieren", "/termine/kalender.ics"),
        NavItem("Aktuelles als Feed", "/aktuelles/atom.xml"),
        NavItem("Änderungen", "/aenderungen/"),
    ]
    return SiteFrame(
        name=facts.name,
        main_nav=[item(title, slug) for title, slug, is_in_menu in facts.pages if is_in_menu],
        utility_nav=[item(titles[slug], slug) for slug in UTILITY_SLUGS if slug in titles],
        legal_nav=[item(titles[slug], slug) for slug in (*LEGAL_SLUGS, *UTILITY_SLUGS) if slug in titles],
        service_nav=services,
        offers={name: service.url for name, service in facts.services.items()},
        origin_lines=list(facts.origin_lines),
    )


def _read(request: HttpRequest) -> _Facts | None:
    site = Site.find_for_request(request)
    if site is None:
        return None
    children = titles.children_for_menus(site.root_page)
    # Set by the home page when it routes a request; error pages and views beside the tree ask for it here.
    home = getattr(request, "portal_home", None) or site.root_page.specific
    lines = (line for line in getattr(home, "origin_lines", []) if line)
    services = {name: item for name, make in _services.items() if (item := make())}
    return _Facts(site.site_name or SiteFrame.name, tuple(children), tuple(lines), services)


def connect() -> None:
    """Read the frame anew after every change of a page or site."""
    for signal in (post_save, post_delete):
        signal.connect(_forget_after_change)
    post_page_move.connect(forget)


def _forget_after_change(sender: type, **kwargs: object) -> None:
    if issubclass(sender, (Page, Site)):
        forget()


def forget(**kwargs: object) -> None:
    """Read the frame anew for the next page; receives signals of models that it is made of."""
    keys = (FRAME_KEY, titles.KEY)
    cache.delete_many(keys)
    # Once more: until the commit another request may have read what stood there before.
    transaction.on_commit(lambda: cache.delete_many(keys))


def breadcrumbs_of(page: Page, ancestors: list[Page] | None = None) -> list[Crumb]:
    """The path from the home page to ``page``, the page itself last; empty on the home page.

    A page above that is not public is named without an address: what lies below it has kept its own.

    ``ancestors`` saves the query where they are known: home page first.
    """
    if page.depth <= 2:
        return []
    if ancestors is None:
        ancestors = list(page.get_ancestors().filter(depth__gte=2).only("title", "url_path", "depth", "live"))
    home, *between = ancestors
    prefix = len(home.url_path)
    crumbs = [Crumb("Start", "/")]
    crumbs += [Crumb(above.title, "/" + above.url_path[prefix:] if above.live else "") for above in between]
    crumbs.append(Crumb(getattr(page, "distinct_title", page.title), "/" + page.url_path[prefix:]))
    return crumbs
