"""The digest: what is new, once, at the right time, to those who may know."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from wagtail.models import Page

from ogl_portal.editorial.reviews.models import PageReview
from ogl_portal.inbox.mails import message_has_come
from ogl_portal.pages.models import Message
from ogl_portal.staff_mail import digest
from ogl_portal.staff_mail.digest import send_digest, send_digests
from ogl_portal.staff_mail.models import DigestChoice, Frequency, ToldThing
from ogl_portal.users.models import RoleKey, User
from tests.clock import SetClock, noon
from tests.factories import Portal, StandardPageFactory, UserFactory
from tests.mail.sent import SentMails

MONDAY = datetime.date(2027, 3, 1)
SATURDAY = MONDAY + datetime.timedelta(days=5)


def day(number: int) -> datetime.date:
    return MONDAY + datetime.timedelta(days=number)


@pytest.fixture
def ada(portal: Portal, set_clock: SetClock, sent_mails: SentMails) -> User:
    """Somebody of the programme team, for whom nothing waits."""
    set_clock(MONDAY)
    user = UserFactory(email="ada@example.org", first_name="Ada", last_name="Lovelace")
    user.groups.add(Group.objects.get(role__key=RoleKey.STAFF))
    send_digest(user, MONDAY - datetime.timedelta(days=3))  # what the empty site itself lacks
    sent_mails()
    mail.outbox.clear()
    return user


def message(receipt: str, came: datetime.date = MONDAY) -> Message:
    return Message.objects.create(text="Geheimes", receipt=receipt, received_at=noon(came))


def subjects(sent_mails: SentMails) -> list[str]:
    return [sent.subject for sent in sent_mails() if sent.subject.startswith("Neu für Sie")]


def look(set_clock: SetClock, user: User, number: int) -> bool:
    set_clock(day(number))
    return send_digest(User.objects.get(pk=user.pk), day(number))


def test_what_is_new_is_told_with_its_address(ada: User, set_clock: SetClock, sent_mails: SentMails) -> None:
    found = message("N-1")
    assert look(set_clock, ada, 1)
    [sent] = sent_mails()
    assert sent.subject == "Neu für Sie: Nachrichten ohne Antwort"
    assert sent.body.startswith("Guten Tag Ada Lovelace,")
    assert f"http://testserver/admin/posteingang/{found.pk}/" in sent.body
    assert "Geheimes" not in sent.body


def test_nothing_is_told_twice_and_an_empty_digest_is_not_sent(
    ada: User, set_clock: SetClock, sent_mails: SentMails
) -> None:
    assert not look(set_clock, ada, 0)
    message("N-1")
    assert look(set_clock, ada, 1)
    assert not look(set_clock, ada, 2)
    message("N-2")
    assert look(set_clock, ada, 3)
    assert "N-1" not in sent_mails()[-1].body
    assert "Dazu wartet noch, was Sie schon wissen" in sent_mails()[-1].body


def test_it_comes_again_when_it_is_overdue_and_then_no_more(ada: User, set_clock: SetClock) -> None:
    message("N-1")
    told = [number for number in range(1, 40) if look(set_clock, ada, number)]
    assert told == [1, 15]  # 15 March was the last day


def test_one_that_is_late_does_not_make_the_others_late(ada: User, set_clock: SetClock, sent_mails: SentMails) -> None:
    message("N-1")
    message("N-2", came=day(10))
    look(set_clock, ada, 11)
    assert look(set_clock, ada, 15)
    assert "N-1" in sent_mails()[-1].body
    assert "N-2" not in sent_mails()[-1].body


def test_what_came_back_is_new_again(ada: User, set_clock: SetClock) -> None:
    found = message("N-1")
    assert look(set_clock, ada, 1)
    found.state = Message.State.CLOSED
    found.save()
    assert not look(set_clock, ada, 2)
    found.state = Message.State.OPEN
    found.save()
    assert look(set_clock, ada, 3)


def test_what_a_mail_of_its_own_has_told_is_not_new(ada: User, set_clock: SetClock, sent_mails: SentMails) -> None:
    found = message("N-1")
    message_has_come(None, found)
    assert not look(set_clock, ada, 1)
    assert not look(set_clock, ada, 2)
    assert [sent.subject for sent in sent_mails() if "N-1" in sent.body] == ["Neue Nachricht: Allgemeine Frage (N-1)"]


def test_more_than_fit_on_a_card_are_all_told_once(ada: User, set_clock: SetClock, sent_mails: SentMails) -> None:
    for number in range(12):
        message(f"N-{number}")
    assert look(set_clock, ada, 1)
    assert subjects(sent_mails)[-1] == "Neu für Sie: 12 Sachen"
    assert "und 2 weitere" in sent_mails()[-1].body
    assert not look(set_clock, ada, 2)
    message("N-12")
    assert look(set_clock, ada, 3)
    assert subjects(sent_mails)[-1] == "Neu für Sie: Nachrichten ohne Antwort"


def test_rights_are_those_of_the_moment(ada: User, set_clock: SetClock) -> None:
    message("N-1")
    ada.groups.clear()
    assert not look(set_clock, ada, 1)
    ada.groups.add(Group.objects.get(role__key=RoleKey.STAFF))
    assert look(set_clock, ada, 2)


def test_a_team_is_told_of_its_own_pages_only(portal: Portal, ada: User, set_clock: SetClock, sent_mails) -> None:
    page = StandardPageFactory(parent=portal.home, title="Fremde Seite")
    PageReview.objects.create(page=Page.objects.get(pk=page.pk), due_on=MONDAY)
    stranger = UserFactory(email="labor@example.org")
    stranger.groups.add(Group.objects.get(role__key=RoleKey.LAB_TEAM))
    assert not look(set_clock, stranger, 1)
    assert look(set_clock, ada, 1)
    assert "Fremde Seite" in sent_mails()[-1].body


@pytest.mark.parametrize(
    ("frequency", "days"),
    [
        (Frequency.DAILY, [0, 1, 2, 3, 4, 7]),
        (Frequency.WEEKLY, [0, 7]),
        (Frequency.NEVER, []),
    ],
)
def test_on_whose_day(ada: User, set_clock: SetClock, frequency: Frequency, days: list[int]) -> None:
    DigestChoice.objects.update(frequency=frequency)
    found = []
    for number in range(8):
        message(f"N-{number}")
        if look(set_clock, ada, number):
            found.append(number)
    assert found == days


def test_own_drafts_are_nothing_to_be_told(portal: Portal, ada: User, set_clock: SetClock) -> None:
    page = StandardPageFactory(parent=portal.home, title="Mein Entwurf")
    page.title = "Mein Entwurf, geändert"
    page.save_revision(user=ada)
    assert not look(set_clock, ada, 1)


class TestTheRound:
    def test_everybody_once_a_day_from_six_on(
        self, ada: User, set_clock: SetClock, sent_mails: SentMails, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        message("N-1")
        set_clock(day(1))
        moment = noon(day(1)).replace(hour=4)
        with monkeypatch.context() as early:
            early.setattr(digest.timezone, "localtime", lambda: moment)
            send_digests(day(1))
        assert subjects(sent_mails) == []
        for _ in range(3):
            send_digests(day(1))
        assert len(subjects(sent_mails)) == 1

    def test_who_is_gone_or_has_no_address_gets_nothing(
        self, ada: User, set_clock: SetClock, sent_mails: SentMails
    ) -> None:
        message("N-1")
        set_clock(day(1))
        User.objects.update(is_active=False)
        send_digests(day(1))
        User.objects.update(is_active=True, email="")
        send_digests(day(1))
        assert subjects(sent_mails) == []

    def test_one_that_fails_keeps_no_other_from_theirs(
        self, ada: User, set_clock: SetClock, sent_mails: SentMails, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        set_clock(day(1))
        broken = UserFactory(email="kaputt@example.org")
        real = digest.send_digest

        def fail(user: User, today: datetime.date) -> Any:
            if user == broken:
                raise ValueError
            return real(user, today)

        monkeypatch.setattr(digest, "send_digest", fail)
        message("N-1")
        send_digests(day(1))
        assert len(subjects(sent_mails)) == 1


def test_the_choice_is_among_the_notifications_of_the_account(client: Client, ada: User) -> None:
    client.force_login(ada)
    content = client.get("/admin/account/").content.decode()
    assert "Übersicht per E-Mail" in content
    form = {"digest-frequency": "weekly", "notifications-submitted_notifications": "on", "name_email-email": ada.email}
    form |= {"name_email-first_name": "Ada", "name_email-last_name": "Lovelace", "theme-theme": "system"}
    form |= {"theme-contrast": "system", "theme-density": "default", "theme-keyboard_shortcuts": "on"}
    client.post("/admin/account/", form)
    assert DigestChoice.objects.get(user=ada).frequency == "weekly"


def test_little_is_kept_of_what_waits_no_more(ada: User, set_clock: SetClock) -> None:
    found = message("N-1")
    look(set_clock, ada, 1)
    count = ToldThing.objects.count()
    found.delete()
    look(set_clock, ada, 2)
    assert ToldThing.objects.filter(is_waiting=False).count() == 1
    look(set_clock, ada, 14)
    assert ToldThing.objects.count() == count - 1
