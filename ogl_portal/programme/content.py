"""The programme's content as it stands in ``content/*.toml``, read into typed values and checked.

Nothing here knows Django. ``read_programme`` raises ``ContentError`` with every problem found, so that a slip in a file
is named with its file, entry and field before anything is written to a database.

Rich text is a small part of HTML (``ALLOWED_TAGS``). A link inside the portal reads ``href="page:labore/brandis"``: the
path below the home page, empty for the home page itself.
"""

import re
import tomllib
import types
import typing
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

CONTENT_DIR = Path(__file__).resolve().parent / "content"
ALLOWED_TAGS = {"p", "ul", "ol", "li", "b", "i", "a", "br"}
PAGE_TYPES = {
    "standard", "contact", "lab_index", "publication_index", "news_index", "event_index", "literature",
    "easy_language", "sign_language", "imprint", "privacy", "statement",
}  # fmt: skip
PAGE_LINK = re.compile(r'href="page:([^"]*)"')
_RICH_TEXT_FIELDS = {
    "abstract", "definition", "fields_of_action", "goals", "how_it_works", "html", "information_text", "introduction",
    "results", "theme", "work_text",
}  # fmt: skip


class ContentError(Exception):
    """The content files have mistakes; the message lists all of them, one a line."""


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


# --- Reading ------------------------------------------------------------------------------------------------------


def read_programme(folder: Path = CONTENT_DIR) -> Programme:
    """Read and check all content files. Raises ContentError."""
    problems: list[str] = []

    def entries(file: str, name: str, kind: type) -> tuple[Any, ...]:
        tables = _read_toml(folder / file).get(name, [])
        return tuple(
            _build(kind, table, f"{file}, {table.get('slug') or table.get('old')}", problems) for table in tables
        )

    def files(subfolder: str, kind: type) -> list[Any]:
        paths = (path for path in sorted((folder / subfolder).glob("*.toml")) if path.name != "home.toml")
        return [_build(kind, _read_toml(path), f"{subfolder}/{path.name}", problems) for path in paths]

    home = _build(HomeSource, _read_toml(folder / "pages/home.toml"), "pages/home.toml", problems)
    pages = files("pages", OtherPageSource)
    programme_parts: dict[str, Any] = {
        "topics": entries("topics.toml", "topic", TopicSource),
        "labs": tuple(files("labs", LabSource)),
        "publications": entries("publications.toml", "publication", PublicationSource),
        "news": entries("news.toml", "news", NewsSource),
        "events": entries("events.toml", "event", EventSource),
        "literature": entries("literature.toml", "entry", LiteratureSource),
        "redirects": entries("redirects.toml", "redirect", RedirectSource),
    }
    if problems:
        raise ContentError("\n".join(problems))
    pages.sort(key=lambda page: (page.path.count("/"), page.order))
    programme = Programme(home=home, pages=tuple(pages), **programme_parts)
    if problems := list(find_problems(programme)):
        raise ContentError("\n".join(problems))
    return programme


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path.name}: {error}") from error


def _build(kind: type, table: Any, where: str, problems: list[str]) -> Any:
    """An instance of the dataclass ``kind`` from a table; None, with entries in ``problems``, if it is not right."""
    if not isinstance(table, dict):
        problems.append(f"{where}: a table is expected, not {table!r}")
        return None
    hints = typing.get_type_hints(kind)
    known = {field.name for field in fields(kind)}
    problems.extend(f"{where}: the key »{key}« is not known" for key in table if key not in known)
    before = len(problems)
    values = {
        key: _value(hints[key], value, f"{where}, {key}", problems) for key, value in table.items() if key in known
    }
    if len(problems) > before:
        return None
    try:
        return kind(**values)
    except TypeError as error:  # names the fields that are missing
        problems.append(f"{where}: {error}")
        return None


def _value(hint: Any, value: Any, where: str, problems: list[str]) -> Any:
    if hint == tuple[BlockSource, ...]:
        return tuple(_block(table, f"{where} {number}", problems) for number, table in enumerate(value, start=1))
    if typing.get_origin(hint) is tuple and isinstance(value, list):
        inner = typing.get_args(hint)[0]
        return tuple(_value(inner, item, f"{where} {number}", problems) for number, item in enumerate(value, start=1))
    if is_dataclass(hint):
        return _build(typing.cast("type", hint), value, where, problems)
    allowed = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    if type(value) not in allowed:
        problems.append(f"{where}: {value!r} is not of the expected type")
    return value.strip() if isinstance(value, str) else value


