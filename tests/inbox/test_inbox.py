"""A message reaches those who are responsible and is answered; nothing of it is lost, doubled or told to others."""

import datetime
import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from ogl_portal.core.models import SiteSettings
from ogl_portal.inbox.mails import remind
from ogl_portal.inbox.models import InboxSettings
from ogl_portal.mail.models import QueuedMail
from ogl_portal.pages.messages import delete_settled
from ogl_portal.pages.models import Message
from ogl_portal.users.models import RoleKey, User
from tests.clock import SetClock, noon
from tests.factories import Portal, UserFactory
from tests.mail.sent import SentMails

pytestmark = pytest.mark.usefixtures("portal")

CAME = datetime.date(2027, 3, 1)  # to be answered until 15 March
GOOD = {"subject": "general", "text": "Ein <b>Geheimnis</b>", "email": "mara@example.org", "page_url": "/labore/"}


def person(key: RoleKey, email: str, **values: Any) -> User:
    user = UserFactory(email=email, **values)
    user.groups.add(Group.objects.get(role__key=key))
    return user


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(person(RoleKey.STAFF, "team@example.org", first_name="Ada", last_name="Lovelace"))
    return client


def written(**values: Any) -> Message:
    number = Message.objects.count()
    return Message.objects.create(
        **{"text": "Eine Frage", "email": "mara@example.org", "receipt": f"N-{number}"} | values
    )


def answer(client: Client, message: Message, **changes: str) -> Any:
    return client.post(address(message), {"was": "antwort", "answer": "Ja, das geht.", "seen": "", **changes})


def address(message: Message) -> str:
    return f"/admin/posteingang/{message.pk}/"


def to(sent_mails: SentMails) -> list[str]:
    return [mail.to[0] for mail in sent_mails()]


class TestWhoIsTold:
    def test_the_programme_team_unless_somebody_says_otherwise(self, client: Client, sent_mails: SentMails) -> None:
        person(RoleKey.STAFF, "ada@example.org", first_name="Ada", last_name="Lovelace")
        person(RoleKey.LAB_TEAM, "labor@example.org")
        client.post("/kontakt/senden/", GOOD)
        [mail] = sent_mails()
        assert mail.to == ["ada@example.org"]
        assert mail.subject.startswith("Neue Nachricht: Allgemeine Frage (")
        assert mail.body.startswith("Guten Tag Ada Lovelace,")
        assert f"http://testserver{address(Message.objects.get())}" in mail.body
        assert "http://testserver/labore/" in mail.body
        assert "Geheimnis" not in mail.body + mail.subject
        assert "mara@" not in mail.body + mail.subject

    def test_by_kind_of_message(self, client: Client, sent_mails: SentMails) -> None:
        person(RoleKey.STAFF, "team@example.org")
        person(RoleKey.PUBLISHERS, "freigabe@example.org")
        rules = InboxSettings.load()
        rules.format = Group.objects.get(role__key=RoleKey.PUBLISHERS)
        rules.save()
        client.post("/kontakt/senden/", {**GOOD, "subject": "format"})
        assert to(sent_mails) == ["freigabe@example.org"]
        client.post("/kontakt/senden/", GOOD)
        assert to(sent_mails) == ["freigabe@example.org", "team@example.org"]

    def test_who_is_gone_or_may_not_read_is_told_nothing_and_the_deputy_steps_in(
        self, client: Client, sent_mails: SentMails
    ) -> None:
        person(RoleKey.STAFF, "weg@example.org", is_active=False)
        person(RoleKey.STAFF, "")
        person(RoleKey.LAB_TEAM, "labor@example.org")
        rules = InboxSettings.load()
        rules.general = Group.objects.get(role__key=RoleKey.LAB_TEAM)  # they may not read messages
        rules.deputy = person(RoleKey.PUBLISHERS, "vertretung@example.org")
        rules.save()
        client.post("/kontakt/senden/", GOOD)
        assert to(sent_mails) == ["vertretung@example.org"]

    def test_where_nobody_is_left_it_goes_to_the_operator(
        self, client: Client, portal: Portal, sent_mails: SentMails
    ) -> None:
        SiteSettings.objects.update_or_create(
            site=portal.home.get_site(), defaults={"contact_email": "post@example.org"}
        )
        client.post("/kontakt/senden/", GOOD)
        assert to(sent_mails) == ["post@example.org"]

    def test_a_machine_in_the_trap_writes_to_nobody(self, client: Client) -> None:
        person(RoleKey.STAFF, "team@example.org")
        client.post("/kontakt/senden/", {**GOOD, "website": "https://example.org"})
        assert not QueuedMail.objects.exists()


