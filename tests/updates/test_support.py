"""Whoever runs the site learns in time that security fixes end: by the check, on the dashboard, in the digest."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group

from ogl_portal.handbook import chapters
from ogl_portal.updates import support
from ogl_portal.users.models import RoleKey
from ogl_portal.workplace.cards import Priority
from ogl_portal.workplace.scope import DashboardScope
from tests.clock import SetClock
from tests.factories import AdminFactory, UserFactory

LAST_DAY = datetime.date(2027, 2, 2)
DAY_AFTER = datetime.date(2027, 2, 3)
SEEN_EARLY = "bekommt nur noch bis zum 2.\N{NO-BREAK SPACE}Februar 2027 Sicherheitskorrekturen"
SEEN_LATE = "bekommt seit dem 2.\N{NO-BREAK SPACE}Februar 2027 keine Sicherheitskorrekturen mehr"


@pytest.fixture
def wagtail_ends(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.OGL_WATCH_SUPPORT = True
    monkeypatch.setattr(support, "installed", lambda: iter([("Django", "5.2"), ("Wagtail", "8.0")]))
    days = {("Wagtail", "8.0"): LAST_DAY, ("Django", "5.2"): datetime.date(2028, 4, 30)}
    monkeypatch.setattr(support, "LAST_DAYS", days)


def test_what_is_installed_has_its_day_in_the_table() -> None:
    """An update brings a new series: its day is looked up with it (docs/engineering/updates.md)."""
    assert set(support.installed()) <= set(support.LAST_DAYS)


@pytest.mark.usefixtures("wagtail_ends")
@pytest.mark.parametrize(
    ("today", "told"),
    [
        (LAST_DAY - support.LEAD - datetime.timedelta(days=1), []),
        (LAST_DAY - support.LEAD, [SEEN_EARLY]),
        (LAST_DAY, [SEEN_EARLY]),
        (DAY_AFTER, [SEEN_LATE]),
    ],
)
def test_it_is_told_sixty_days_ahead_and_until_it_is_done(today: datetime.date, told: list[str]) -> None:
    assert [one.note for one in support.endings(today)] == told


@pytest.mark.usefixtures("wagtail_ends")
def test_a_series_that_nobody_has_looked_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(support, "installed", lambda: iter([("Wagtail", "9.3")]))
    [unknown] = support.endings(LAST_DAY)
    assert "nicht eingetragen" in unknown.note


@pytest.mark.usefixtures("wagtail_ends")
def test_the_check_says_it_and_fails_nothing(set_clock: SetClock) -> None:
    set_clock(DAY_AFTER)
    [message] = support.check_support()
    assert "Security fixes for Wagtail 8.0 ended on 2027-02-02." in message.msg
    assert not message.is_serious()


@pytest.mark.django_db
@pytest.mark.usefixtures("wagtail_ends")
@pytest.mark.parametrize(("today", "priority"), [(LAST_DAY, Priority.REPAIR), (DAY_AFTER, Priority.OVERDUE)])
def test_the_card_is_for_administrators_and_leads_to_what_to_do(today: datetime.date, priority: Priority) -> None:
    card = support.ending_support(DashboardScope(AdminFactory(), today))
    assert card is not None
    assert (card.priority, card.items[0].text, card.items[0].is_late) == (
        priority,
        "Wagtail 8.0",
        priority is Priority.OVERDUE,
    )
    _, _, place = card.button_url.partition("#")
    [chapter] = [one for one in chapters.chapters() if card.button_url.startswith(one.url)]
    assert place in [section.anchor for section in chapters.render(chapter.text).sections]
    staff = UserFactory()
    staff.groups.add(Group.objects.get(role__key=RoleKey.STAFF))
    assert support.ending_support(DashboardScope(staff, today)) is None
