"""The programme's content as typed values: what the tables in ``content/*.toml`` may hold (``reading`` reads them).

Nothing here knows Django. Fields that bear the name of a page's field are written into it (``loader.fields``).

Rich text is a small part of HTML (``reading.ALLOWED_TAGS``). A link inside the portal reads ``href="page:labore/x"``:
the path below the home page, empty for the home page itself.
"""

from dataclasses import dataclass

# --- Blocks of a page body; the names of their types are those of the StreamField -----------------------------


@dataclass(frozen=True)
class HeadingSource:
    text: str
    level: int = 2


@dataclass(frozen=True)
class ParagraphSource:
    html: str


@dataclass(frozen=True)
class AccordionItemSource:
    title: str
    html: str


@dataclass(frozen=True)
class AccordionSource:
    items: tuple[AccordionItemSource, ...]


@dataclass(frozen=True)
class TableSource:
    """``header`` says where the header cells are: ``row``, ``column`` or ``both``."""

    caption: str
    header: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class CallToActionSource:
    """Leads to ``page`` (a path of the portal) or to ``url``, never to both."""

    title: str
    link_text: str
    text: str = ""
    page: str = ""
    url: str = ""


@dataclass(frozen=True)
class FigureSource:
    value: str
    label: str


@dataclass(frozen=True)
class FiguresSource:
    items: tuple[FigureSource, ...]


@dataclass(frozen=True)
class LinesSource:
    """Sentences of easy language, one a line; an empty line begins a new paragraph."""

    text: str


@dataclass(frozen=True)
class ItemsSource:
    items: tuple[str, ...]


@dataclass(frozen=True)
class PageLinkSource:
    """A link on a line of its own, to ``page`` (a path of the portal) or to ``url``."""

    text: str
    page: str = ""
    url: str = ""


BlockSource = (
    HeadingSource
    | ParagraphSource
    | AccordionSource
    | TableSource
    | CallToActionSource
    | FiguresSource
    | LinesSource
    | ItemsSource
    | PageLinkSource
)
BLOCK_TYPES: dict[str, type] = {
    "heading": HeadingSource,
    "paragraph": ParagraphSource,
    "accordion": AccordionSource,
    "table": TableSource,
    "call_to_action": CallToActionSource,
    "key_figures": FiguresSource,
    "lines": LinesSource,
    "items": ItemsSource,
    "link": PageLinkSource,
}
# The four parts of the pages in easy language and in sign language (BITV 2.0 § 4).
LANGUAGE_PARTS = ("essential", "navigation", "statement", "further")


# --- Content ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TopicSource:
    slug: str
    name: str
    kind: str
    description: str
    short_name: str = ""


@dataclass(frozen=True)
class MunicipalitySource:
    """``ags`` has 8 digits, for a district 5. Degrees are WGS 84."""

    name: str
    kind: str
    land: str = ""
    ags: str = ""
    latitude: float | None = None
    longitude: float | None = None
    note: str = ""


@dataclass(frozen=True)
class PartnerSource:
    name: str
    kind: str
    note: str = ""


@dataclass(frozen=True)
class SubprojectSource:
    """Plain sentences; ``start`` is a day, a month or a year."""

    title: str
    description: str = ""
    start: str = ""
    activities: str = ""
    results: str = ""


@dataclass(frozen=True)
class LinkSource:
    title: str
    url: str


@dataclass(frozen=True)
class ClaimSource:
    """A step of the impact chain. ``evidence`` is the path of a publication, the page counts from its cover."""

    stage: str
    text: str
    subproject: str = ""
    evidence: str = ""
    evidence_page: int | None = None


@dataclass(frozen=True)
class LabSource:
    slug: str
    title: str
    laender: tuple[str, ...]
    seat: str
    latitude: float
    longitude: float
    period_start: str
    period_end: str
    topics: tuple[str, ...]
    teaser: str
    theme: str
    municipalities: tuple[MunicipalitySource, ...]
    partners: tuple[PartnerSource, ...]
    official_name: str = ""
    project_name: str = ""
    goals: str = ""
    results: str = ""
    how_it_works: str = ""
    fields_of_action: str = ""
    links: tuple[LinkSource, ...] = ()
    subprojects: tuple[SubprojectSource, ...] = ()
    claims: tuple[ClaimSource, ...] = ()

    @property
    def path(self) -> str:
        return f"labore/{self.slug}"


@dataclass(frozen=True)
class ContributorSource:
    """A person (``family_name``, ``given_name``) or a body (``name``)."""

    kind: str
    role: str
    family_name: str = ""
    given_name: str = ""
    name: str = ""


