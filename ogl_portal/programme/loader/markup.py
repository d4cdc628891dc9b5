"""From the rich text and the blocks of the content files to what Wagtail stores."""

import re
import uuid
from collections.abc import Callable
from html import escape
from typing import Any

from ogl_portal.programme import content

# Takes the path of a page and gives its id, or None where there is no such page (any more).
FindPage = Callable[[str], int | None]

_INTERNAL_LINK = re.compile(r'<a href="page:([^"]*)">(.*?)</a>', re.DOTALL)
_BLOCK_IDS = uuid.UUID("6b1f5c1e-6f0e-4c5f-9a3e-0c6f0a6f7d11")  # the same content gives the same block ids


def rich_text(html: str, find_page: FindPage) -> str:
    """Rich text with links to pages by id. A link to a page that is gone becomes plain text."""

    def link(match: re.Match[str]) -> str:
        path, text = match.groups()
        page_id = find_page(path)
        return text if page_id is None else f'<a linktype="page" id="{page_id}">{text}</a>'

    return _INTERNAL_LINK.sub(link, html)


def sentences(text: str) -> str:
    """Plain sentences as a paragraph of rich text; nothing stays nothing."""
    return f"<p>{escape(text, quote=False)}</p>" if text else ""


def body(path: str, blocks: tuple[content.BlockSource, ...], find_page: FindPage) -> list[dict[str, Any]]:
    """The raw form of a StreamField. ``path`` is that of the page; it makes the ids of the blocks."""
    return [
        {**_block(block, find_page, f"{path}#{number}"), "id": _id(f"{path}#{number}")}
        for number, block in enumerate(blocks)
    ]


def _id(place: str) -> str:
    return str(uuid.uuid5(_BLOCK_IDS, place))


def _items(values: list[dict[str, str]], place: str) -> list[dict[str, Any]]:
    return [{"type": "item", "value": value, "id": _id(f"{place}.{n}")} for n, value in enumerate(values)]


def _block(block: content.BlockSource, find_page: FindPage, place: str) -> dict[str, Any]:
    value: Any
    match block:
        case content.HeadingSource():
            kind, value = "heading", {"level": str(block.level), "text": block.text}
        case content.ParagraphSource():
            kind, value = "paragraph", rich_text(block.html, find_page)
        case content.AccordionSource():
            items = [{"title": item.title, "text": rich_text(item.html, find_page)} for item in block.items]
            kind, value = "accordion", _items(items, place)
        case content.FiguresSource():
            kind, value = "key_figures", _items([{"value": f.value, "label": f.label} for f in block.items], place)
        case content.CallToActionSource():
            page = find_page(block.page) if block.page else None
            texts = {"title": block.title, "text": block.text, "link_text": block.link_text}
            kind, value = "call_to_action", {**texts, "page": page, "url": block.url}
        case content.LinesSource():
            kind, value = "lines", block.text
        case content.ItemsSource():
            kind = "items"
            value = [{"type": "item", "value": v, "id": _id(f"{place}.{n}")} for n, v in enumerate(block.items)]
        case content.PageLinkSource():
            page = find_page(block.page) if block.page else None
            kind, value = "link", {"text": block.text, "page": page, "url": block.url}
        case content.TableSource():
            kind, value = "table", _table(block)
    return {"type": kind, "value": value}


def _table(block: content.TableSource) -> dict[str, Any]:
    """Wagtail's table value with its choice of header cells."""
    return {
        "data": [list(row) for row in block.rows],
        "cell": [],
        "mergeCells": [],
        "first_row_is_table_header": block.header in ("row", "both"),
        "first_col_is_header": block.header in ("column", "both"),
        "table_header_choice": block.header,
        "table_caption": block.caption,
    }
