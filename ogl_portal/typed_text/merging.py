"""Two people's versions of a page: where they differ, and one version made of both.

A version is the content of a revision (``serializable_data``). What only one of them changed since ``base``, the
version that both began with, is proposed as that one has it; what both changed twice, where a field can hold both.
"""

import json
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from wagtail.fields import RichTextField, StreamField

from ogl_portal.core.changes.content import block_lines, field_lines, row_line
from ogl_portal.core.kept_input import KEY, KeptInput

MINE, THEIRS, BOTH = "mine", "theirs", "both"
Content = Mapping[str, Any]
_OF_THE_FORM = re.compile(r"-(type|id|order|ORDER|deleted|DELETE|count|[A-Z_]+_FORMS)$")  # what a form adds to it
_ABSENT = object()


@dataclass(frozen=True)
class ContestedPart:
    """A field, or a block of one, that is not the same in both versions. ``None`` for lines: it is not there."""

    key: str
    label: str
    mine: list[str] | None
    theirs: list[str] | None
    proposal: str
    may_be_both: bool


def contested_parts(
    model: type[models.Model], labels: Mapping[str, str], base: Content | None, mine: Content, theirs: Content
) -> list[ContestedPart]:
    """All parts that differ, in the order of ``labels`` (names of fields and relations, with their words)."""
    parts: list[ContestedPart] = []
    for name, label in labels.items():
        if name not in mine:
            continue
        field = model._meta.get_field(name)
        if _typed(mine, name) != _typed(theirs, name):
            parts.append(_contested_typing(field, name, label, base, mine, theirs))
            continue
        if mine[name] == theirs.get(name):
            continue
        if isinstance(field, StreamField):
            parts += _contested_blocks(field, label, base and base.get(name), mine[name], theirs.get(name))
            continue
        has_both = _joined(field, mine[name], theirs.get(name)) is not None
        before = _ABSENT if base is None else base.get(name)
        proposal = _proposal(before, mine[name], theirs.get(name), has_both=has_both)
        sides = [_lines(field, side.get(name)) for side in (mine, theirs)]
        parts.append(ContestedPart(name, label, sides[0], sides[1], proposal, has_both))
    return parts


def merged_content(
    model: type[models.Model], names: Iterable[str], mine: Content, theirs: Content, choices: Mapping[str, str]
) -> dict[str, Any]:
    """``theirs`` with what was chosen (key of a part → »mine«, »theirs« or »both«)."""
    content, kept_names = dict(theirs), []
    for name in names:
        if name not in mine:
            continue
        if _typed(mine, name) != _typed(theirs, name):
            kept_names.append(name)
            if choices.get(name) == MINE:
                content[name] = mine[name]
            continue
        if mine[name] == theirs.get(name):
            continue
        field = model._meta.get_field(name)
        if isinstance(field, StreamField):
            content[name] = json.dumps(_merged_blocks(name, mine[name], theirs.get(name), choices))
        elif choices.get(name) == MINE:
            content[name] = mine[name]
        elif choices.get(name) == BOTH:
            joined = _joined(field, mine[name], theirs.get(name))
            content[name] = mine[name] if joined is None else joined
    content[KEY] = _merged_typing(mine, theirs, {name for name in kept_names if choices.get(name) == MINE})
    return content


def _typed(content: Content, name: str) -> Any:
    """What was typed for a field that nobody can read (yet), as it was sent; ``None`` where there is none."""
    kept = KeptInput.from_json(content.get(KEY))
    entry = kept.fields.get(name) or kept.children.get(name)
    return entry and entry["sent"]


def _contested_typing(
    field: Any, name: str, label: str, base: Content | None, mine: Content, theirs: Content
) -> ContestedPart:
    before = _ABSENT if base is None else (base.get(name), _typed(base, name))
    one, two = ((side.get(name), _typed(side, name)) for side in (mine, theirs))
    proposal = _proposal(before, one, two, has_both=False)
    sides = [_typed_lines(sent) if sent else _lines(field, value) for value, sent in (one, two)]
    return ContestedPart(name, label, sides[0], sides[1], proposal, False)


def _typed_lines(sent: dict[str, list[str]]) -> list[str]:
    return [value for key, values in sent.items() for value in values if value and not _OF_THE_FORM.search(key)]