class TestAnswering:
    def test_an_answer_is_sent_kept_and_dated(self, editor: Client, portal: Portal, sent_mails: SentMails) -> None:
        SiteSettings.objects.update_or_create(
            site=portal.home.get_site(), defaults={"contact_email": "post@example.org"}
        )
        message = written(received_at=noon(CAME), text="Können Sie mir helfen?")
        assert answer(editor, message).status_code == 302
        [mail] = sent_mails()
        assert (mail.to, mail.reply_to) == ([message.email], ["post@example.org"])
        assert mail.message()["Auto-Submitted"] == "no"
        assert mail.body.startswith("Guten Tag,\n\nJa, das geht.\n\n")
        assert message.receipt in mail.body
        assert "helfen" not in mail.body
        message.refresh_from_db()
        assert (message.state, message.answer, message.closed_on) == ("answered", "Ja, das geht.", timezone.localdate())
        content = editor.get(address(message)).content.decode()
        assert "Ja, das geht." in content
        assert "Der Mailserver hat sie angenommen." in content
        assert "Uhr, Ada Lovelace." in content
        assert "Ja, das geht.</textarea>" not in content  # one click would send it again

    def test_two_people_do_not_both_answer(self, editor: Client, sent_mails: SentMails) -> None:
        message = written()
        answer(editor, message)
        second = answer(editor, message, answer="Nein.").content.decode()
        assert "Inzwischen wurde von" in second
        assert "Nein.</textarea>" in second
        assert len(sent_mails()) == 1

    def test_a_draft_outlives_the_page(self, editor: Client) -> None:
        message = written()
        assert editor.post(address(message), {"was": "entwurf", "answer": "Wir pr"}).status_code == 204
        assert "Wir pr</textarea>" in editor.get(address(message)).content.decode()
        message.refresh_from_db()
        assert (message.state, message.answer) == ("open", "")

    def test_without_an_address_it_is_a_note(self, editor: Client, sent_mails: SentMails) -> None:
        message = written(email="")
        answer(editor, message)
        message.refresh_from_db()
        assert (message.state, message.answered_at) == ("closed", None)
        assert sent_mails() == []

    def test_closing_and_reopening(self, editor: Client, sent_mails: SentMails) -> None:
        message = written()
        assert "6 Monate nach der Antwort" in editor.get(address(message)).content.decode()
        editor.post(address(message), {"was": "abschliessen"})
        message.refresh_from_db()
        assert (message.state, message.closed_on) == ("closed", timezone.localdate())
        editor.post(address(message), {"was": "oeffnen"})
        message.refresh_from_db()
        assert (message.state, message.closed_on) == ("open", None)
        assert sent_mails() == []

    def test_a_message_can_be_deleted_at_once(self, editor: Client) -> None:
        message = written()
        answer(editor, message)
        assert "Sofort löschen" in editor.get(address(message)).content.decode()
        assert editor.get(f"{address(message)}loeschen/").status_code == 200
        editor.post(f"{address(message)}loeschen/")
        assert not Message.objects.exists()
        assert not QueuedMail.objects.filter(to=message.email).exists()

    def test_the_list_shows_what_is_most_urgent_first(self, editor: Client) -> None:
        done = written(state=Message.State.CLOSED)
        open_ones = [written(received_at=noon(CAME)), written(received_at=noon(CAME - datetime.timedelta(days=2)))]
        content = editor.get("/admin/posteingang/").content.decode()
        places = [content.index(f"{message.receipt}\n") for message in (open_ones[1], open_ones[0], done)]
        assert places == sorted(places)

    def test_nobody_edits_what_was_written(self, client: Client) -> None:
        client.force_login(UserFactory(is_superuser=True))
        message = written(text="Das Original")
        for what in ("antwort", "abschliessen", "oeffnen", "entwurf", "", "stand"):
            values = {"was": what, "text": "Gefälscht", "email": "x@example.org", "receipt": "X", "answer": "A"}
            client.post(address(message), values)
        message.refresh_from_db()
        assert (message.text, message.email) == ("Das Original", "mara@example.org")
        assert not re.search(r'name="(text|email|receipt)"', client.get(address(message)).content.decode())
        assert client.get(f"/admin/snippets/pages/message/edit/{message.pk}/").status_code == 404

    def test_who_may_only_read_changes_nothing(self, client: Client) -> None:
        user = person(RoleKey.STAFF, "team@example.org")
        Group.objects.get(role__key=RoleKey.STAFF).permissions.remove(
            *Group.objects.get(role__key=RoleKey.STAFF).permissions.filter(codename="change_message")
        )
        client.force_login(user)
        message = written()
        assert "Antwort senden" not in client.get(address(message)).content.decode()
        for what in ("antwort", "entwurf", "abschliessen"):
            client.post(address(message), {"was": what, "answer": "A", "seen": ""})
        message.refresh_from_db()
        assert (message.state, message.answer, message.answer_draft) == ("open", "", "")


