"""What somebody typed into a draft that nobody can read (yet), kept as it was typed.

A draft is always saved. What its form refuses stands here, beside the fields, which keep their last good value: in the
content of the revision under KEY, so that it comes back with that version, goes with a copy, and needs no column. Only
publishing insists: ``BasePage`` refuses what still has such entries. See docs/engineering/drafts.md.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

KEY = "kept_input"

Sent = dict[str, list[str]]
"""Names and values, as a form sends them."""


@dataclass
class KeptInput:
    """``fields``: name → label, sent, errors (sentences). ``children``: relation → label, sent, errors (a row each:
    field → sentences). ``general``: sentences that are about no single field."""

    fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    children: dict[str, dict[str, Any]] = field(default_factory=dict)
    general: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.fields or self.children or self.general)

    def as_json(self) -> dict[str, Any]:
        return {"fields": self.fields, "children": self.children, "general": self.general}

    @classmethod
    def from_json(cls, stored: Any) -> "KeptInput":
        """Nothing where a revision has nothing, or something of another make."""
        if not isinstance(stored, dict):
            return cls()
        return cls(stored.get("fields", {}), stored.get("children", {}), stored.get("general", []))

    def sentences(self) -> Iterator[str]:
        """What is wrong, each sentence with the name of its field."""
        for entry in self.fields.values():
            yield from (f"»{entry['label']}«: {sentence}" for sentence in entry["errors"])
        for entry in self.children.values():
            told = [sentence for row in entry["errors"] for found in row.values() for sentence in found]
            yield from (f"»{entry['label']}«: {sentence}" for sentence in dict.fromkeys(told))
        yield from self.general


def sent_for(data: Any, name: str) -> Sent:
    """What ``data`` holds for the field or the children ``name``, parts of blocks and of split widgets included."""
    return {
        key: data.getlist(key) if isinstance(data, QueryDict) else [str(data[key])]
        for key in data
        if key == name or key.startswith(f"{name}-") or (key.startswith(f"{name}_") and key[len(name) + 1 :].isdigit())
    }


def as_query(sent: Sent) -> QueryDict:
    query = QueryDict(mutable=True)
    for key, values in sent.items():
        query.setlist(key, values)
    return query


def with_known_rows(data: Any, prefix: str, known: Iterable[Any]) -> Any:
    """``data``, in which rows of children whose record is gone (somebody else removed it) count as new ones."""
    try:
        count = int(data.get(f"{prefix}-INITIAL_FORMS", ""))
    except ValueError:
        return data
    keys = {str(pk) for pk in known}
    gone = [key for number in range(min(count, 1000)) if (key := f"{prefix}-{number}-id") in data]
    gone = [key for key in gone if data[key] and data[key] not in keys]
    if gone:
        data = data.copy()
        for key in gone:
            data[key] = ""
    return data
