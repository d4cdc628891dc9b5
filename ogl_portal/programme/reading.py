"""Reads the programme's content from ``content/*.toml`` and checks it.

Nothing here knows Django. ``read_programme`` raises ``ContentError`` with every problem found, so that a slip in a file
is named with its file, entry and field before anything is written to a database.
"""

import re
import tomllib
import types
import typing
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from ogl_portal.programme.content import (
    BLOCK_TYPES,
    LANGUAGE_PARTS,
    BlockSource,
    CallToActionSource,
    EventSource,
    HomeSource,
    LabSource,
    LiteratureSource,
    NewsSource,
    OtherPageSource,
    PageLinkSource,
    Programme,
    PublicationSource,
    RedirectSource,
    TopicSource,
)

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
