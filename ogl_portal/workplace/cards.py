"""Cards on the dashboard: where they come from, and how they are put in order.

A source stands in ``dashboard.py`` of the app that it is about, and is registered in the app's ``wagtail_hooks.py``::

    cards.register(incomplete_labs, order=320)   # incomplete_labs(scope) gives a Card, or None where nothing is to do
"""

import enum
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from ogl_portal.workplace.scope import DashboardScope

SHOWN_ITEMS = 5


class Priority(enum.Enum):
    """The parts of the dashboard from top to bottom, by how much they press."""

    OWN = "Wartet auf Sie"
    OVERDUE = "Überfällig"
    REPAIR = "Zu ergänzen und zu reparieren"
    AHEAD = "Zur Kenntnis"


@dataclass(frozen=True)
class Item:
    """One thing of a card: where a click leads, and a few words on why it stands here.

    ``is_late`` says whether this very thing is overdue, where the priority of its card is that of the most urgent.
    """

    text: str
    url: str
    note: str = ""
    is_late: bool | None = None


@dataclass(frozen=True)
class Card:
    """One kind of thing to do: how many there are, the first of them, and the one button that leads to it.

    ``in_digest`` is False for what nobody needs a mail to know: their own drafts.
    """

    priority: Priority
    title: str
    count: int
    items: list[Item]
    button: str
    button_url: str
    note: str = ""
    in_digest: bool = True

    @property
    def more(self) -> int:
        """How many are not listed on the card itself."""
        return max(self.count - len(self.items), 0)


@dataclass(frozen=True)
class Section:
    """The cards of one priority."""

    priority: Priority
    cards: list[Card]

    @property
    def key(self) -> str:
        return self.priority.name.lower()


_shown: ContextVar[int] = ContextVar("shown_items", default=SHOWN_ITEMS)


@contextmanager
def listing_all(most: int = 1000) -> Iterator[None]:
    """Within it, cards list (nearly) everything, not only what fits on the screen: for the digest by mail."""
    token = _shown.set(most)
    try:
        yield
    finally:
        _shown.reset(token)


def first_of(queryset: QuerySet[Any]) -> tuple[list[Any], int]:
    """The rows that a card lists and the number of all: one query while they fit on the card, two when not."""
    shown = _shown.get()
    found = list(queryset[: shown + 1])
    return found[:shown], len(found) if len(found) <= shown else queryset.count()


Source = Callable[[DashboardScope], Card | None]

_sources: dict[str, tuple[int, Source]] = {}


def register(source: Source, *, order: int = 500) -> Source:
    """Add a source of cards; within a priority, cards with a lower ``order`` come first."""
    _sources[f"{source.__module__}.{source.__qualname__}"] = (order, source)
    return source


def sections(scope: DashboardScope) -> list[Section]:
    """All cards that have something to say, by priority; empty when there is nothing to do."""
    cards = [card for _, source in sorted(_sources.values(), key=lambda entry: entry[0]) if (card := source(scope))]
    by_priority = [Section(priority, [card for card in cards if card.priority is priority]) for priority in Priority]
    return [section for section in by_priority if section.cards]
