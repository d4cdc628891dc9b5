"""End of support: until when Wagtail, Django and Python get security fixes, and who is told in time.

The table is the one place for these days; docs/engineering/updates.md says who looks when. A system check tells whoever
runs ``manage.py check``, a card and the digest tell those who keep the accounts.
"""

import datetime
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import django
import wagtail
from django.conf import settings
from django.core import checks
from django.urls import reverse
from django.utils import timezone

from ogl_portal.german.dates import german_date
from ogl_portal.handbook.chapters import anchor
from ogl_portal.workplace.cards import Card, Item, Priority
from ogl_portal.workplace.scope import DashboardScope

LEAD = datetime.timedelta(days=60)
PERMISSION = "users.change_user"

# Last days with security fixes, by series: Wagtail's release schedule, Django's supported versions, status of Python
# versions in its developer's guide (a month there is its last day here). Looked up on 29 November 2026.
LAST_DAYS = {
    ("Wagtail", "8.0"): datetime.date(2027, 2, 2),
    ("Wagtail", "8.1"): datetime.date(2027, 5, 4),
    ("Django", "5.2"): datetime.date(2028, 4, 30),
    ("Django", "6.0"): datetime.date(2027, 4, 30),
    ("Python", "3.11"): datetime.date(2027, 10, 31),
    ("Python", "3.12"): datetime.date(2028, 10, 31),
    ("Python", "3.13"): datetime.date(2029, 10, 31),
    ("Python", "3.14"): datetime.date(2030, 10, 31),
}


@dataclass(frozen=True)
class Ending:
    """A program whose support ends within LEAD, has ended, or of which nobody has written down when (None)."""

    program: str
    series: str
    last_day: datetime.date | None
    has_ended: bool = False

    def __str__(self) -> str:
        return f"{self.program} {self.series}"

    @property
    def note(self) -> str:
        if self.last_day is None:
            return "wie lange es Sicherheitskorrekturen gibt, ist nicht eingetragen"
        if self.has_ended:
            return f"bekommt seit dem {german_date(self.last_day)} keine Sicherheitskorrekturen mehr"
        return f"bekommt nur noch bis zum {german_date(self.last_day)} Sicherheitskorrekturen"


def installed() -> Iterator[tuple[str, str]]:
    """Program and series of what runs here, »8.0« of Wagtail 8.0.1."""
    for program, version in (
        ("Wagtail", wagtail.__version__),
        ("Django", django.get_version()),
        ("Python", platform.python_version()),
    ):
        yield program, ".".join(version.split(".")[:2])


def endings(today: datetime.date) -> list[Ending]:
    """What of the installed programs needs an update soon; the first to end comes first, what is unknown last."""
    found = []
    for program, series in installed():
        last_day = LAST_DAYS.get((program, series))
        if last_day is None or last_day - LEAD <= today:
            found.append(Ending(program, series, last_day, last_day is not None and last_day < today))
    return sorted(found, key=lambda one: one.last_day or datetime.date.max)


def check_support(**kwargs: Any) -> list[checks.CheckMessage]:
    """As information: what a day on the calendar changes must not fail a build that nobody has touched."""
    if not settings.OGL_WATCH_SUPPORT:
        return []
    return [
        checks.Info(
            f"{one} has no known end of support."
            if one.last_day is None
            else f"Security fixes for {one} {'ended' if one.has_ended else 'end'} on {one.last_day}.",
            hint="docs/engineering/updates.md says how to update; the days are in ogl_portal/updates/support.py.",
            id="ogl.I001",
        )
        for one in endings(timezone.localdate())
    ]


def ending_support(scope: DashboardScope) -> Card | None:
    """Programs without security fixes soon, to those who keep the accounts; overdue when there are none any more."""
    if not settings.OGL_WATCH_SUPPORT or not scope.user.has_perm(PERMISSION):
        return None
    found = endings(scope.today)
    if not found:
        return None
    title = "Updates nötig" if len(found) > 1 else "Update nötig"
    chapter = reverse("handbook_chapter", args=["uebersicht-und-pruefungen"])
    place = f"#{anchor('Wenn ein Update nötig ist')}"
    # Each has an address of its own: the digest tells of every address once.
    items = [Item(str(one), f"{chapter}?{one.program}={one.series}{place}", one.note, one.has_ended) for one in found]
    priority = Priority.OVERDUE if any(one.has_ended for one in found) else Priority.REPAIR
    return Card(priority, title, len(found), items, "Was zu tun ist", chapter + place)
