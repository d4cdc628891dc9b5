"""From the rich text and the blocks of the content files to what Wagtail stores, and what is wrong with them.

A block is a table with its ``type`` and the fields of a block of that type, or a ``value`` where it has no fields. A
table of cells has a ``caption``, ``rows``, and says with ``header`` where its header cells are.
"""

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any
from xml.etree import ElementTree

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock

from ogl_portal.core.blocks.table import table_value

# Takes the path of a page and gives its id, or None where there is no such page (any more).
FindPage = Callable[[str], int | None]

ALLOWED_TAGS = {"p", "ul", "ol", "li", "b", "i", "a", "br"}
_INTERNAL_LINK = re.compile(r'<a href="page:([^"]*)">(.*?)</a>', re.DOTALL)
_BLOCK_IDS = uuid.UUID("6b1f5c1e-6f0e-4c5f-9a3e-0c6f0a6f7d11")  # the same content gives the same block ids
_TABLE_FIELDS = {
    "caption": blocks.CharBlock(),
    "header": blocks.ChoiceBlock(choices=[("row", "row"), ("column", "column"), ("both", "both")]),
    "rows": blocks.ListBlock(blocks.ListBlock(blocks.CharBlock(required=False))),
}


def rich_text(html: str, find_page: FindPage) -> str:
    """Rich text with links to pages by id. A link to a page that is gone becomes plain text."""

    def link(match: re.Match[str]) -> str:
        path, text = match.groups()
        page_id = find_page(path)
        return text if page_id is None else f'<a linktype="page" id="{page_id}">{text}</a>'

    return _INTERNAL_LINK.sub(link, html)


def rich_text_problems(html: str, where: str) -> Iterator[str]:
    """Sentences about rich text that is not well formed, or more than the site's rich text may be."""
    try:
        root = ElementTree.fromstring(f"<div>{html}</div>")  # noqa: S314 (files of our own)
    except ElementTree.ParseError as error:
        yield f"{where}: {error}"
        return
    tags = {element.tag for element in root.iter()} - {"div"}
    yield from (f"{where}: the tag <{tag}> is not allowed" for tag in sorted(tags - ALLOWED_TAGS))


def sentences(text: str) -> str:
    """Plain sentences as a paragraph of rich text; nothing stays nothing."""
    return f"<p>{escape(text, quote=False)}</p>" if text else ""


# --- Blocks -------------------------------------------------------------------------------------------------------


def body(path: str, stream: blocks.StreamBlock, tables: list[dict[str, Any]], find_page: FindPage) -> list[Any]:
    """The raw form of a StreamField of ``stream``. ``path`` is that of the page; it makes the ids of the blocks."""
    return [
        {
            "type": table["type"],
            "value": _top_value(stream.child_blocks[table["type"]], table, find_page, f"{path}#{number}"),
            "id": _id(f"{path}#{number}"),
        }
        for number, table in enumerate(tables)
    ]


def _id(place: str) -> str:
    return str(uuid.uuid5(_BLOCK_IDS, place))


def _top_value(block: blocks.Block, table: dict[str, Any], find_page: FindPage, place: str) -> Any:
    match block:
        case TableBlock():
            return table_value(table["rows"], table["caption"], table["header"])
        case blocks.StructBlock():
            return _value(block, table, find_page, place)
        case _:
            return _value(block, table["value"], find_page, place)


def _value(block: blocks.Block, value: Any, find_page: FindPage, place: str) -> Any:
    match block:
        case blocks.StructBlock():
            return {
                name: _value(child, value.get(name, child.meta.default or ""), find_page, place)
                for name, child in block.child_blocks.items()
            }
        case blocks.ListBlock():
            places = (f"{place}.{number}" for number in range(len(value)))
            return [
                {"type": "item", "value": _value(block.child_block, item, find_page, at), "id": _id(at)}
                for item, at in zip(value, places, strict=True)
            ]
        case blocks.RichTextBlock():
            return rich_text(value, find_page)
        case blocks.PageChooserBlock():
            return find_page(value) if value else None
        case _:
            return value


def block_problems(stream: blocks.StreamBlock, tables: list[dict[str, Any]], where: str) -> Iterator[str]:
    """Sentences about blocks that ``stream`` does not know or would not take. Where links lead is not looked at."""
    for number, table in enumerate(tables, start=1):
        block = stream.child_blocks.get(table.get("type"))
        fields: Mapping[str, blocks.Block]
        match block:
            case None:
                yield f"{where} {number}: »{table.get('type')}« is no type of block"
                continue
            case TableBlock():
                fields = _TABLE_FIELDS
            case blocks.StructBlock():
                fields = block.child_blocks
            case _:
                fields = {"value": block}
        yield from _field_problems(fields, {k: v for k, v in table.items() if k != "type"}, f"{where} {number}")


def _field_problems(fields: Mapping[str, blocks.Block], table: dict[str, Any], where: str) -> Iterator[str]:
    yield from (f"{where}: the key »{key}« is not known" for key in table if key not in fields)
    for name, block in fields.items():
        if name in table:
            yield from _value_problems(block, table[name], f"{where}, {name}")
        elif isinstance(block, blocks.ListBlock) or (block.required and not block.meta.default):
            yield f"{where}: the key »{name}« is missing"


def _value_problems(block: blocks.Block, value: Any, where: str) -> Iterator[str]:
    match (block, value):
        case (blocks.StructBlock(), dict()):
            yield from _field_problems(block.child_blocks, value, where)
        case (blocks.ListBlock(), list()):
            for number, item in enumerate(value, start=1):
                yield from _value_problems(block.child_block, item, f"{where} {number}")
        case (blocks.RichTextBlock(), str()):
            yield from rich_text_problems(value, where)
        case (blocks.PageChooserBlock(), str()):
            pass
        case (blocks.FieldBlock(), str()):
            try:
                block.clean(value)
            except ValidationError as error:
                yield from (f"{where}: {message}" for message in error.messages)
        case _:
            yield f"{where}: {value!r} is not of the expected type"
