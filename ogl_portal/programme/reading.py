"""Reads the programme's content from ``content/*.toml`` and checks it by the rules of the models.

``read_programme`` raises ``ContentError`` with every problem found, so that a slip in a file is named with its file,
entry and field before anything is written to a database.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from ogl_portal.core.models import Topic
from ogl_portal.programme.content import PAGE_MODELS, ContentEntry, Programme, content_fields
from ogl_portal.programme.loader.markup import block_problems, rich_text_problems
from publications.models import LiteratureEntry

CONTENT_DIR = Path(__file__).resolve().parent / "content"
PAGE_LINK = re.compile(r'href="page:([^"]*)"')
# Keys, of a block or of an entry, that hold the path of a page.
_LINKS = {"page", "target", "evidence", "new", "german"}


class ContentError(Exception):
    """The content files have mistakes; the message lists all of them, one a line."""


def read_programme(folder: Path = CONTENT_DIR) -> Programme:
    """Read and check all content files. Raises ContentError."""
    problems: list[str] = []

    def files(subfolder: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for path in sorted((folder / subfolder).glob("*.toml")):
            yield f"{subfolder}/{path.name}", _read_toml(path)

    def entries(file: str, name: str, model: type[models.Model], **beside: Any) -> tuple[ContentEntry, ...]:
        tables = _read_toml(folder / file).get(name, [])
        return tuple(_entry(model, table, f"{file}, {table.get('slug')}", problems, beside) for table in tables)

    def items(file: str, kind: str, **beside: Any) -> tuple[ContentEntry, ...]:
        return entries(file, kind, PAGE_MODELS[kind], slug=None, type=kind, **beside)

    pages = []
    for file, table in files("pages"):
        if model := PAGE_MODELS.get(table.get("type", "")):
            pages.append(_entry(model, table, file, problems, {"path": None, "type": None, "order": 0, "german": ""}))
        else:
            problems.append(f"{file}: »{table.get('type')}« is no type of page")
    pages.sort(key=lambda page: (page.path != "", page.path.count("/"), page.order))
    lab_keys = {"slug": None, "type": "lab"}
    programme = Programme(
        pages=tuple(pages),
        topics=entries("topics.toml", "topic", Topic),
        labs=tuple(_entry(PAGE_MODELS["lab"], table, file, problems, lab_keys) for file, table in files("labs")),
        publications=items("publications.toml", "publication", sample_document="", sample_contents=""),
        news=items("news.toml", "news"),
        events=items("events.toml", "event"),
        literature=entries("literature.toml", "entry", LiteratureEntry),
        redirects=tuple(_redirect(table, problems) for table in _read_toml(folder / "redirects.toml")["redirect"]),
    )
    if problems := [*problems, *find_problems(programme)]:
        raise ContentError("\n".join(problems))
    return programme


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            table: dict[str, Any] = _stripped(tomllib.load(file, parse_float=Decimal))
            return table
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path.name}: {error}") from error


def _stripped(value: Any) -> Any:
    match value:
        case str():
            return value.strip()
        case list():
            return [_stripped(item) for item in value]
        case dict():
            return {key: _stripped(item) for key, item in value.items()}
        case _:
            return value


def _entry(
    model: type[models.Model], table: dict[str, Any], where: str, problems: list[str], beside: dict[str, Any]
) -> ContentEntry:
    """The entry of a table that fills a ``model``; what is wrong with it goes into ``problems``.

    ``beside``: the keys that are no fields, with what they are where the table is silent (None: it must not be).
    """
    fields = content_fields(model)
    problems.extend(f"{where}: the key »{key}« is not known" for key in table if key not in fields | beside)
    needed = [key for key, default in beside.items() if default is None and key not in table]
    problems.extend(f"{where}: the key »{key}« is missing" for key in needed)
    entry = ContentEntry(**{key: table.get(key, "" if default is None else default) for key, default in beside.items()})
    for name, field in fields.items():
        setattr(entry, name, _value(field, table.get(name), f"{where}, {name}", problems))
    if issubclass(model, Page) and "path" not in beside:
        entry.path = _path(entry)
    return entry


def _redirect(table: dict[str, str], problems: list[str]) -> ContentEntry:
    if table.keys() != {"old", "new"}:
        problems.append(f"redirects.toml, {table}: the keys »old« and »new« are expected")
    return ContentEntry(**{"old": "", "new": ""} | table)


def _path(entry: ContentEntry) -> str:
    """News and events of exactly one lab live below that lab, so that its team may edit them."""
    match entry.type:
        case "news" | "event" if len(entry.labs) == 1:
            parent = f"labore/{entry.labs[0]}"
        case kind:
            parent = {"lab": "labore", "publication": "ergebnisse", "news": "aktuelles", "event": "termine"}[kind]
    return f"{parent}/{entry.slug}"


def _value(field: Any, value: Any, where: str, problems: list[str]) -> Any:
    """The value that ``field`` takes. Blocks stay tables; pages, labs and topics are named only, until they exist."""
    takes_many = isinstance(field, ArrayField | StreamField | models.ManyToManyField | models.ManyToOneRel)
    if value is not None and (isinstance(value, list) != takes_many or isinstance(value, dict)):
        problems.append(f"{where}: {value!r} is not of the expected type")
        value = None
    match field:
        case models.ManyToOneRel():
            rows = (row if isinstance(row, dict) else {"date": row} for row in value or [])
            model = field.related_model
            return [_entry(model, row, f"{where} {number}", problems, {}) for number, row in enumerate(rows, start=1)]
        case StreamField():
            problems.extend(block_problems(field.stream_block, value or [], where))
            return value or []
        case models.ManyToManyField():
            return value or []
        case models.ForeignKey():
            return value or ""
        case RichTextField() if issubclass(field.model, Page):
            problems.extend(rich_text_problems(value or "", where))
    try:
        return field.clean(field.get_default() if value is None else value, None)
    except ValidationError as error:
        problems.extend(f"{where}: {value!r}: {message}" for message in error.messages)
        return field.get_default()


# --- What can be checked only when everything is read -------------------------------------------------------------


def find_problems(programme: Programme) -> Iterator[str]:
    """Sentences about references that lead nowhere and things named twice."""
    paths = programme.paths()
    yield from _twice("path", paths)
    yield from _twice("topic", [topic.slug for topic in programme.topics])
    yield from _twice("literature entry", [entry.slug for entry in programme.literature])
    yield from _twice("old address", [redirect.old for redirect in programme.redirects])
    known = {"topic": {topic.slug for topic in programme.topics}, "lab": {lab.slug for lab in programme.labs}}
    for entry in programme.page_entries():
        for kind, slugs in known.items():
            named = getattr(entry, f"{kind}s", [])
            yield from (f"{entry.path}: the {kind} »{slug}« does not exist" for slug in named if slug not in slugs)
    for page in programme.pages:
        parent = page.path.rpartition("/")[0]
        if parent not in paths:
            yield f"{page.path}: there is no page »{parent}« above it"
    targets = {"" if text == "/" else text for _, name, text in texts(programme) if name in _LINKS and text}
    targets |= {target for *_, text in texts(programme) for target in PAGE_LINK.findall(text)}
    yield from (f"There is no page »{target}«, but something leads there" for target in sorted(targets - set(paths)))


def _twice(what: str, values: list[str]) -> Iterator[str]:
    yield from (f"The {what} »{value}« is there {count} times" for value, count in Counter(values).items() if count > 1)


def texts(programme: Programme) -> Iterator[tuple[str, str, str]]:
    """Every text of the programme with where it stands and the name of its field."""

    def walk(value: Any, where: str, name: str) -> Iterator[tuple[str, str, str]]:
        match value:
            case str():
                yield where, name, value
            case list() | tuple():
                for item in value:
                    yield from walk(item, where, name)
            case ContentEntry() | dict():
                for key, item in (value if isinstance(value, dict) else vars(value)).items():
                    yield from walk(item, where, key)

    for entry in (*programme.page_entries(), *programme.topics, *programme.literature, *programme.redirects):
        yield from walk(entry, getattr(entry, "path", "") or getattr(entry, "slug", ""), "")
