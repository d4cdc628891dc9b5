"""When pages change although nobody changes anything: a date passes, a day ends. Each app says when its own do."""

import datetime
from collections.abc import Callable

from django.utils import timezone

NextMoment = Callable[[datetime.datetime], datetime.datetime | None]
_moments: list[tuple[NextMoment, bool]] = []


def add_moment(find: NextMoment, *, hides: bool = False) -> None:
    """Let an app say when its pages next change by themselves.

    Args:
        find: gives the first such moment after the one that it is given, or None; at most a query.
        hides: whether something is shown no longer from then on. That holds although the database is away.
    """
    _moments.append((find, hides))


def next_moments(now: datetime.datetime) -> tuple[datetime.datetime, datetime.datetime | None]:
    """The next moment at which any page changes (midnight at the latest), and the next at which something hides."""
    found = [(moment, hides) for find, hides in _moments if (moment := find(now))]
    changes = min((moment for moment, _ in found), default=None)
    midnight = next_midnight(now)
    return min(changes or midnight, midnight), min((moment for moment, hides in found if hides), default=None)


def next_midnight(now: datetime.datetime) -> datetime.datetime:
    """When the next day begins here: pages say »heute«, »in drei Tagen«, and what year it is."""
    tomorrow = timezone.localdate(now) + datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(tomorrow, datetime.time.min))
