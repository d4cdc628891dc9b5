"""The reading view's blocks (``publications.pdf.reading``) as HTML.

Written in Python rather than as templates: a report of 200 pages has thousands of blocks, and an include for each
would take seconds. Everything that comes from the file is escaped; only http, https and mailto addresses become links.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

Block = dict[str, Any]

_LINK_SCHEMES = ("https://", "http://", "mailto:", "#seite-")
# The page has the document's title as its h1, so the document's own headings begin one level below.
_HEADING_SHIFT = 1
_DEEPEST_HEADING = 6


def render_blocks(blocks: Iterable[Block]) -> SafeString:
    """HTML of one page's blocks, or of the blocks inside a cell or list item."""
    return mark_safe("".join(_render(block) for block in blocks))  # noqa: S308  every part is escaped below


def _render(block: Block) -> str:
    renderer = _RENDERERS.get(block.get("kind", ""), _paragraph)
    return renderer(block)


def _spans(block: Block) -> str:
    parts = []
    for span in block.get("spans", ()):
        text, href = escape(span.get("text", "")), span.get("href", "")
        parts.append(f'<a href="{escape(href)}">{text}</a>' if href.startswith(_LINK_SCHEMES) else str(text))
    return "".join(parts)


def _language(block: Block) -> str:
    return f' lang="{escape(block["language"])}"' if block.get("language") else ""


def _element(tag: str, css: str = "") -> Callable[[Block], str]:
    """A renderer for a block that is one element around its words and inner blocks; empty ones are left out."""
    attribute = f' class="{css}"' if css else ""

    def render(block: Block) -> str:
        inner = _spans(block) + render_blocks(block.get("blocks", ()))
        return f"<{tag}{attribute}{_language(block)}>{inner}</{tag}>" if inner.strip() else ""

    return render


_paragraph = _element("p")


def _heading(block: Block) -> str:
    level = min(block.get("level", 1) + _HEADING_SHIFT, _DEEPEST_HEADING)
    words = _spans(block)
    return f"<h{level}{_language(block)}>{words}</h{level}>" if words.strip() else ""


def _list(block: Block) -> str:
    """The labels stand as printed, so the list draws none of its own (``role`` keeps it a list in every browser)."""
    tag = "ol" if block.get("ordered") else "ul"
    items = "".join(_item(item) for item in block.get("blocks", ()))
    return f'<{tag} class="reading__list" role="list"{_language(block)}>{items}</{tag}>' if items else ""


def _item(block: Block) -> str:
    if block.get("kind") != "item":
        return f"<li>{_render(block)}</li>"
    label = block.get("label", "")
    marker = f'<span class="reading__label">{escape(label)}</span> ' if label else ""
    return f"<li>{marker}{_spans(block)}{render_blocks(block.get('blocks', ()))}</li>"


def _table(block: Block) -> str:
    caption = f"<caption>{_spans(block)}</caption>" if block.get("spans") else ""
    rows = "".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in block.get("rows", ()) if row)
    if not rows:
        return ""
    # A wide table scrolls in its own region, which the keyboard can reach (WCAG 2.1.1).
    return (
        f'<div class="table-region" role="region" aria-label="{_table_name(block)}" tabindex="0">'
        f'<table class="kern-table"{_language(block)}>{caption}<tbody>{rows}</tbody></table></div>'
    )


def _table_name(block: Block) -> str:
    words = "".join(span.get("text", "") for span in block.get("spans", ())).strip()
    return escape(f"Tabelle: {words}" if words else "Tabelle")


def _cell(cell: Block) -> str:
    tag = "th" if cell.get("header") else "td"
    css = "kern-table__header" if tag == "th" else "kern-table__cell"
    scope = f' scope="{cell["scope"]}"' if tag == "th" and cell.get("scope") in ("col", "row") else ""
    span = "".join(f' {name}="{int(cell[name])}"' for name in ("colspan", "rowspan") if int(cell.get(name, 1)) > 1)
    inner = render_blocks(cell.get("blocks", ()))
    return f'<{tag} class="{css}"{scope}{span}>{inner}</{tag}>'


def _figure(block: Block) -> str:
    """A picture is told in words; it stands in the PDF itself, to which the page's heading links."""
    alt = block.get("alt", "")
    words = f"<p>{_spans(block)}</p>" if block.get("spans") else ""
    if not alt and not words:
        return '<p class="reading__figure">Bild ohne Beschreibung</p>'
    described = f'<p><span class="reading__kind">Bild:</span> {conditional_escape(alt)}</p>' if alt else ""
    return f'<div class="reading__figure"{_language(block)}>{described}{words}</div>'


_RENDERERS: dict[str, Callable[[Block], str]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "list": _list,
    "toc": _list,
    "item": lambda block: f'<ul class="reading__list" role="list">{_item(block)}</ul>',
    "table": _table,
    "figure": _figure,
    "formula": _figure,
    "quote": _element("blockquote"),
    "note": _element("div", "reading__note"),
    "code": lambda block: f"<pre{_language(block)}>{_spans(block)}</pre>",
    "caption": _element("p", "reading__caption"),
    "untagged": _paragraph,
    "artifact": _element("p", "reading__artifact"),
}