@dataclass(frozen=True)
class PublicationSource:
    slug: str
    title: str
    kind: str
    teaser: str
    abstract: str
    subtitle: str = ""
    date: str = ""
    language: str = "de"
    licence: str = ""
    publisher: str = ""
    source_url: str = ""
    home_page_order: int | None = None
    is_from_programme: bool = True
    sample_document: str = ""
    labs: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    contributors: tuple[ContributorSource, ...] = ()

    @property
    def path(self) -> str:
        return f"ergebnisse/{self.slug}"


@dataclass(frozen=True)
class NewsSource:
    slug: str
    title: str
    dates: tuple[str, ...]
    teaser: str
    body: tuple[BlockSource, ...]
    place: str = ""
    labs: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    source_url: str = ""

    @property
    def path(self) -> str:
        return path_of_item("aktuelles", self.labs, self.slug)


@dataclass(frozen=True)
class EventSource:
    """``start`` and ``end`` are ``2022-12-01`` or ``2022-12-01T09:00`` (Europe/Berlin); absent if no day is known."""

    slug: str
    title: str
    kind: str
    teaser: str
    body: tuple[BlockSource, ...]
    start: str = ""
    end: str = ""
    fuzzy_date: str = ""
    place_name: str = ""
    is_online: bool = False
    organiser: str = ""
    registration_deadline: str = ""
    audience: str = "public"
    labs: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    source_url: str = ""

    @property
    def path(self) -> str:
        return path_of_item("termine", self.labs, self.slug)


@dataclass(frozen=True)
class AuthorSource:
    """A person (``family_name``, ``given_name``) or a body (``body_name``)."""

    family_name: str = ""
    given_name: str = ""
    body_name: str = ""


@dataclass(frozen=True)
class LiteratureSource:
    slug: str
    kind: str
    title: str
    is_verified: bool
    authors: tuple[AuthorSource, ...] = ()
    is_edited: bool = False
    container: str = ""
    date: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    place: str = ""
    isbn: str = ""
    issn: str = ""
    doi: str = ""
    urn: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class WaySource:
    title: str
    text: str
    target: str


@dataclass(frozen=True)
class HomeSource:
    path: str
    type: str
    title: str
    teaser: str
    claim: str
    lead: str
    definition: str
    results_heading: str
    results_text: str
    work_heading: str
    work_text: str
    news_heading: str
    information_heading: str
    information_text: str
    events_heading: str
    figures: tuple[FigureSource, ...]
    ways: tuple[WaySource, ...]


@dataclass(frozen=True)
class OtherPageSource:
    """A page other than the home page; ``order`` sorts it among its siblings."""

    path: str
    type: str
    order: int
    title: str
    teaser: str
    show_in_menus: bool = False
    introduction: str = ""
    body: tuple[BlockSource, ...] = ()
    legal_source: str = ""
    essential: tuple[BlockSource, ...] = ()
    navigation: tuple[BlockSource, ...] = ()
    statement: tuple[BlockSource, ...] = ()
    further: tuple[BlockSource, ...] = ()


@dataclass(frozen=True)
class RedirectSource:
    """An address of the old site (path and query string) and the path of the page that has its content now."""

    old: str
    new: str


@dataclass(frozen=True)
class Programme:
    """Everything; pages come sorted so that a parent stands before its children."""

    home: HomeSource
    pages: tuple[OtherPageSource, ...]
    topics: tuple[TopicSource, ...]
    labs: tuple[LabSource, ...]
    publications: tuple[PublicationSource, ...]
    news: tuple[NewsSource, ...]
    events: tuple[EventSource, ...]
    literature: tuple[LiteratureSource, ...]
    redirects: tuple[RedirectSource, ...]

    def page_sources(self) -> "list[PageSource]":
        """All that becomes a page, a parent before its children."""
        return [self.home, *self.pages, *self.labs, *self.publications, *self.news, *self.events]

    def paths(self) -> list[str]:
        """The paths of all pages below the home page, the home page itself as the empty path."""
        return [source.path for source in self.page_sources()]


PageSource = HomeSource | OtherPageSource | LabSource | PublicationSource | NewsSource | EventSource


def path_of_item(index: str, labs: tuple[str, ...], slug: str) -> str:
    """News and events of exactly one lab live below that lab, so that its team may edit them."""
    return f"labore/{labs[0]}/{slug}" if len(labs) == 1 else f"{index}/{slug}"
