"""The public change log: what was published when and why, and what became different (see docs/engineering)."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """One line of the log. ``what`` names it (»Fassung 3«, »PDF, Version 2«); ``url`` leads to the difference."""

    at: datetime.datetime
    what: str
    note: str = ""
    url: str = ""


ADDRESS = "aenderungen"


def asks_for_changes(components: list[str]) -> bool:
    """Whether the rest of an address, below a page, is that of its change log."""
    return components[:1] == [ADDRESS] and (len(components) == 1 or (len(components) == 2 and components[1].isdigit()))
