"""The inbox, the answer, the approval: who may, and what happens."""

import datetime
import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client

from ogl_portal.accessibility.models import BarrierReport, FaultJudgement, RecordedFault, ReportState, Statement
from ogl_portal.workplace.cards import Priority, sections
from ogl_portal.workplace.scope import DashboardScope
from tests.accessibility.factories import ReportFactory, StatementPageFactory, approved, staff
from tests.clock import SetClock, noon
from tests.factories import AdminFactory, Portal, UserFactory
from tests.mail.sent import SentMails

pytestmark = pytest.mark.usefixtures("portal")

RECEIVED = datetime.date(2027, 3, 10)
JUDGE = {"was": "stand", "state": "in_work", "fault_reason": "not_yet", "fault_title": "", "fault_alternative": ""}


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(staff("view_barrierreport", "change_barrierreport", "approve_statement"))
    return client


def answer(client: Client, report: BarrierReport, **changes: str) -> Any:
    data = {"was": "antwort", "answer": "Wir haben das behoben.", "state": "answered"}
    return client.post(f"/admin/barrieren/{report.pk}/", {**data, **changes})


class TestWhoMay:
    ADDRESSES = tuple(f"/admin/barrieren/{end}" for end in ("", "results/", "{pk}/", "?export=csv"))

    def test_nobody_reads_the_inbox_without_the_right(self, client: Client) -> None:
        report = ReportFactory()
        for user in (None, UserFactory(), staff(), staff("approve_statement", "add_recordedfault")):
            if user:
                client.force_login(user)
            for address in self.ADDRESSES:
                response = client.get(address.format(pk=report.pk), follow=True)
                content = b"".join(response) if response.streaming else response.content
                for secret in (report.text, report.email, report.receipt):
                    assert secret.encode() not in content, (user, address)
            assert answer(client, report).status_code in (302, 404), "to sign in, or as if there were no such report"
        report.refresh_from_db()
        assert report.answered_at is None
        assert mail.outbox == []

    def test_who_may_only_read_changes_nothing(self, client: Client) -> None:
        report = ReportFactory()
        client.force_login(staff("view_barrierreport"))
        content = client.get(f"/admin/barrieren/{report.pk}/").content.decode()
        assert report.text in content
        assert "Antwort senden" not in content
        for response in (answer(client, report), client.post(f"/admin/barrieren/{report.pk}/", JUDGE)):
            assert response["Location"] == "/admin/", "the sentence stands there"
        report.refresh_from_db()
        assert (report.state, report.answered_at) == ("new", None)

    def test_nobody_approves_without_the_right(self, client: Client) -> None:
        client.force_login(staff("view_barrierreport", "change_barrierreport"))
        for address in ("/admin/barrierefreiheit/erklaerung/", "/admin/barrierefreiheit/maengel/languages.sign/"):
            client.post(address, {"name": "X", "is_read": "on", "digest": "", "reason": "burden"})
        assert not Statement.objects.exists()
        assert not FaultJudgement.objects.exists()

    def test_nobody_adds_or_deletes_a_report(self, client: Client) -> None:
        client.force_login(AdminFactory())
        report = ReportFactory()
        content = client.get("/admin/barrieren/").content.decode()
        assert report.receipt in content
        for path in ("new/", f"delete/{report.pk}/", f"edit/{report.pk}/"):
            assert client.get(f"/admin/barrieren/{path}").status_code == 404
            assert f"/admin/barrieren/{path}" not in content

    @pytest.mark.parametrize("name", ["Programmteam", "Freigabe", "Administration"])
    def test_the_groups_of_the_programme_have_the_rights(self, name: str) -> None:
        user = UserFactory()
        user.groups.add(Group.objects.get(name=name))
        for right in ("view_barrierreport", "change_barrierreport", "approve_statement", "add_recordedfault"):
            assert user.has_perm(f"accessibility.{right}")

    def test_the_menu_shows_what_one_may(self, client: Client) -> None:
        client.force_login(staff())
        assert "Gemeldete Barrieren" not in client.get("/admin/account/").content.decode()
        client.force_login(staff("view_barrierreport"))
        content = client.get("/admin/account/").content.decode()
        assert "Gemeldete Barrieren" in content
        assert "Erklärung prüfen und freigeben" not in content


