"""Setting the clock forward: each thing that waits comes to the dashboard on its day, and not before."""

import datetime
from collections.abc import Callable

import pytest

from labs.models import LabContact
from ogl_portal.editorial.models import PageReview
from ogl_portal.users.models import User
from ogl_portal.workplace.cards import Priority, sections
from ogl_portal.workplace.scope import DashboardScope
from tests.accessibility.factories import ReportFactory, approved
from tests.clock import SetClock, noon
from tests.factories import AdminFactory, ImprintPageFactory, LabPageFactory, Portal, StandardPageFactory

START = datetime.date(2027, 1, 31)
Prepare = Callable[[Portal], object]
# On how many days after START which card stands in which priority; on the days between it stays as it is.
Course = dict[int, Priority | None]


def page_to_review(portal: Portal) -> None:
    due = START + datetime.timedelta(days=10)
    PageReview.objects.create(page=StandardPageFactory(parent=portal.home), due_on=due)


def contact_that_expires(portal: Portal) -> None:
    last = START + datetime.timedelta(days=60)
    LabContact.objects.create(lab=LabPageFactory(parent=portal.labs), name="Mara Muster", expires_on=last)


def imprint_that_was_checked(portal: Portal) -> None:
    ImprintPageFactory(parent=portal.home, legal_source="§ 5 DDG", reviewed_on=START, reviewed_by="Justiziariat")


def barrier_report(portal: Portal) -> None:
    ReportFactory(received_at=noon(START))


def page_that_expires(portal: Portal) -> None:
    StandardPageFactory(parent=portal.home, expire_at=noon(START + datetime.timedelta(days=60)))


COURSES: list[tuple[str, Prepare, Course]] = [
    ("Zur Durchsicht fällig", page_to_review, {0: None, 10: Priority.OVERDUE}),
    ("Ansprechpersonen", contact_that_expires, {0: None, 30: Priority.AHEAD, 61: Priority.OVERDUE}),
    ("Vorgeschriebene Texte", imprint_that_was_checked, {0: None, 366: Priority.REPAIR}),
    ("Gemeldete Barrieren ohne Antwort", barrier_report, {0: Priority.OWN, 29: Priority.OVERDUE}),
    ("Seiten, die bald verschwinden", page_that_expires, {0: None, 30: Priority.AHEAD}),
    (
        "Erklärung zur Barrierefreiheit bald zu erneuern",
        lambda _: approved(START),
        {0: None, 330: Priority.OVERDUE, 366: None},
    ),
    ("Erklärung zur Barrierefreiheit überfällig", lambda _: approved(START), {0: None, 366: Priority.OVERDUE}),
]


@pytest.fixture
def admin(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> User:
    """One who may see everything; what imprint and privacy notice lack is left out, what is to be checked is not."""
    monkeypatch.setattr("ogl_portal.legal.gaps._statement_gaps", lambda: iter(()))
    return AdminFactory()


@pytest.mark.parametrize(("title", "prepare", "course"), COURSES, ids=[title for title, _, _ in COURSES])
def test_each_card_comes_on_its_day(
    portal: Portal, admin: User, set_clock: SetClock, title: str, prepare: Prepare, course: Course
) -> None:
    set_clock(START)
    prepare(portal)
    last = 400
    seen: Course = {}
    # The days around each change, and the last one: in between nothing is asked of the clock.
    days = sorted({day for change in course for day in (change - 1, change, change + 1) if day >= 0} | {last})
    for day in days:
        today = START + datetime.timedelta(days=day)
        set_clock(today)
        bands = {
            card.title: section.priority for section in sections(DashboardScope(admin, today)) for card in section.cards
        }
        if not seen or bands.get(title) != list(seen.values())[-1]:
            seen[day] = bands.get(title)
    assert seen == course
