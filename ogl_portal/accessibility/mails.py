"""Mails around a barrier report. None repeats what a reader wrote: nobody can send foreign text through this site."""

from django.conf import settings
from django.core.mail import send_mail
from django_tasks import task

from ogl_portal.accessibility.models import BarrierReport
from ogl_portal.accessibility.reminders import recipient
from ogl_portal.core.dates import german_date


@task()
def confirm_receipt(pk: int) -> None:
    """Tell the reader the receipt number and until when an answer comes."""
    report = BarrierReport.objects.get(pk=pk)
    if not report.email:
        return
    text = (
        "Guten Tag,\n\n"
        "Ihre Meldung einer Barriere ist angekommen.\n\n"
        f"Eingangsnummer: {report.receipt}\n"
        f"Sie erhalten bis zum {german_date(report.due_on)} eine Antwort.\n\n"
        "Bitte nennen Sie diese Nummer, wenn Sie noch einmal schreiben. Haben Sie nichts gemeldet? Dann hat jemand "
        "Ihre Adresse irrtümlich angegeben; Sie brauchen nichts zu tun.\n\n"
        f"{settings.WAGTAIL_SITE_NAME}\n{settings.BASE_URL}/barrierefreiheit/"
    )
    send_mail(f"Ihre Meldung {report.receipt} ist angekommen", text, None, [report.email])


@task()
def tell_staff(pk: int) -> None:
    """Tell staff that a report has come in."""
    report = BarrierReport.objects.get(pk=pk)
    address = recipient()
    if not address:
        return
    text = (
        f"Eine Barriere wurde gemeldet. Sie ist bis {german_date(report.due_on)} zu beantworten.\n\n"
        f"Ansehen und beantworten: {settings.BASE_URL}/admin/barrieren/{report.pk}/"
    )
    send_mail(f"Neue Meldung einer Barriere: {report.receipt}", text, None, [address])


def send_answer(report: BarrierReport) -> None:
    """Send ``report.answer`` to the reader. Raises what the mail backend raises (OSError) where it does not go out."""
    text = (
        f"{report.answer}\n\n--\n"
        f"Ihre Meldung: {report.receipt}\n"
        "Wenn Ihnen diese Antwort nicht hilft, können Sie sich an die Schlichtungsstelle wenden. Wie das geht, steht "
        f"in der Erklärung zur Barrierefreiheit: {settings.BASE_URL}/barrierefreiheit/#schlichtung\n"
        f"{settings.WAGTAIL_SITE_NAME}"
    )
    send_mail(f"Antwort auf Ihre Meldung {report.receipt}", text, None, [report.email])
