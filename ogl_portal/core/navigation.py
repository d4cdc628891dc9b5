"""The frame around every page: menus, legal links, breadcrumbs.

Which of the home page's children is in the legal or the utility menu is decided by its type. What the frame is made of
is remembered for some seconds: reading it anew cost a third of a short page. Whoever saves, moves or deletes a page is
shown the new menus at once; other processes follow with the state of the content (``page_cache.facts``).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page, Site
from wagtail.signals import post_page_move

from ogl_portal.core import index_pages, languages, titles
from ogl_portal.core.index_pages import TopPage, index_url, top_pages

UTILITY = ("legal.EasyLanguagePage", "legal.SignLanguagePage")
LEGAL = ("pages.ContactPage", "legal.ImprintPage", "legal.PrivacyPage", "accessibility.StatementPage")
FRAME_LASTS = 10  # seconds
FRAME_KEY = "content:site-frame"  # in the cache


@dataclass(frozen=True)
class Crumb:
    """One step of the path to a page; ``url`` is empty where readers cannot open it."""

    title: str
    url: str


@dataclass(frozen=True)
class NavItem:
    """``current``: the page is this one or stands below it; ``is_page``: it is this one."""

    title: str
    url: str
    current: bool = False
    is_page: bool = False


@dataclass(frozen=True)
class FeedLink:
    """A feed that browsers and readers find in the head of every page."""

    type: str
    title: str
    url: str


def feeds() -> tuple[FeedLink, ...]:
    """The feeds of the whole site."""
    news, events = index_url("news.NewsIndexPage"), index_url("events.EventIndexPage")
    return (
        FeedLink("application/atom+xml", "Aktuelles (Atom)", f"{news}atom.xml"),
        FeedLink("application/feed+json", "Aktuelles (JSON Feed)", f"{news}feed.json"),
        FeedLink("application/atom+xml", "Änderungen (Atom)", reverse("changes_feed")),
        FeedLink("text/calendar", "Termine (Kalender)", f"{events}kalender.ics"),
    )


@dataclass(frozen=True)
class SiteNotice:
    """A line under the header of every page, until what it says is over; ``link_text`` leads to what it means."""

    title: str
    text: str
    link_text: str
    url: str


@dataclass(frozen=True)
class SiteFrame:
    """Everything that the base template shows around a page."""

    name: str = settings.WAGTAIL_SITE_NAME
    address: str = settings.BASE_URL
    main_nav: tuple[NavItem, ...] = ()
    utility_nav: tuple[NavItem, ...] = ()
    legal_nav: tuple[NavItem, ...] = ()
    service_nav: tuple[NavItem, ...] = ()
    offers: dict[str, str] = field(default_factory=dict)  # addresses of services by name, of those that are offered
    origin_lines: tuple[str, ...] = ()
    feeds: tuple[FeedLink, ...] = ()
    notice: SiteNotice | None = None


@dataclass(frozen=True)
class _SiteFacts:
    """What the frame of every page is made of, beside the pages of ``index_pages``.

    ``services``: what other apps offer at the moment, by the name that they gave it.
    """

    name: str
    origin_lines: tuple[str, ...]
    services: dict[str, NavItem]
    notice: SiteNotice | None


MakeService = Callable[[], NavItem | None]
_services: dict[str, MakeService] = {}


def add_service(name: str, make: MakeService) -> None:
    """Let an app offer something at the foot of every page; ``make`` gives None while it is not to be had."""
    _services[name] = make


MakeNotice = Callable[[Site], SiteNotice | None]
_notices: list[MakeNotice] = []


def add_notice(make: MakeNotice) -> None:
    """Let an app say something under the header of every page; ``make`` gives None where there is nothing to say."""
    _notices.append(make)


def build_frame(request: HttpRequest) -> SiteFrame:
    """Menus for ``request``; empty menus where no site is set up yet. No query, or up to five where nothing is
    remembered."""
    host = request.get_host()
    remembered, facts = cache.get(FRAME_KEY) or ("", None)
    if facts is None or remembered != host:
        facts = _read(request)
        if facts is None:
            return SiteFrame()
        cache.set(FRAME_KEY, (host, facts), FRAME_LASTS)

    pages = top_pages()
    by_kind = {page.kind: page for page in pages}

    path = request.path

    def item(page: TopPage) -> NavItem:
        return NavItem(page.title, page.url, path.startswith(page.url), path == page.url)

    def items_of(kinds: tuple[str, ...]) -> tuple[NavItem, ...]:
        return tuple(item(by_kind[kind.lower()]) for kind in kinds if kind.lower() in by_kind)

    services = (
        *facts.services.values(),
        NavItem("Kalender abonnieren", f"{reverse('subscribe')}#kalender"),
        NavItem("Aktuelles als Feed", f"{reverse('subscribe')}#feeds"),
        NavItem("Änderungen", reverse("changes")),
    )
    return SiteFrame(
        name=facts.name,
        main_nav=tuple(item(page) for page in pages if page.is_in_menu),
        utility_nav=items_of(UTILITY),
        legal_nav=items_of((*LEGAL, *UTILITY)),
        service_nav=services,
        offers={name: service.url for name, service in facts.services.items()},
        origin_lines=facts.origin_lines,
        feeds=feeds(),
        notice=facts.notice,
    )


def _read(request: HttpRequest) -> _SiteFacts | None:
    site = Site.find_for_request(request)
    if site is None:
        return None
    # Set by the home page when it is asked for; all others fetch it here (core.routing has left its fields out).
    home = getattr(request, "portal_home", None) or site.root_page.get_specific()
    lines = (line for line in getattr(home, "origin_lines", []) if line)
    services = {name: item for name, make in _services.items() if (item := make())}
    notice = next((told for make in _notices if (told := make(site))), None)
    return _SiteFacts(site.site_name or SiteFrame.name, tuple(lines), services, notice)


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
    keys = (FRAME_KEY, index_pages.KEY, languages.KEY, titles.KEY)
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
