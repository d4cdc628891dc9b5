"""The reading view's blocks (``publications.pdf.blocks``) as HTML.

Written in Python rather than as templates: a report of 200 pages has thousands of blocks, and an include for each
would take seconds. Everything that comes from the file is escaped; only http, https and mailto addresses become links.
"""

import html
import re
import string
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from publications.reading_address import ReadingPlace, hit_anchor

Block = dict[str, Any]
Find = Callable[[str], Iterable[tuple[int, int]]]
"""Where something stands in a text: start and end of each place, in order."""

_LINK_SCHEMES = ("https://", "http://", "mailto:", "#seite-")
# The page has the document's title as its h1, so the document's own headings begin one level below.
_HEADING_SHIFT = 1
_DEEPEST_HEADING = 6
_PAIR = 2  # columns
_TAG = re.compile(r"^<(\w+)")
_INLINE_TAG = re.compile(r"</?(?:a|mark|span)\b[^>]*>")
_BLOCK_TAG = re.compile(r"<[^>]*>")
_NO_WORDS = string.whitespace + "•▪●◦‣⁃·"  # a bullet that the file has lost its item of
_MARK = re.compile("<mark>([^<]*)</mark>")
# Blocks that are one element around their words and inner blocks: element, class.
_PLAIN = {
    "paragraph": ("p", ""),
    "untagged": ("p", ""),
    "caption": ("p", "reading__caption"),
    "artifact": ("p", "reading__artifact"),
    "note": ("div", "reading__note"),
    "quote": ("blockquote", ""),
    "code": ("pre", ""),
}


def nothing(_text: str) -> list[tuple[int, int]]:
    return []


