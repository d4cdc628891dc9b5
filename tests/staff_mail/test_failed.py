"""Mails that did not arrive: administrators learn of them, try again or give up."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from ogl_portal.mail.models import MailState, QueuedMail
from ogl_portal.mail.outbox import enqueue
from ogl_portal.staff_mail.failed import undelivered
from ogl_portal.users.models import RoleKey
from ogl_portal.workplace.scope import DashboardScope
from tests.factories import AdminFactory, UserFactory
from tests.mail.sent import SentMails

pytestmark = pytest.mark.django_db
REASON = "Der Mailserver nimmt für diese Adresse nichts an (Code 550)."


@pytest.fixture
def failed() -> QueuedMail:
    enqueue("test:1", "weg@example.org", "Einladung", "Text")
    QueuedMail.objects.update(state=MailState.FAILED, error=REASON, settled_at=timezone.now())
    return QueuedMail.objects.get()


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(AdminFactory())
    return client


def test_the_card_is_for_administrators(failed: QueuedMail) -> None:
    today = timezone.localdate()
    card = undelivered(DashboardScope(AdminFactory(), today))
    assert card is not None
    assert (card.count, card.items[0].text, card.items[0].note) == (1, "Einladung", REASON)
    staff = UserFactory()
    staff.groups.add(Group.objects.get(role__key=RoleKey.STAFF))
    assert undelivered(DashboardScope(staff, today)) is None


def test_what_hangs_for_an_hour_is_told_and_what_waits_for_its_time_is_not() -> None:
    enqueue("test:1", "a@example.org", "Hängt", "Text")
    enqueue("test:2", "a@example.org", "Später", "Text", not_before=timezone.now() + datetime.timedelta(days=1))
    scope = DashboardScope(AdminFactory(), timezone.localdate())
    assert undelivered(scope) is None
    QueuedMail.objects.filter(subject="Hängt").update(
        error="Der Mailserver ist nicht zu erreichen.", not_before=timezone.now() - datetime.timedelta(hours=2)
    )
    card = undelivered(scope)
    assert card is not None
    assert [item.text for item in card.items] == ["Hängt"]


def test_the_report_names_them(chief: Client, failed: QueuedMail) -> None:
    content = chief.get("/admin/berichte/emails/").content.decode()
    assert "weg@example.org" in content
    assert REASON in content


def test_trying_again(chief: Client, failed: QueuedMail, sent_mails: SentMails) -> None:
    assert "Noch einmal versuchen" in chief.get(f"/admin/emails/{failed.pk}/").content.decode()
    chief.post(f"/admin/emails/{failed.pk}/", {"was": "versuchen"})
    assert [mail.subject for mail in sent_mails()] == ["Einladung"]


def test_all_at_once(chief: Client, failed: QueuedMail, sent_mails: SentMails) -> None:
    enqueue("test:2", "b@example.org", "Zweite", "Text")
    QueuedMail.objects.filter(subject="Zweite").update(state=MailState.FAILED, error=REASON)
    chief.post(f"/admin/emails/{failed.pk}/", {"was": "alle"})
    assert sorted(mail.subject for mail in sent_mails()) == ["Einladung", "Zweite"]


def test_giving_up(chief: Client, failed: QueuedMail, sent_mails: SentMails) -> None:
    chief.post(f"/admin/emails/{failed.pk}/", {"was": "verwerfen"})
    failed.refresh_from_db()
    assert (failed.state, failed.to, failed.text) == (MailState.DISCARDED, "", "")
    assert sent_mails() == []
    assert chief.get(f"/admin/emails/{failed.pk}/").status_code == 404
