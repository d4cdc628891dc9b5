"""The words of a stored version that readers saw, as lines under headings.

It reads the version as it was stored and builds no page from it, so that the cost does not grow with the page. Only
what a page type names in ``fields_in_changes`` is ever read: a field that is added tomorrow is internal until somebody
says otherwise.
"""

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.html import strip_tags
from wagtail.blocks import StreamBlock
from wagtail.fields import RichTextField, StreamField

from ogl_portal.core.changes import Composed
from ogl_portal.core.fields import FuzzyDateField, fuzzy

_ENDS_A_LINE = re.compile(r"</(?:p|h[1-6]|li|td|th|tr|blockquote|div|dt|dd)>|<br ?/?>", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class ContentSection:
    """A heading and the lines below it, without markup."""

    label: str
    lines: list[str] = field(default_factory=list)


def sections(model: Any, content: dict[str, Any]) -> list[ContentSection]:
    """What ``content`` (of a revision of a page of ``model``) told readers; empty sections are left out."""
    found = [_section(model, name, content) for name in model.fields_in_changes]
    return [section for section in found if section.lines]


def _section(model: Any, name: str | Composed, content: dict[str, Any]) -> ContentSection:
    if isinstance(name, Composed):
        stored = {part: model._meta.get_field(part).to_python(content.get(part)) for part in name.fields}
        return ContentSection(name.label, [text] if (text := name.write(stored)) else [])
    field = model._meta.get_field(name)
    value = content.get(name)
    if field.one_to_many:
        rows = value or []
        return ContentSection(
            str(field.related_model._meta.verbose_name_plural), [row_line(field.related_model, r) for r in rows]
        )
    return ContentSection(str(field.verbose_name), field_lines(field, value))


def field_lines(field: Any, value: Any) -> list[str]:
    """The lines of one field's stored value."""
    if value in (None, "", []):
        return []
    if isinstance(field, StreamField):
        return _stream_lines(field.stream_block, value)
    if isinstance(field, RichTextField):
        return text_lines(value)
    if field.many_to_many:
        return sorted(str(thing) for thing in field.related_model._default_manager.filter(pk__in=value))
    if isinstance(value, list):
        return [_word(field.base_field, item) for item in value]
    return [line for line in (_SPACES.sub(" ", line).strip() for line in _word(field, value).splitlines()) if line]


def _word(field: Any, value: Any) -> str:
    """One stored value as readers know it."""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, FuzzyDateField):
        return str(fuzzy(value) or value)
    if isinstance(field, models.BooleanField):
        return "ja" if value else "nein"
    if isinstance(field, models.DateField | models.TimeField):
        return _german(field.to_python(value))
    return str(value)


def _german(value: Any) -> str:
    if hasattr(value, "year"):
        return f"{value:%d.%m.%Y}"
    return f"{value:%H:%M} Uhr"


def row_line(model: Any, row: dict[str, Any]) -> str:
    """A child of a page in one line: its texts, dates and choices; links to other things are left out."""
    fields = (f for f in model._meta.concrete_fields if not f.is_relation and f.editable and not f.primary_key)
    shown = (f for f in fields if f.name != "sort_order" and not isinstance(f, models.DecimalField))
    values = (" ".join(field_lines(f, row.get(f.name))) for f in shown if not isinstance(row.get(f.name), bool))
    return " · ".join(value for value in values if value)


def _stream_lines(block: StreamBlock, value: Any) -> list[str]:
    raw = json.loads(value) if isinstance(value, str) else value
    lines: list[str] = []
    for item in raw:
        child = block.child_blocks.get(item.get("type", ""))
        if child is not None:
            lines += block_lines(child, item.get("value"))
    return lines


def block_lines(block: Any, value: Any) -> Iterable[str]:
    """Texts of a block's stored value in the order in which the block holds them."""
    if hasattr(block, "child_blocks") and isinstance(value, dict):
        return [line for name, child in block.child_blocks.items() for line in block_lines(child, value.get(name))]
    if hasattr(block, "child_block") and isinstance(value, list):
        items = (item["value"] if isinstance(item, dict) and "value" in item else item for item in value)
        return [line for item in items for line in block_lines(block.child_block, item)]
    if isinstance(value, dict):  # a table: rows of cells, beside settings
        return [" | ".join(str(cell or "") for cell in row) for row in value.get("data") or []]
    if not isinstance(value, str) or getattr(block.field, "choices", None):
        return []  # numbers of pictures and pages, ticks, and the like
    return text_lines(value)


def text_lines(markup: str) -> list[str]:
    """Lines of text from HTML (or plain text): one for each paragraph, item or cell."""
    text = html.unescape(strip_tags(_ENDS_A_LINE.sub("\n", markup)))
    return [line for line in (_SPACES.sub(" ", line).strip() for line in text.splitlines()) if line]
