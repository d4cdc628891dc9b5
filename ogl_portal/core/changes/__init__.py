"""The public change log: what was published when and why, and what became different (see docs/engineering)."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import singledispatch
from typing import Any


@dataclass(frozen=True)
class Change:
    """One line of the log. ``what`` names it (»Version 3«, »PDF, Version 2«); ``url`` leads to the difference."""

    at: datetime.datetime
    what: str
    note: str = ""
    url: str = ""


@singledispatch
def changes_of_files(page: Any) -> list[Change]:
    """Public changes of ``page`` beside those of its text, where its app has registered them for its class."""
    return []


@dataclass(frozen=True)
class Composed:
    """Stored fields that readers know as one text. ``write`` is given their values by name, None where not stored."""

    label: str
    fields: tuple[str, ...]
    write: Callable[[dict[str, Any]], str]


ADDRESS = "aenderungen"


def asks_for_changes(components: list[str]) -> bool:
    """Whether the rest of an address, below a page, is that of its change log."""
    return components[:1] == [ADDRESS] and (len(components) == 1 or (len(components) == 2 and components[1].isdigit()))
