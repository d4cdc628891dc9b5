"""One fact, one home: what a page type says about itself, in the order it should be read.

The app of a page type registers them for its class with ``facts_of``, beside what else is shown of it (``page_views``).
"""

from dataclasses import dataclass, field
from functools import singledispatch
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ogl_portal.core.models import BasePage


@dataclass(frozen=True)
class FactValue:
    """One value of a fact; ``url`` where it leads somewhere, ``datetime`` (EDTF) where it is a date."""

    text: str
    url: str = ""
    datetime: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Fact:
    """A label with its values. A fact without values is left out by whoever shows it."""

    label: str
    values: list[FactValue] = field(default_factory=list)


def fact(label: str, *texts: str) -> Fact:
    """A fact from plain texts; empty texts are dropped, so what is not known shows as nothing."""
    return Fact(label, [FactValue(text) for text in texts if text])


def counted(one: str, many: str, values: list[FactValue]) -> Fact:
    """A fact whose label agrees with the number of its values: »Labor«, »Labore«."""
    return Fact(one if len(values) == 1 else many, values)


@singledispatch
def facts_of(page: "BasePage") -> list[Fact]:
    """What ``page`` says about itself, in reading order; values that are not known are left out."""
    return []
