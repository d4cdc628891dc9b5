"""The reading view's blocks (``publications.pdf.blocks``) as HTML.

Written in Python rather than as templates: a report of 200 pages has thousands of blocks, and an include for each
would take seconds. Everything that comes from the file is escaped; only http, https and mailto addresses become links.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Block = dict[str, Any]

_LINK_SCHEMES = ("https://", "http://", "mailto:", "#seite-")
# The page has the document's title as its h1, so the document's own headings begin one level below.
_HEADING_SHIFT = 1
_DEEPEST_HEADING = 6
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


@dataclass(frozen=True)
class ReadingPicture:
    """A figure that was cut out of its page; ``width`` and ``height`` in pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True)
class BlockRenderer:
    """Makes HTML of the blocks of one document; ``pictures`` by the name that a figure's block gives."""

    pictures: Mapping[str, ReadingPicture] = field(default_factory=dict)
    _table_names: Counter[str] = field(default_factory=Counter)

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
        inner = _spans(block)
        if block.get("blocks"):
            tag = "div" if tag == "p" else tag  # a paragraph cannot hold blocks
            inner += self.render(block["blocks"])
        attribute = f' class="{css}"' if css else ""
        return f"<{tag}{attribute}{_language(block)}>{inner}</{tag}>" if inner.strip() else ""

    def _heading(self, block: Block) -> str:
        level = min(block.get("level", 1) + _HEADING_SHIFT, _DEEPEST_HEADING)
        words = _spans(block)
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
        return f"<li>{marker}{_spans(block)}{self.render(block.get('blocks', ()))}</li>"

    def _table(self, block: Block) -> str:
        caption = f"<caption>{_spans(block)}</caption>" if block.get("spans") else ""
        rows = "".join(f"<tr>{''.join(self._cell(cell) for cell in row)}</tr>" for row in block.get("rows", ()) if row)
        if not rows:
            return ""
        # A wide table scrolls in its own region, which the keyboard can reach (WCAG 2.1.1).
        return (
            f'<div class="table-region" role="region" aria-label="{escape(self._table_name(block))}" tabindex="0">'
            f'<table class="kern-table"{_language(block)}>{caption}<tbody>{rows}</tbody></table></div>'
        )

    def _table_name(self, block: Block) -> str:
        """What the region is called: no two in one document alike, as readers choose regions from a list."""
        words = "".join(span.get("text", "") for span in block.get("spans", ())).strip()
        name = f"Tabelle: {words}" if words else "Tabelle"
        self._table_names[name] += 1
        number = self._table_names[name]
        return name if number == 1 else f"{name} ({number})"

    def _cell(self, cell: Block) -> str:
        tag = "th" if cell.get("header") else "td"
        css = "kern-table__header" if tag == "th" else "kern-table__cell"
        scope = f' scope="{cell["scope"]}"' if tag == "th" and cell.get("scope") in ("col", "row") else ""
        spans = "".join(f' {name}="{int(cell[name])}"' for name in ("colspan", "rowspan") if int(cell.get(name, 1)) > 1)
        inner = self.render(cell.get("blocks", ()))
        return f'<{tag} class="{css}"{scope}{spans}>{inner}</{tag}>'

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
            parts.append(f"<p>{_spans(block)}</p>")
        if not alt and not block.get("spans"):
            parts.append('<p class="reading__caption" lang="de">Bild ohne Beschreibung</p>')
        inner = "".join(parts)
        return f'<div class="reading__figure"{_language(block)}>{inner}</div>'


def _spans(block: Block) -> str:
    parts = []
    for span in block.get("spans", ()):
        text, href = escape(span.get("text", "")), span.get("href", "")
        parts.append(f'<a href="{escape(href)}">{text}</a>' if href.startswith(_LINK_SCHEMES) else str(text))
    return "".join(parts)


def _language(block: Block) -> str:
    return f' lang="{escape(block["language"])}"' if block.get("language") else ""