def _merged_typing(mine: Content, theirs: Content, chosen: set[str]) -> dict[str, Any]:
    """What is kept as typed of ``chosen`` fields is mine, of the others theirs."""
    own, other = (KeptInput.from_json(side.get(KEY)) for side in (mine, theirs))
    return KeptInput(
        {name: entry for name, entry in other.fields.items() if name not in chosen}
        | {name: entry for name, entry in own.fields.items() if name in chosen},
        {name: entry for name, entry in other.children.items() if name not in chosen}
        | {name: entry for name, entry in own.children.items() if name in chosen},
        list(dict.fromkeys([*other.general, *(own.general if chosen else [])])),
    ).as_json()


def _proposal(before: Any, mine: Any, theirs: Any, *, has_both: bool) -> str:
    if mine == before:
        return THEIRS
    if theirs == before:
        return MINE
    return BOTH if has_both else MINE


def _lines(field: Any, value: Any) -> list[str]:
    if field.one_to_many:
        return [row_line(field.related_model, row) for row in value or []]
    if field.many_to_one and value is not None:
        thing = field.related_model._default_manager.filter(pk=value).first()
        return [str(thing)] if thing else []
    return field_lines(field, value)


def _joined(field: Any, mine: Any, theirs: Any) -> Any:
    """Both values in one, or ``None`` where the field holds only one."""
    if not mine or not theirs:
        return None
    if field.one_to_many:
        return _joined_rows(mine, theirs)
    if field.many_to_many:
        return list(dict.fromkeys([*theirs, *mine]))
    if isinstance(field, RichTextField):
        return f"{mine}{theirs}"
    if field.choices or not isinstance(mine, str):
        return None
    if type(field) is models.TextField:
        return f"{mine}\n\n{theirs}"
    text = f"{mine} / {theirs}"
    return text if type(field) is models.CharField and len(text) <= (field.max_length or len(text)) else None


def _joined_rows(mine: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Their rows, and of mine those that say something else, as new rows."""
    rows = list(theirs)
    known = [_words(row) for row in theirs]
    rows += [{**row, "pk": None} for row in mine if _words(row) not in known]
    return [{**row, "sort_order": place} if "sort_order" in row else row for place, row in enumerate(rows)]


def _words(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("pk", "sort_order")}


# --- Blocks ------------------------------------------------------------------


def _by_id(value: Any) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in json.loads(value or "[]")}


def _order(mine: Iterable[str], theirs: Iterable[str]) -> list[str]:
    """All blocks in my order; those that only they have stand behind the one that they follow there."""
    order, previous = list(mine), None
    for key in theirs:
        if key not in order:
            order.insert(order.index(previous) + 1 if previous is not None else 0, key)
        previous = key
    return order


def _contested_blocks(field: StreamField, label: str, base: Any, mine: Any, theirs: Any) -> list[ContestedPart]:
    before = None if base is None else _by_id(base)
    own, other = _by_id(mine), _by_id(theirs)
    parts = []
    for key in _order(own, other):
        one, two = own.get(key), other.get(key)
        if one == two:
            continue
        is_in_both = one is not None and two is not None
        known = _ABSENT if before is None else before.get(key)
        if (known is None and not is_in_both) or (known is _ABSENT and not is_in_both):  # somebody added it
            proposal = MINE if one else THEIRS
        else:
            proposal = _proposal(known, one, two, has_both=is_in_both)
            if not is_in_both and proposal == MINE and one is None and known != two:
                proposal = THEIRS  # taken out by me, changed by them: better kept
        block = field.stream_block.child_blocks[(one or two or {})["type"]]
        sides = [None if item is None else list(block_lines(block, item["value"])) for item in (one, two)]
        parts.append(
            ContestedPart(f"{field.name}:{key}", f"{label}: {block.label}", sides[0], sides[1], proposal, is_in_both)
        )
    return parts


def _merged_blocks(name: str, mine: Any, theirs: Any, choices: Mapping[str, str]) -> list[dict[str, Any]]:
    own, other = _by_id(mine), _by_id(theirs)
    merged: list[dict[str, Any]] = []
    for key in _order(own, other):
        one, two = own.get(key), other.get(key)
        choice = MINE if one == two else choices.get(f"{name}:{key}", BOTH)
        if one is not None and choice in (MINE, BOTH):
            merged.append(one)
        if two is not None and choice in (THEIRS, BOTH):
            merged.append(two if choice == THEIRS or one is None else {**two, "id": str(uuid.uuid4())})
    return merged
