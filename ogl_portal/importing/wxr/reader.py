"""Read a WordPress export (WXR) as a stream: one item at a time, whatever state the file is in.

WXR is RSS 2.0 with elements of WordPress's own. Exports in the wild hold control characters, entities that XML does not
know, and break off in the middle; so the bytes are mended before the parser sees them, and the parser goes on after
faults. No entity is ever expanded and nothing is fetched: a file with a document type declaration is refused.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import html5
from typing import IO, Any

from lxml import etree

CHUNK = 1024 * 256
LONGEST_PROLOG = 1024 * 1024

_CONTROL = {
    code: " " if code in (0x0B, 0x0C) else None  # vertical tab and form feed part words
    for code in (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF)
}
_REFERENCE = re.compile(
    r"&(?:#(?:(?P<number>\d{1,7})|[xX](?P<hex>[0-9a-fA-F]{1,6}))|(?P<name>[A-Za-z][A-Za-z0-9]{1,31}));"
)
# Characters that XML 1.0 allows beside tab and line ends.
_ALLOWED = (range(0x20, 0xD800), range(0xE000, 0xFFFE), range(0x10000, 0x110000))
_UNFINISHED = re.compile(r"&[#A-Za-z0-9]{0,34}$")
_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)["']""")
_MARKUP = set("<>&\"'")
_CONTENT = "http://purl.org/rss/1.0/modules/content/"


class UnreadableExportError(Exception):
    """The file is no WordPress export; the message says so in German."""


@dataclass(frozen=True)
class ExportTerm:
    """A category or a tag. ``taxonomy`` is WordPress's: »category«, »post_tag«, or one of a plug-in."""

    taxonomy: str
    slug: str
    name: str


@dataclass(frozen=True)
class ExportItem:
    """One post, page or attachment as the export has it. Everything is text; what is not there is empty."""

    number: int
    post_id: str = ""
    kind: str = ""
    status: str = ""
    title: str = ""
    link: str = ""
    guid: str = ""
    slug: str = ""
    parent_id: str = ""
    order: str = ""
    creator: str = ""
    dates: tuple[str, ...] = ()
    content: str = ""
    excerpt: str = ""
    has_password: bool = False
    attachment_url: str = ""
    comments: int = 0
    terms: tuple[ExportTerm, ...] = ()
    meta: dict[str, str] = field(default_factory=dict)


@dataclass
class ExportHeader:
    """What the export says about the whole site. Filled while the items are read."""

    title: str = ""
    base_url: str = ""
    authors: dict[str, str] = field(default_factory=dict)
    is_complete: bool = False


