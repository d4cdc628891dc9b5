"""A clock that tests can set; the fixture ``set_clock`` is in ``tests/conftest.py``."""

import datetime
from collections.abc import Callable

from django.utils import timezone

SetClock = Callable[[datetime.date], None]


def noon(day: datetime.date) -> datetime.datetime:
    """Midday in Berlin, where no change of the hour makes it another day."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
