"""The frame around every page: menus, legal links, breadcrumbs.

One query reads the home page's children; which of them is the legal or the utility menu is decided by address, since
these addresses are part of the contract (design, section 3).
"""

from dataclasses import dataclass, field

from django.http import HttpRequest
from wagtail.models import Page, Site

UTILITY_SLUGS = ("leichte-sprache", "gebaerdensprache")
LEGAL_SLUGS = ("kontakt", "impressum", "datenschutz", "barrierefreiheit")


@dataclass(frozen=True)
class Crumb:
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
    origin_lines: list[str] = field(default_factory=list)
    opensearch_url: str = "/opensearch.xml"
    feeds: tuple[FeedLink, ...] = FEEDS


def build_frame(request: HttpRequest) -> SiteFrame:
    """Menus for ``request``; empty menus where no site is set up yet. One query where the home page is at hand."""
    site = Site.find_for_request(request)
    if site is None:
        return SiteFrame()
    children = site.root_page.get_children().live().only("title", "slug", "show_in_menus", "path", "depth")
    pages = {page.slug: page for page in children}

    def item(page: Page) -> NavItem:
        url = f"/{page.slug}/"
        return NavItem(page.title, url, current=request.path.startswith(url))

    # Set by the home page when it routes a request; error pages and views beside the tree ask for it here.
    home = getattr(request, "portal_home", None) or site.root_page.specific
    services = [
        NavItem("Kalender abonnieren", "/termine/kalender.ics"),
        NavItem("Aktuelles als Feed", "/aktuelles/atom.xml"),
    ]
    return SiteFrame(
        name=site.site_name or SiteFrame.name,
        main_nav=[item(page) for page in pages.values() if page.show_in_menus],
        utility_nav=[item(pages[slug]) for slug in UTILITY_SLUGS if slug in pages],
        legal_nav=[item(pages[slug]) for slug in LEGAL_SLUGS if slug in pages],
        service_nav=services,
        origin_lines=[line for line in getattr(home, "origin_lines", []) if line],
    )


def breadcrumbs_of(page: Page, ancestors: list[Page] | None = None) -> list[Crumb]:
    """The path from the home page to ``page``, the page itself last; empty on the home page.

    ``ancestors`` saves the query where they are known: home page first.
    """
    if page.depth <= 2:
        return []
    if ancestors is None:
        ancestors = list(page.get_ancestors().filter(depth__gte=2).only("title", "url_path", "depth"))
    home, *between = ancestors
    prefix = len(home.url_path)
    crumbs = [Crumb("Start", "/")]
    crumbs += [Crumb(ancestor.title, "/" + ancestor.url_path[prefix:]) for ancestor in between]
    crumbs.append(Crumb(page.title, "/" + page.url_path[prefix:]))
    return crumbs