@dataclass(frozen=True)
class ReadingPicture:
    """A figure that was cut out of its page; ``width`` and ``height`` in pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True)
class BlockRenderer:
    """Makes HTML of the blocks of one document; ``pictures`` by the name that a figure's block gives.

    ``page_address`` is where a page of the document stands that a link leads to; ``find`` tells what to mark.
    """

    pictures: Mapping[str, ReadingPicture] = field(default_factory=dict)
    page_address: Callable[[int], str] = "#seite-{}".format
    find: Find = nothing
    _table_names: Counter[str] = field(default_factory=Counter)

    def render_page(self, number: int, blocks: Iterable[Block], hit: ReadingPlace | None = None) -> SafeString:
        """HTML of a page; each of its blocks has an anchor, »absatz-7-3« for the third of page 7, and so has the mark
        that is most like ``hit``."""
        parts = [self._block(block) for block in blocks]
        rendered = "".join(
            _TAG.sub(rf'<\1 id="absatz-{number}-{place}"', part, count=1) for place, part in enumerate(parts, start=1)
        )
        return mark_safe(_led_to(rendered, hit_anchor(number), hit) if hit else rendered)  # noqa: S308  escaped below

    def texts(self, blocks: Iterable[Block]) -> list[str]:
        """The words of each block as they are cited, in the order of ``render_page``: no heads and feet of pages."""
        return ["" if block.get("kind") == "artifact" else _words(self._block(block)) for block in blocks]

    def render(self, blocks: Iterable[Block]) -> SafeString:
        """HTML of one page's blocks, or of the blocks inside a cell or list item."""
        return mark_safe("".join(self._block(block) for block in blocks))  # noqa: S308  every part is escaped below

    def _block(self, block: Block) -> str:
        renderers: dict[str, Callable[[Block], str]] = {
            "heading": self._heading,
            "list": self._list,
            "toc": self._list,
            "item": lambda item: f'<ul class="reading__list" role="list">{self._item(item)}</ul>',
            "table": self._table,
            "figure": self._figure,
            "formula": self._figure,
        }
        return renderers.get(block.get("kind", ""), self._plain)(block)

    def _plain(self, block: Block) -> str:
        tag, css = _PLAIN.get(block.get("kind", ""), ("p", ""))
        inner = self._spans(block)
        if block.get("blocks"):
            tag = "div" if tag == "p" else tag  # a paragraph cannot hold blocks
            inner += self.render(block["blocks"])
        attribute = f' class="{css}"' if css else ""
        return f"<{tag}{attribute}{_language(block)}>{inner}</{tag}>" if inner.strip(_NO_WORDS) else ""

    def _heading(self, block: Block) -> str:
        level = min(block.get("level", 1) + _HEADING_SHIFT, _DEEPEST_HEADING)
        words = self._spans(block)
        return f"<h{level}{_language(block)}>{words}</h{level}>" if words.strip() else ""

    def _list(self, block: Block) -> str:
        """The labels stand as printed, so the list draws none of its own (``role`` keeps it a list everywhere)."""
        tag = "ol" if block.get("ordered") else "ul"
        items = "".join(self._item(item) for item in block.get("blocks", ()))
        return f'<{tag} class="reading__list" role="list"{_language(block)}>{items}</{tag}>' if items else ""

    def _item(self, block: Block) -> str:
        if block.get("kind") != "item":
            return f"<li>{self._block(block)}</li>"
        label = block.get("label", "")
        marker = f'<span class="reading__label">{escape(label)}</span> ' if label else ""
        return f"<li>{marker}{self._spans(block)}{self.render(block.get('blocks', ()))}</li>"

    def _table(self, block: Block) -> str:
        caption = f"<caption>{self._spans(block)}</caption>" if block.get("spans") else ""
        given = [row for row in block.get("rows", ()) if row]
        if not given:
            return ""
        heads = self._heads(given)
        rows = "".join(f"<tr>{self._cells(row, heads if place else [])}</tr>" for place, row in enumerate(given))
        is_stacked = heads or _is_pairs(given)
        css = f"kern-table{' kern-table--stacks' if is_stacked else ''}{' kern-table--headed' if heads else ''}"
        # A wide table scrolls by itself, and the keyboard can reach it (WCAG 2.1.1). A group, not a region: a report
        # with 34 tables would have as many landmarks.
        return (
            f'<div class="table-region" role="group" aria-label="{escape(self._table_name(block))}" tabindex="0">'
            f'<table class="{css}"{_language(block)}>{caption}<tbody>{rows}</tbody></table></div>'
        )

    def _heads(self, rows: list[list[Block]]) -> list[str]:
        """The words above the columns, where phones can show each row as a list of its own: a plain table of two
        columns or more. Empty for others."""
        first, *others = rows
        is_plain = all(int(cell.get(name, 1)) < 2 for row in rows for cell in row for name in ("colspan", "rowspan"))
        if not others or len(first) < _PAIR or not is_plain or {len(row) for row in rows} != {len(first)}:
            return []
        if not all(cell.get("header") for cell in first):
            return []
        return [" ".join(_words(self.render(cell.get("blocks", ()))).split()) for cell in first]

    def _cells(self, row: list[Block], heads: list[str]) -> str:
        return "".join(self._cell(cell, head) for cell, head in zip(row, heads or [""] * len(row), strict=True))

    def _table_name(self, block: Block) -> str:
        """What the region is called: no two in one document alike, as readers choose regions from a list."""
        words = "".join(span.get("text", "") for span in block.get("spans", ())).strip()
        name = f"Tabelle: {words}" if words else "Tabelle"
        self._table_names[name] += 1
        number = self._table_names[name]
        return name if number == 1 else f"{name} ({number})"

    def _cell(self, cell: Block, head: str) -> str:
        tag = "th" if cell.get("header") else "td"
        css = "kern-table__header" if tag == "th" else "kern-table__cell"
        scope = f' scope="{cell["scope"]}"' if tag == "th" and cell.get("scope") in ("col", "row") else ""
        spans = "".join(f' {name}="{int(cell[name])}"' for name in ("colspan", "rowspan") if int(cell.get(name, 1)) > 1)
        named = f' data-head="{escape(head)}"' if head else ""
        inner = self.render(cell.get("blocks", ()))
        return f'<{tag} class="{css}"{scope}{spans}{named}>{inner}</{tag}>'

    def _figure(self, block: Block) -> str:
        """The picture with its alternative text, which is also told in words; both where the file has them."""
        alt, picture = block.get("alt", ""), self.pictures.get(block.get("picture", ""))
        parts = []
        if picture:
            parts.append(
                f'<img src="{escape(picture.url)}" alt="{escape(alt)}" width="{picture.width}" '
                f'height="{picture.height}" loading="lazy" decoding="async">'
            )
        elif alt:
            parts.append(f'<p><span class="reading__kind">Bild:</span> {escape(alt)}</p>')
        if block.get("spans"):
            parts.append(f"<p>{self._spans(block)}</p>")
        if not alt and not block.get("spans"):
            parts.append('<p class="reading__caption" lang="de">Bild ohne Beschreibung</p>')
        inner = "".join(parts)
        return f'<div class="reading__figure"{_language(block)}>{inner}</div>'

    def _spans(self, block: Block) -> str:
        """The words, with what is found marked; a place may begin in one stretch and end in the next."""
        spans = [(span.get("text", ""), span.get("href", "")) for span in block.get("spans", ())]
        places = list(self.find("".join(text for text, _ in spans)))
        parts, begin = [], 0
        for text, href in spans:
            words = _marked(text, [(start - begin, end - begin) for start, end in places]) if places else escape(text)
            begin += len(text)
            parts.append(f'<a href="{escape(self._target(href))}">{words}</a>' if _is_link(href) else str(words))
        return "".join(parts)

    def _target(self, href: str) -> str:
        number = href.removeprefix("#seite-")
        return self.page_address(int(number)) if number != href and number.isdecimal() else href