class TestInbox:
    def test_the_most_urgent_is_at_the_top_and_the_deadline_stands_beside(
        self, editor: Client, set_clock: SetClock
    ) -> None:
        late = ReportFactory(received_at=noon(RECEIVED))
        done = ReportFactory(received_at=noon(RECEIVED), state="answered", answered_at=noon(datetime.date(2027, 4, 11)))
        fresh = ReportFactory(received_at=noon(RECEIVED + datetime.timedelta(days=30)))
        set_clock(datetime.date(2027, 4, 12))
        editor.force_login(staff("view_barrierreport"))
        content = editor.get("/admin/barrieren/").content.decode()
        assert [r.receipt for r in (late, fresh, done)] == re.findall(r"20270301-[0-9A-F]{6}(?=\s*</a>)", content)
        for words in ("seit 2 Tagen überfällig", "noch 27 Tage", "verspätet beantwortet"):
            assert words in content

    def test_it_can_be_filtered_and_exported(self, editor: Client) -> None:
        new, other = ReportFactory(), ReportFactory(state=ReportState.IN_WORK)
        content = editor.get("/admin/barrieren/?state=in_work").content.decode()
        assert other.receipt in content
        assert new.receipt not in content
        table = b"".join(editor.get("/admin/barrieren/?export=csv")).decode()
        assert new.receipt in table
        assert new.email not in table
        assert new.text not in table

    def test_an_answer_is_sent_saved_and_dated(
        self, editor: Client, set_clock: SetClock, sent_mails: SentMails
    ) -> None:
        report = ReportFactory(received_at=noon(RECEIVED))
        set_clock(datetime.date(2027, 4, 11))
        editor.force_login(staff("view_barrierreport", "change_barrierreport"))
        assert answer(editor, report).status_code == 302
        [message] = sent_mails()
        assert message.to == [report.email]
        assert message.body.startswith("Guten Tag,\n\nWir haben das behoben.")
        assert "http://testserver/#schlichtung" in message.body  # the page of the statement is not there
        report.refresh_from_db()
        assert (report.state, report.answer) == ("answered", "Wir haben das behoben.")
        assert report.answered_at == noon(datetime.date(2027, 4, 11))
        assert report.answered_by is not None
        content = editor.get(f"/admin/barrieren/{report.pk}/").content.decode()
        assert "verspätet beantwortet" in content
        assert "werden am 11. Oktober 2027 gelöscht" in content

    def test_two_people_do_not_both_answer(self, editor: Client, sent_mails: SentMails) -> None:
        report = ReportFactory()
        answer(editor, report)
        second = answer(editor, report, answer="Guten Tag, noch einmal.").content.decode()
        assert "Inzwischen wurde von" in second
        assert "Guten Tag, noch einmal." in second  # what was written is not lost
        report.refresh_from_db()
        assert report.answer == "Wir haben das behoben."
        assert answer(editor, report, seen=report.answer_stamp).status_code == 302
        assert len(sent_mails()) == 2  # meant, and seen

    def test_a_draft_is_kept_until_the_answer_is_sent(self, editor: Client, sent_mails: SentMails) -> None:
        report = ReportFactory()
        draft = {"was": "entwurf", "answer": "Wir prüfen"}
        assert editor.post(f"/admin/barrieren/{report.pk}/", draft).status_code == 204
        assert "Wir prüfen</textarea>" in editor.get(f"/admin/barrieren/{report.pk}/").content.decode()
        assert sent_mails() == []
        answer(editor, report)
        report.refresh_from_db()
        assert report.answer_draft == ""

    def test_the_page_says_what_became_of_the_mail(self, editor: Client, sent_mails: SentMails) -> None:
        report = ReportFactory()
        answer(editor, report)
        assert "Wird gesendet." in editor.get(f"/admin/barrieren/{report.pk}/").content.decode()
        sent_mails()
        assert "Der Mailserver hat sie angenommen." in editor.get(f"/admin/barrieren/{report.pk}/").content.decode()

    def test_without_an_address_it_is_a_note(self, editor: Client) -> None:
        report = ReportFactory(email="")
        assert "Notiz speichern" in editor.get(f"/admin/barrieren/{report.pk}/").content.decode()
        answer(editor, report, state="fixed")
        report.refresh_from_db()
        assert (report.state, report.answered_at) == ("fixed", None)
        assert report.closed_on is not None
        assert mail.outbox == []

    def test_an_empty_answer_is_refused(self, editor: Client) -> None:
        report = ReportFactory()
        assert "Bitte schreiben Sie eine Antwort." in answer(editor, report, answer=" ").content.decode()
        assert mail.outbox == []

    def test_judging_puts_it_into_the_statement(self, editor: Client) -> None:
        report = ReportFactory()
        address = f"/admin/barrieren/{report.pk}/"
        refused = editor.post(address, {**JUDGE, "is_fault": "on"}).content.decode()
        assert "wie der Mangel in der Erklärung heißen soll" in refused
        editor.post(address, {**JUDGE, "is_fault": "on", "fault_title": "Schwacher Kontrast"})
        report.refresh_from_db()
        assert (report.state, report.is_fault, report.fault_title) == ("in_work", True, "Schwacher Kontrast")

    def test_it_is_not_answered_by_saying_so(self, editor: Client) -> None:
        report = ReportFactory()
        content = editor.post(f"/admin/barrieren/{report.pk}/", {**JUDGE, "state": "answered"}).content.decode()
        assert "erst, wenn Sie unten eine Antwort gesendet haben" in content
        report.refresh_from_db()
        assert report.state == "new"

    def test_what_a_reader_wrote_is_shown_as_text(self, editor: Client) -> None:
        report = ReportFactory(text="<script>alert(1)</script>")
        assert "<script>alert(1)" not in editor.get(f"/admin/barrieren/{report.pk}/").content.decode()