class TestTime:
    def test_reminders_come_once_and_the_deputy_gets_them_too(self, sent_mails: SentMails) -> None:
        person(RoleKey.STAFF, "team@example.org")
        rules = InboxSettings.load()
        rules.deputy = person(RoleKey.PUBLISHERS, "vertretung@example.org")
        rules.save()
        message = written(received_at=noon(CAME))
        found: dict[int, list[str]] = {}
        for number in range(1, 31):
            before = len(sent_mails())
            for _ in range(2):
                remind(CAME.replace(day=number))
            if new := sent_mails()[before:]:
                found[number] = sorted(f"{mail.to[0]}: {mail.subject}" for mail in new)
        soon, late = (
            f"Nachricht {message.receipt}: Antwort bis 15.\N{NO-BREAK SPACE}März 2027",
            f"Überfällig: Nachricht {message.receipt} ist nicht beantwortet",
        )
        assert found == {
            12: [f"team@example.org: {soon}", f"vertretung@example.org: {soon}"],
            16: [f"team@example.org: {late}", f"vertretung@example.org: {late}"],
        }

    def test_what_is_settled_is_not_reminded_of(self, sent_mails: SentMails) -> None:
        person(RoleKey.STAFF, "team@example.org")
        written(received_at=noon(CAME), state=Message.State.CLOSED)
        remind(datetime.date(2027, 5, 1))
        assert sent_mails() == []

    def test_the_answer_goes_with_the_message(self, editor: Client, set_clock: SetClock, sent_mails: SentMails) -> None:
        message = written(received_at=noon(CAME))
        set_clock(CAME)
        editor.force_login(User.objects.get(email="team@example.org"))
        answer(editor, message)
        sent_mails()
        assert "werden am 1. September 2027 gelöscht" in editor.get(address(message)).content.decode()
        delete_settled(datetime.date(2027, 8, 31))
        assert Message.objects.exists()
        delete_settled(datetime.date(2027, 9, 1))
        assert not Message.objects.exists()
        assert not QueuedMail.objects.exclude(text="").exists()