def _is_pairs(rows: list[list[Block]]) -> bool:
    """Two columns: a word and what belongs to it, which can stand one below the other without the columns' names."""
    return max(map(len, rows)) == _PAIR and all(int(cell.get("rowspan", 1)) < 2 for row in rows for cell in row)


def _words(rendered: str) -> str:
    """The words of HTML that was made here, a line for each paragraph, cell or item."""
    lines = _BLOCK_TAG.sub("\n", _INLINE_TAG.sub("", rendered)).splitlines()
    return "\n".join(html.unescape(line.strip()) for line in lines if line.strip())


def _is_link(href: str) -> bool:
    return bool(href.startswith(_LINK_SCHEMES))


_AROUND = 200  # characters of HTML beside a mark, where the words next to it are


def _led_to(rendered: str, anchor: str, hit: ReadingPlace) -> str:
    """``rendered`` with an id for the mark that is most like ``hit``; for the page itself where nothing is marked."""
    before, behind = (" ".join(words.split()) for words in (hit.before, hit.after))

    def likeness(mark: re.Match[str]) -> int:
        left = " ".join(_words(rendered[max(0, mark.start() - _AROUND) : mark.start()]).split())
        right = " ".join(_words(rendered[mark.end() : mark.end() + _AROUND]).split())
        return (html.unescape(mark[1]) == hit.text) + 2 * left.endswith(before) + 2 * right.startswith(behind)

    best = max(_MARK.finditer(rendered), key=likeness, default=None)
    if best is None:
        return f'<span id="{anchor}"></span>{rendered}'
    return f'{rendered[: best.start()]}<mark id="{anchor}">{rendered[best.start() + len("<mark>") :]}'


def _marked(text: str, places: Iterable[tuple[int, int]]) -> str:
    """``text``, escaped, with ``<mark>`` around the places that lie in it, or as much of them as does."""
    parts, last = [], 0
    for start, end in places:
        left, right = max(start, last), min(end, len(text))
        if left < right:
            parts += [escape(text[last:left]), "<mark>", escape(text[left:right]), "</mark>"]
            last = right
    return "".join([*parts, escape(text[last:])])


def _language(block: Block) -> str:
    return f' lang="{escape(block["language"])}"' if block.get("language") else ""
