"""What the portal does daily about accessibility: remind of deadlines, and erase what is no longer needed."""

import datetime
import logging
from typing import Any

from django.utils import timezone

from ogl_portal.accessibility.mails import recipient
from ogl_portal.accessibility.models import AccessibilitySettings, BarrierReport
from ogl_portal.accessibility.statement import OVERDUE_AFTER, RED_AFTER, statement_state
from ogl_portal.correspondence.letters import days_left, reminder_stage
from ogl_portal.german.dates import add_months, german_date
from ogl_portal.jobs import scheduled
from ogl_portal.mail.outbox import enqueue
from ogl_portal.mail.render import render_mail

logger = logging.getLogger(__name__)

REPORT_DAYS = (7, 1)  # before the end of the period
STATEMENT_DAYS = (OVERDUE_AFTER, 358, RED_AFTER)  # days since the approval, latest first


def register() -> None:
    """Called when the app starts."""
    scheduled.daily("accessibility.report_reminders", remind_of_reports)
    scheduled.daily("accessibility.statement_reminders", remind_of_statement)
    scheduled.daily("accessibility.erase_personal_data", erase_personal_data)


def remind_of_reports(today: datetime.date) -> None:
    """A mail 7 days and 1 day before the end of a report's period, and one when it is over."""
    for report in BarrierReport.objects.filter(answered_at=None, closed_on=None):
        stage = reminder_stage(report.due_on, today, REPORT_DAYS)
        if not stage:
            continue
        due = german_date(report.due_on)
        subject = f"Barriere {report.receipt}: Antwort bis {due}"
        if stage == "late":
            subject = f"Überfällig: Barriere {report.receipt} ist nicht beantwortet"
        context = {"report": report, "is_late": stage == "late", "left": days_left(report.due_on, today)}
        _remind(f"report:{report.pk}:{stage}", subject, "accessibility/report_reminder_mail.txt", context)


def remind_of_statement(today: datetime.date) -> None:
    """A mail when the approved statement is 330, 358 and 365 days old."""
    state = statement_state(today)
    if state.approved_on is None or state.due_on is None:
        return
    age = (today - state.approved_on).days
    day = next((day for day in STATEMENT_DAYS if age >= day), None)
    if day is None:
        return
    subject = f"Erklärung zur Barrierefreiheit: zu erneuern bis {german_date(state.due_on)}"
    key = f"statement:{state.approved_on.isoformat()}:{day}"
    _remind(key, subject, "accessibility/statement_reminder_mail.txt", {"state": state, "age": age})


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


def _remind(key: str, subject: str, template: str, context: dict[str, Any]) -> None:
    """Send a mail unless it was written before. Where nobody is to be reminded yet, it is tried with the next round."""
    address = recipient()
    if not address:
        logger.warning("There is nobody to remind (%s): no address in the settings", key)
        return
    enqueue(f"accessibility:{key}", address, subject, render_mail(template, context))
