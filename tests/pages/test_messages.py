"""Messages are deleted when they have been answered for long enough, on the day that the privacy page names."""

import datetime

import pytest
from wagtail.models import Site

from ogl_portal.jobs import scheduled
from ogl_portal.legal.models import PrivacyDetails
from ogl_portal.pages.messages import delete_settled
from ogl_portal.pages.models import Message
from tests.clock import noon

ANSWERED = datetime.date(2027, 1, 31)

pytestmark = pytest.mark.usefixtures("portal")


def message(answered_on: datetime.date | None) -> Message:
    number = Message.objects.count()
    settled = {"state": Message.State.ANSWERED, "closed_on": answered_on} if answered_on else {}
    return Message.objects.create(text="Eine Frage", receipt=f"N-{number}", **settled)


@pytest.mark.parametrize(("months", "day"), [(6, "2027-07-31"), (1, "2027-02-28")])
def test_an_answered_message_goes_on_its_day(months: int, day: str) -> None:
    PrivacyDetails.objects.create(site=Site.objects.get(), delete_messages_after_months=months)
    message(ANSWERED)
    on = datetime.date.fromisoformat(day)
    delete_settled(on - datetime.timedelta(days=1))
    assert Message.objects.count() == 1
    delete_settled(on)
    assert Message.objects.count() == 0


def test_what_waits_for_an_answer_stays() -> None:
    message(None)
    delete_settled(datetime.date(2040, 1, 1))
    assert Message.objects.count() == 1


def test_the_worker_does_it_and_half_a_year_is_what_nobody_has_set() -> None:
    kept, gone = message(datetime.date(2027, 2, 2)), message(datetime.date(2027, 2, 1))
    scheduled.run_due(noon(datetime.date(2027, 8, 1)), lambda job: job.name == "pages.delete_messages")
    assert list(Message.objects.all()) == [kept] != [gone]
