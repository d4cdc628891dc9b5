"""What the portal does daily about accessibility: remind of deadlines, and erase what is no longer needed."""

import datetime
import logging

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from ogl_portal.accessibility.models import AccessibilitySettings, BarrierReport, SentReminder
from ogl_portal.accessibility.statement import OVERDUE_AFTER, RED_AFTER, statement_state
from ogl_portal.core import duties
from ogl_portal.core.dates import add_months, german_date
from ogl_portal.core.models import SiteSettings

logger = logging.getLogger(__name__)

STATEMENT_DAYS = (OVERDUE_AFTER, 358, RED_AFTER)  # days since the approval, latest first


def register() -> None:
    """Called when the app starts."""
    duties.daily("accessibility.report_reminders", remind_of_reports)
    duties.daily("accessibility.statement_reminders", remind_of_statement)
    duties.daily("accessibility.erase_personal_data", erase_personal_data)


def recipient() -> str:
    """Where reports and reminders go; empty where no address is set."""
    facts = AccessibilitySettings.objects.first()
    if facts and facts.reports_email:
        return facts.reports_email
    operator = SiteSettings.objects.first()
    return operator.contact_email if operator else ""


def remind_of_reports(today: datetime.date) -> None:
    """A mail 7 days and 1 day before the end of a report's period, and one when it is over.

    A day on which the site was down is made up for: what is due by now goes out, and only the most urgent of it.
    """
    for report in BarrierReport.objects.filter(answered_at=None, closed_on=None):
        days = (report.due_on - today).days
        stage = "late" if days < 0 else "1" if days <= 1 else "7" if days <= 7 else ""
        if not stage:
            continue
        due = german_date(report.due_on)
        if stage == "late":
            subject = f"Überfällig: Barriere {report.receipt} ist nicht beantwortet"
            opening = f"Die Meldung {report.receipt} war bis {due} zu beantworten."
        else:
            left = "heute" if days == 0 else f"in {days} {'Tag' if days == 1 else 'Tagen'}"
            subject = f"Barriere {report.receipt}: Antwort bis {due}"
            opening = f"Die Frist für die Antwort auf die Meldung {report.receipt} endet {left}, am {due}."
        text = (
            f"{opening}\n\n"
            f"Stand: {report.get_state_display()}\n"
            f"Ansehen und beantworten: {settings.BASE_URL}/admin/barrieren/{report.pk}/\n\n"
            "Auf Mitteilungen zu Barrieren ist innerhalb eines Monats zu antworten (BGG § 12b Abs. 4)."
        )
        _once(f"report:{report.pk}:{stage}", today, subject, text)


def remind_of_statement(today: datetime.date) -> None:
    """A mail when the approved statement is 330, 358 and 365 days old."""
    state = statement_state(today)
    if state.approved_on is None or state.due_on is None:
        return
    age = (today - state.approved_on).days
    day = next((day for day in STATEMENT_DAYS if age >= day), None)
    if day is None:
        return
    due = german_date(state.due_on)
    text = (
        f"Die Erklärung zur Barrierefreiheit vom {german_date(state.approved_on)} ist {age} Tage alt. Sie ist bis "
        f"{due} zu erneuern: Mindestens einmal im Jahr ist sie zu aktualisieren (BITV 2.0 § 7).\n\n"
        f"Prüfen und freigeben: {settings.BASE_URL}/admin/barrierefreiheit/erklaerung/"
    )
    subject = f"Erklärung zur Barrierefreiheit: zu erneuern bis {due}"
    _once(f"statement:{state.approved_on.isoformat()}:{day}", today, subject, text)


def erase_personal_data(today: datetime.date) -> None:
    """Remove addresses and wordings of reports that have been closed for long enough (L-DSGVO-4)."""
    for report in BarrierReport.objects.filter(closed_on__isnull=False, erased_on=None):
        if today >= erase_on(report):
            report.erase(today)


def erase_on(report: BarrierReport, months: int | None = None) -> datetime.date:
    """The day from which on a closed report holds nothing personal any more; ``months`` saves the query."""
    if months is None:
        facts = AccessibilitySettings.objects.first() or AccessibilitySettings()
        months = facts.erase_after_months
    return add_months(report.closed_on or timezone.localdate(), months)


def _once(key: str, today: datetime.date, subject: str, text: str) -> None:
    """Send a mail unless it went out before. Where it cannot be sent, it is tried again with the next round."""
    address = recipient()
    if not address:
        logger.warning("There is nobody to remind (%s): no address in the settings", key)
        return
    try:
        with transaction.atomic():
            SentReminder.objects.create(key=key, sent_on=today)
            send_mail(subject, text, None, [address])
    except IntegrityError:
        return
