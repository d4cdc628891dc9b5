"""What is forgotten of mails: everything but a hash and a date (L-DSGVO-4), and in the end these."""

import datetime

from django.db.models import Q, QuerySet

from ogl_portal.mail.models import MailState, QueuedMail

KEEP_SENT = datetime.timedelta(days=8)  # a weekly digest asks what has been told since the last one
KEEP_FAILED = datetime.timedelta(days=30)
KEEP_KEYS = datetime.timedelta(days=731)  # no occasion lasts longer; readers' editions add millions of rows a year


def forget_settled(today: datetime.date) -> None:
    """Empty mails that went out more than a week ago, and those that nobody has cared to try again for a month."""
    settled = Q(state=MailState.SENT, settled_at__date__lte=today - KEEP_SENT)
    given_up = Q(state=MailState.FAILED, settled_at__date__lte=today - KEEP_FAILED)
    QueuedMail.objects.exclude(to="").filter(settled).update(to="", subject="", links=[])
    discard(QueuedMail.objects.exclude(to="").filter(given_up))
    QueuedMail.objects.filter(to="", settled_at__date__lte=today - KEEP_KEYS).delete()


def discard(mails: QuerySet[QueuedMail]) -> None:
    """Give mails up: nothing stays of them but that there was one for the occasion."""
    mails.update(state=MailState.DISCARDED, to="", subject="", links=[], text="", headers={}, reply_to="", error="")