def read(file: IO[bytes], channel: ExportHeader | None = None) -> Iterator[ExportItem]:
    """The items of an export, in its order, with no more than one of them in memory.

    ``channel`` is filled on the way; it is complete when the last item has been given, unless the file breaks off.

    Raises:
        UnreadableExportError: The file is no WXR file, or one that must not be read.
    """
    channel = channel if channel is not None else ExportHeader()
    parser = etree.XMLPullParser(
        events=("end",), recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    number = 0
    tail = ""
    for text in _mended(file):
        tail = (tail + text)[-200:]
        parser.feed(text.encode())
        for _, element in parser.read_events():
            name = _local(element)
            if name == "item":
                number += 1
                yield _item(element, number)
                _forget(element)
            elif _local(element.getparent()) == "channel":
                _channel(channel, element, name)
    if not number and not channel.title and not channel.base_url:
        raise UnreadableExportError(
            "In der Datei steht kein WordPress-Export. Es wurde nichts übernommen. Bitte in WordPress unter "
            "»Werkzeuge« → »Daten exportieren« → »Alle Inhalte« eine neue Datei erzeugen."
        )
    channel.is_complete = "</rss>" in tail


def _mended(file: IO[bytes]) -> Iterator[str]:
    """The text of the file in pieces, as XML that a parser can take, without its XML declaration."""
    start = file.read(CHUNK)
    decoder = codecs.getincrementaldecoder(_encoding(start))(errors="replace")
    held = _DECLARATION.sub("", decoder.decode(start, final=not start))
    prolog = held
    root_seen = False
    while True:
        if not root_seen:
            root_seen = _check_prolog(prolog)
        raw = file.read(CHUNK)
        is_last = not raw
        cut = len(held)
        if not is_last and (unfinished := _UNFINISHED.search(held)):
            cut = unfinished.start()
        if piece := held[:cut]:
            yield _REFERENCE.sub(_reference, piece.translate(_CONTROL))
        held = held[cut:] + decoder.decode(raw, final=is_last)
        if not root_seen:
            prolog += held
        if is_last:
            if held:
                yield _REFERENCE.sub(_reference, held.translate(_CONTROL))
            break


def _encoding(start: bytes) -> str:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    match = _ENCODING.search(start[:200])
    try:
        return codecs.lookup(match[1].decode()).name if match else "utf-8"
    except LookupError:
        return "utf-8"


def _check_prolog(prolog: str) -> bool:
    """Whether the root element has begun. Raises where a declaration stands before it."""
    before, found, _ = prolog.partition("<rss")
    if "<!DOCTYPE" in before.upper() or "<!ENTITY" in before.upper():
        raise UnreadableExportError(
            "Die Datei erklärt einen eigenen Dokumenttyp (DOCTYPE). Das tut kein Export von WordPress, und es kann "
            "schädlich sein. Es wurde nichts übernommen."
        )
    if not found and len(prolog) > LONGEST_PROLOG:
        raise UnreadableExportError(
            "Die Datei beginnt nicht wie ein WordPress-Export (RSS). Es wurde nichts übernommen. Bitte prüfen Sie, ob "
            "es die richtige Datei ist."
        )
    return bool(found)


def _reference(match: re.Match[str]) -> str:
    """An entity that HTML knows as its character; those that are markup, and unknown ones, as they are."""
    if name := match["name"]:
        character = html5.get(f"{name};", "")
        if not character:
            return f"&amp;{name};"
        return match[0] if _MARKUP & set(character) else character
    number = int(match["number"]) if match["number"] else int(match["hex"], 16)
    is_fit = number in (9, 10, 13) or any(number in allowed for allowed in _ALLOWED)
    return match[0] if is_fit else ""


def _local(element: Any) -> str:
    if element is None or not isinstance(element.tag, str):
        return ""
    return str(etree.QName(element).localname)


def _text(element: Any) -> str:
    return "".join(element.itertext()).strip()


def _channel(channel: ExportHeader, element: Any, name: str) -> None:
    if name == "title":
        channel.title = channel.title or _text(element)
    elif name in ("base_blog_url", "base_site_url", "link"):
        if name == "base_blog_url" or not channel.base_url:
            channel.base_url = _text(element).rstrip("/")
    elif name == "author":
        values = {_local(child): _text(child) for child in element}
        login = values.get("author_login", "")
        if login:
            channel.authors[login] = values.get("author_display_name", "") or login


def _item(element: Any, number: int) -> ExportItem:
    values: dict[str, str] = {}
    content = excerpt = ""
    terms: list[ExportTerm] = []
    meta: dict[str, str] = {}
    comments = 0
    for child in element:
        name = _local(child)
        if name == "encoded":
            if etree.QName(child).namespace == _CONTENT:
                content += _text(child)
            else:
                excerpt += _text(child)
        elif name == "category":
            if term := _text(child):
                terms.append(ExportTerm(child.get("domain", "category"), child.get("nicename", ""), term))
        elif name == "postmeta":
            pair = {_local(part): _text(part) for part in child}
            meta[pair.get("meta_key", "")] = pair.get("meta_value", "")
        elif name == "comment":
            comments += 1
        elif name:
            values.setdefault(name, _text(child))
    return ExportItem(
        number=number,
        post_id=values.get("post_id", ""),
        kind=values.get("post_type", "") or "post",
        status=values.get("status", ""),
        title=values.get("title", ""),
        link=values.get("link", ""),
        guid=values.get("guid", ""),
        slug=values.get("post_name", ""),
        parent_id=values.get("post_parent", ""),
        order=values.get("menu_order", ""),
        creator=values.get("creator", ""),
        dates=tuple(values.get(name, "") for name in ("post_date", "post_date_gmt", "pubDate")),
        content=content,
        excerpt=excerpt,
        has_password=bool(values.get("post_password")),
        attachment_url=values.get("attachment_url", ""),
        comments=comments,
        terms=tuple(dict.fromkeys(terms)),
        meta=meta,
    )


def _forget(element: Any) -> None:
    """Free an item that has been read, and what stood before it."""
    element.clear()
    parent = element.getparent()
    while element.getprevious() is not None and parent is not None:
        del parent[0]