class TestDashboard:
    def cards(self, user: Any, today: datetime.date) -> dict[str, Priority]:
        return {
            card.title: section.priority for section in sections(DashboardScope(user, today)) for card in section.cards
        }

    def test_reports_wait_and_become_overdue(self) -> None:
        ReportFactory(received_at=noon(RECEIVED))
        user = staff("view_barrierreport")
        title = "Gemeldete Barrieren ohne Antwort"
        assert self.cards(user, datetime.date(2027, 4, 10))[title] == Priority.OWN
        assert self.cards(user, datetime.date(2027, 4, 11))[title] == Priority.OVERDUE
        assert title not in self.cards(staff(), datetime.date(2027, 4, 11))

    def test_the_statement_is_red_from_day_330_on_and_while_there_is_none(self) -> None:
        user = staff("approve_statement")
        assert self.cards(user, RECEIVED) == {"Erklärung zur Barrierefreiheit freizugeben": Priority.OVERDUE}
        approved(RECEIVED)
        assert self.cards(user, RECEIVED + datetime.timedelta(days=329)) == {}
        due = self.cards(user, RECEIVED + datetime.timedelta(days=330))
        assert due == {"Erklärung zur Barrierefreiheit bald zu erneuern": Priority.OVERDUE}
        assert self.cards(staff(), RECEIVED) == {}


class TestApproval:
    ADDRESS = "/admin/barrierefreiheit/erklaerung/"

    @pytest.fixture(autouse=True)
    def page(self, portal: Portal) -> None:
        StatementPageFactory(parent=portal.home)

    def form(self, client: Client, **changes: str) -> dict[str, str]:
        content = client.get(self.ADDRESS).content.decode()
        match = re.search(r'name="digest" value="([0-9a-f]{64})"', content)
        assert match
        return {"name": "Mara Muster", "is_read": "on", "digest": match.group(1), **changes}

    def test_the_draft_stands_beside_what_is_public(self, editor: Client) -> None:
        RecordedFault.objects.create(title="Alter Mangel")
        approved(RECEIVED)
        RecordedFault.objects.create(title="Neuer Mangel")
        content = editor.get(self.ADDRESS).content.decode()
        public, draft = content.split('id="entwurf"')
        assert "Alter Mangel" in public.split('id="oeffentlich"')[1]
        assert "Neuer Mangel" not in public
        assert "Neu: Neuer Mangel" in draft

    def test_approving_freezes_a_dated_version_with_a_name(self, editor: Client) -> None:
        RecordedFault.objects.create(title="Ein Mangel")
        assert editor.post(self.ADDRESS, self.form(editor)).status_code == 302
        statement = Statement.objects.get()
        assert (statement.number, statement.approved_by_name) == (1, "Mara Muster")
        assert "Ein Mangel" in [fault["title"] for fault in statement.content["faults"]]
        html = editor.get("/barrierefreiheit/").content.decode()
        assert "von Mara Muster" in html
        assert "Freigegeben ist sie noch nicht." not in html

    def test_what_has_changed_meanwhile_is_not_approved_unseen(self, editor: Client) -> None:
        data = self.form(editor)
        RecordedFault.objects.create(title="Neuer Mangel")
        content = editor.post(self.ADDRESS, data).content.decode()
        assert "Es wurde nichts freigegeben." in content
        assert "Neuer Mangel" in content
        assert not Statement.objects.exists()

    @pytest.mark.parametrize("changes", [{"name": " "}, {"is_read": ""}])
    def test_it_takes_a_name_and_a_reader(self, editor: Client, changes: dict[str, str]) -> None:
        response = editor.post(self.ADDRESS, self.form(editor, **changes))
        assert response.status_code == 200
        assert not Statement.objects.exists()

    def test_a_reason_is_given_to_a_computed_fault(self, editor: Client) -> None:
        address = "/admin/barrierefreiheit/maengel/languages.sign/"
        assert f'href="{address}"' in editor.get(self.ADDRESS).content.decode()
        assert editor.get(address).status_code == 200
        editor.post(address, {"reason": "burden", "alternative": "Rufen Sie uns an."})
        content = editor.get(self.ADDRESS).content.decode()
        assert "Unverhältnismäßige Belastung" in content
        assert "Rufen Sie uns an." in content
        assert editor.get("/admin/barrierefreiheit/maengel/gibt.es.nicht/").status_code == 404
