"""Mails around a barrier report. None repeats what a reader wrote: nobody can send foreign text through this site."""

from ogl_portal.accessibility.models import AccessibilitySettings, BarrierReport, StatementPage
from ogl_portal.core.models import SiteSettings
from ogl_portal.core.public import public
from ogl_portal.mail.outbox import enqueue
from ogl_portal.mail.render import absolute_url, render_mail


def recipient() -> str:
    """Where reports and reminders go; empty where no address is set."""
    facts = AccessibilitySettings.objects.first()
    if facts and facts.reports_email:
        return facts.reports_email
    operator = SiteSettings.objects.first()
    return operator.contact_email if operator else ""


def confirm_receipt(report: BarrierReport) -> None:
    """Tell the reader the receipt number and until when an answer comes."""
    text = render_mail("accessibility/receipt_mail.txt", {"report": report})
    enqueue(f"barrier:{report.receipt}:receipt", report.email, f"Ihre Meldung {report.receipt} ist angekommen", text)


def tell_staff(report: BarrierReport) -> None:
    """Tell staff that a report has come in."""
    page_url = absolute_url(report.page_path) if report.page_path else ""
    text = render_mail("accessibility/new_report_mail.txt", {"report": report, "page_url": page_url})
    enqueue(f"barrier:{report.receipt}:new", recipient(), f"Neue Meldung einer Barriere: {report.receipt}", text)


def answer_key(report: BarrierReport) -> str:
    """Names the mail with the answer that was given at ``answered_at``: a report may be answered more than once."""
    return f"barrier:{report.receipt}:answer:{report.answer_stamp}"


def send_answer(report: BarrierReport) -> None:
    """Send ``report.answer`` to the reader."""
    page = public(StatementPage.objects).first()
    statement_url = absolute_url(page.get_url() or "") if page else absolute_url("/")
    text = render_mail("accessibility/answer_mail.txt", {"report": report, "statement_url": statement_url})
    subject = f"Antwort auf Ihre Meldung {report.receipt}"
    enqueue(answer_key(report), report.email, subject, text, headers={"Auto-Submitted": "no"}, reply_to=recipient())