def _block(table: dict[str, Any], where: str, problems: list[str]) -> Any:
    rest = dict(table)
    name = rest.pop("type", None)
    if name not in BLOCK_TYPES:
        problems.append(f"{where}: »{name}« is no type of block")
        return None
    return _build(BLOCK_TYPES[name], rest, where, problems)


# --- Checking -----------------------------------------------------------------------------------------------------


def find_problems(programme: Programme) -> Iterator[str]:
    """Sentences about references that lead nowhere, things named twice, and rich text that is not well formed."""
    paths = programme.paths()
    yield from _twice("path", paths)
    yield from _twice("topic", [topic.slug for topic in programme.topics])
    yield from _twice("literature entry", [entry.slug for entry in programme.literature])
    yield from _twice("old address", [redirect.old for redirect in programme.redirects])
    topics = {topic.slug for topic in programme.topics}
    labs = {lab.slug for lab in programme.labs}
    for item in programme.page_sources():
        if isinstance(item, LabSource | PublicationSource | NewsSource | EventSource):
            yield from (f"{item.path}: the topic »{slug}« does not exist" for slug in item.topics if slug not in topics)
        if isinstance(item, PublicationSource | NewsSource | EventSource):
            yield from (f"{item.path}: the lab »{slug}« does not exist" for slug in item.labs if slug not in labs)
    for page in programme.pages:
        parent = page.path.rpartition("/")[0]
        if parent not in paths:
            yield f"{page.path}: there is no page »{parent}« above it"
        if page.type not in PAGE_TYPES:
            yield f"{page.path}: »{page.type}« is no type of page"
    for where, name, text in texts(programme):
        if name in _RICH_TEXT_FIELDS:
            yield from _markup_problems(f"{where}, {name}", text)
    targets = {way.target for way in programme.home.ways} | {redirect.new for redirect in programme.redirects}
    targets |= {claim.evidence for lab in programme.labs for claim in lab.claims if claim.evidence}
    targets |= {
        block.page
        for _, block in blocks(programme)
        if isinstance(block, CallToActionSource | PageLinkSource) and block.page
    }
    targets |= {target for *_, text in texts(programme) for target in PAGE_LINK.findall(text)}
    yield from (f"There is no page »{target}«, but something leads there" for target in sorted(targets - set(paths)))


def _twice(what: str, values: list[str]) -> Iterator[str]:
    yield from (f"The {what} »{value}« is there {count} times" for value, count in Counter(values).items() if count > 1)


def _markup_problems(where: str, html: str) -> Iterator[str]:
    try:
        root = ElementTree.fromstring(f"<div>{html}</div>")  # noqa: S314 (files of our own)
    except ElementTree.ParseError as error:
        yield f"{where}: {error}"
        return
    tags = {element.tag for element in root.iter()} - {"div"}
    yield from (f"{where}: the tag <{tag}> is not allowed" for tag in sorted(tags - ALLOWED_TAGS))


def blocks(programme: Programme) -> Iterator[tuple[str, BlockSource]]:
    """Every block of every body with the path of its page."""
    for item in programme.page_sources():
        if isinstance(item, OtherPageSource | NewsSource | EventSource):
            parts = [getattr(item, name) for name in LANGUAGE_PARTS] if isinstance(item, OtherPageSource) else []
            yield from ((item.path, block) for part in (item.body, *parts) for block in part)


def texts(programme: Programme) -> Iterator[tuple[str, str, str]]:
    """Every text of the programme with where it stands and the name of its field."""

    def walk(value: Any, where: str, name: str) -> Iterator[tuple[str, str, str]]:
        if isinstance(value, str):
            yield where, name, value
        elif isinstance(value, tuple):
            for item in value:
                yield from walk(item, where, name)
        elif is_dataclass(value):
            for field in fields(value):
                yield from walk(getattr(value, field.name), where, field.name)

    for collection in fields(programme):
        value = getattr(programme, collection.name)
        for item in value if isinstance(value, tuple) else (value,):
            yield from walk(item, str(getattr(item, "path", getattr(item, "slug", collection.name))), collection.name)
