"""Setting the clock forward shows each reminder on its day, once; personal data go when their time is over."""

import datetime
from collections.abc import Iterator

import pytest
from django.core import mail
from wagtail.models import Site

from ogl_portal.accessibility.models import AccessibilitySettings, BarrierReport, ReportState, Statement
from ogl_portal.accessibility.reminders import erase_personal_data, remind_of_reports, remind_of_statement
from ogl_portal.core.models import SiteSettings
from ogl_portal.jobs import scheduled
from tests.accessibility.factories import ReportFactory, approved
from tests.clock import SetClock, noon
from tests.mail.sent import SentMails

pytestmark = pytest.mark.usefixtures("portal", "recipient")

RECEIVED = datetime.date(2027, 1, 31)  # to be answered until 28 February


@pytest.fixture
def recipient(portal: object) -> AccessibilitySettings:
    site = Site.objects.get()
    return AccessibilitySettings.objects.create(site=site, reports_email="meldungen@example.org")


def days(first: datetime.date, number: int) -> Iterator[datetime.date]:
    yield from (first + datetime.timedelta(days=step) for step in range(number))


def test_a_report_is_reminded_of_seven_days_before_one_day_before_and_when_it_is_late(sent_mails: SentMails) -> None:
    report = ReportFactory(received_at=noon(RECEIVED))
    sent: dict[str, str] = {}
    for day in days(RECEIVED, 60):
        remind_of_reports(day)
        remind_of_reports(day)  # a second worker, or a restart
        for message in sent_mails():
            assert message.to == ["meldungen@example.org"]
            assert f"/admin/barrieren/{report.pk}/" in message.body
            sent[day.isoformat()] = message.subject
        assert len(mail.outbox) <= 1
        mail.outbox.clear()
    assert sent == {
        "2027-02-21": f"Barriere {report.receipt}: Antwort bis 28.\N{NO-BREAK SPACE}Februar 2027",
        "2027-02-27": f"Barriere {report.receipt}: Antwort bis 28.\N{NO-BREAK SPACE}Februar 2027",
        "2027-03-01": f"Überfällig: Barriere {report.receipt} ist nicht beantwortet",
    }


def test_a_mail_repeats_nothing_of_what_was_written(sent_mails: SentMails) -> None:
    ReportFactory(received_at=noon(RECEIVED), text="Geheimes", email="mara@example.org")
    remind_of_reports(RECEIVED + datetime.timedelta(days=40))
    [message] = sent_mails()
    assert "Geheimes" not in message.body
    assert "mara@" not in message.body


def test_after_days_without_the_site_only_the_most_urgent_goes_out(sent_mails: SentMails) -> None:
    ReportFactory(received_at=noon(RECEIVED))
    remind_of_reports(datetime.date(2027, 3, 20))
    assert [message.subject[:9] for message in sent_mails()] == ["Überfällig"[:9]]


def test_what_is_answered_is_not_reminded_of(sent_mails: SentMails) -> None:
    ReportFactory(received_at=noon(RECEIVED), answered_at=noon(RECEIVED), state=ReportState.ANSWERED)
    ReportFactory(received_at=noon(RECEIVED), email="", state=ReportState.FIXED)
    for day in days(RECEIVED, 60):
        remind_of_reports(day)
    assert sent_mails() == []


def test_the_statement_is_reminded_of_on_day_330_358_and_365(sent_mails: SentMails) -> None:
    approved(RECEIVED)
    sent = []
    for day in days(RECEIVED, 400):
        remind_of_statement(day)
        remind_of_statement(day)
        sent += [(day - RECEIVED).days for _ in sent_mails()]
        mail.outbox.clear()
    assert sent == [330, 358, 365]


def test_a_new_statement_begins_anew(sent_mails: SentMails) -> None:
    approved(RECEIVED)
    remind_of_statement(RECEIVED + datetime.timedelta(days=330))
    renewed = RECEIVED + datetime.timedelta(days=340)
    approved(renewed)
    remind_of_statement(renewed + datetime.timedelta(days=329))
    assert len(sent_mails()) == 1
    remind_of_statement(renewed + datetime.timedelta(days=330))
    assert len(sent_mails()) == 2
    assert Statement.objects.count() == 2


def test_without_an_address_of_its_own_the_one_for_enquiries_is_used(
    recipient: AccessibilitySettings, sent_mails: SentMails
) -> None:
    recipient.reports_email = ""
    recipient.save()
    ReportFactory(received_at=noon(RECEIVED))
    remind_of_reports(datetime.date(2027, 2, 27))
    assert sent_mails() == []
    SiteSettings.objects.create(site=recipient.site, contact_email="post@example.org")
    remind_of_reports(datetime.date(2027, 2, 27))  # nothing was lost meanwhile
    assert [message.to for message in sent_mails()] == [["post@example.org"]]


def test_the_worker_does_all_of_it(set_clock: SetClock, sent_mails: SentMails) -> None:
    names = {job.name for job in scheduled.registered()}
    assert {
        "accessibility.report_reminders",
        "accessibility.statement_reminders",
        "accessibility.erase_personal_data",
    } <= names
    ReportFactory(received_at=noon(RECEIVED))
    set_clock(datetime.date(2027, 2, 27))
    scheduled.run_due(noon(datetime.date(2027, 2, 27)))
    assert len(sent_mails()) == 1


def test_personal_data_are_erased_some_months_after_closing_and_the_rest_stays(set_clock: SetClock) -> None:
    report = ReportFactory(
        received_at=noon(RECEIVED), is_fault=True, fault_title="Schwacher Kontrast", answer="Guten Tag, Frau Muster"
    )
    set_clock(datetime.date(2027, 2, 10))
    report.state, report.answered_at = ReportState.ANSWERED, noon(datetime.date(2027, 2, 10))
    report.save()
    erase_personal_data(datetime.date(2027, 8, 9))
    report.refresh_from_db()
    assert report.email
    erase_personal_data(datetime.date(2027, 8, 10))
    report.refresh_from_db()
    assert (report.email, report.text, report.answer) == ("", "", "")
    assert report.erased_on == datetime.date(2027, 8, 10)
    assert (report.page_path, report.fault_title, report.state) == ("/labore/", "Schwacher Kontrast", "answered")
    assert report.deadline == "rechtzeitig beantwortet"
    assert report.closed_on == datetime.date(2027, 2, 10)


def test_an_open_report_is_never_erased() -> None:
    report = ReportFactory(received_at=noon(RECEIVED))
    erase_personal_data(datetime.date(2035, 1, 1))
    assert BarrierReport.objects.get(pk=report.pk).text == report.text
