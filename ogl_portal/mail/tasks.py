"""The background task that sends what has just been written."""

from django_tasks import task

from ogl_portal.mail.sending import send_due


@task()
def send_mails() -> int:
    """Send what is due; the number of mails that went out."""
    return send_due()
