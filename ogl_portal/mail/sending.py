"""Sending what is due, by as many senders at once as there are.

A mail is claimed (its next attempt moved ahead, and that committed) after the connection to the mail server stands, and
settled right after the server has taken it. A sender that dies in between leaves it uncertain whether the server took
it: the mail is then sent again, with the same Message-ID and Date, by which servers and mail programs know it for the
same. docs/engineering/decisions/0016-mail-twice-rather-than-never.md says why.
"""

import logging
import time
from datetime import datetime, timedelta
from email.utils import format_datetime
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import QuerySet
from django.dispatch import Signal
from django.utils import timezone

from ogl_portal.mail.models import MailState, QueuedMail

logger = logging.getLogger(__name__)

# A mail server will not take mails for ``to`` (str), for good: ``code`` (int, 5xx) and ``answer`` (str) of RCPT.
address_refused = Signal()

# After the first, second … failure; after the last of them the mail counts as not deliverable.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720)]
# How long a sender may be at one mail: far more than its few exchanges with the server, each ended by EMAIL_TIMEOUT.
LEASE = timedelta(minutes=5)
PAUSE_OF_SERVER = timedelta(minutes=1)
GIVE_UP_AFTER = timedelta(days=3)
SECONDS_AT_ONCE = 20.0
TRIES_TO_SETTLE = 10


def send_due(*, lease: timedelta = LEASE) -> int:
    """Send what is due, for at most about ``SECONDS_AT_ONCE``; the number of mails that went out.

    Where the mail server does not answer, everything that is due waits a minute: no caller is held up twice.
    """
    if not _due(timezone.now()).exists():
        return 0
    server = get_connection(settings.OGL_MAIL_BACKEND)
    try:
        server.open()
    except OSError as error:  # SMTP's own errors among them
        _postpone(error)
        return 0
    try:
        return _send_over(server, lease)
    finally:
        _close(server)


def _send_over(server: Any, lease: timedelta) -> int:
    count, end = 0, time.monotonic() + SECONDS_AT_ONCE
    while time.monotonic() < end and (mail := _claim(lease)):
        try:
            server.send_messages([_message(mail)])
        except Exception as error:
            _failed(mail, error)
            if _lost_server(error):
                _postpone(error)
                break
        else:
            _sent(mail)
            count += 1
    return count


def _due(now: datetime) -> QuerySet[QueuedMail]:
    return QueuedMail.objects.filter(state=MailState.WAITING, due_at__lte=now)


def _claim(lease: timedelta) -> QueuedMail | None:
    """The next mail, now nobody else's for the length of ``lease``."""
    now = timezone.now()
    with transaction.atomic():
        mail = _due(now).select_for_update(skip_locked=True).order_by("due_at", "pk").first()
        if mail is not None:
            mail.attempts += 1
            mail.due_at = now + lease
            mail.save(update_fields=["attempts", "due_at"])
    return mail


def _message(mail: QueuedMail) -> EmailMessage:
    """The same message each time, down to its date."""
    headers = {
        "Message-ID": mail.message_id,
        "Date": format_datetime(timezone.localtime(mail.created_at)),
        "Auto-Submitted": "auto-generated",  # RFC 3834: no notice of absence comes back
        **mail.headers,
    }
    envelope_sender = headers.pop("Return-Path", None)  # written by the last server only (RFC 5321, 4.4)
    if envelope_sender:
        headers["From"] = settings.DEFAULT_FROM_EMAIL
    reply_to = [mail.reply_to] if mail.reply_to else None
    return EmailMessage(mail.subject, mail.text, envelope_sender, [mail.to], headers=headers, reply_to=reply_to)


def _sent(mail: QueuedMail) -> None:
    """Settle the mail: what it said is needed no more, and links in it may open accounts.

    The server has it: a database that is away for some seconds is waited for rather than sending a second time.
    """
    values = {"state": MailState.SENT, "settled_at": timezone.now(), "text": "", "headers": {}, "reply_to": ""}
    for left in reversed(range(TRIES_TO_SETTLE)):
        try:
            QueuedMail.objects.filter(pk=mail.pk).update(**values, error="")
            return
        except (InterfaceError, OperationalError):
            if not left or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(1)


def _failed(mail: QueuedMail, error: Exception) -> None:
    reason, is_final = _judge(error)
    now = timezone.now()
    waiting = QueuedMail.objects.filter(pk=mail.pk, state=MailState.WAITING)
    if is_final or mail.attempts > len(PAUSES):
        waiting.update(state=MailState.FAILED, settled_at=now, error=reason)
        if is_final and isinstance(error, SMTPRecipientsRefused):
            code, answer = next(iter(error.recipients.values()))
            address_refused.send_robust(QueuedMail, to=mail.to, code=code, answer=answer.decode(errors="replace"))
    else:
        waiting.update(due_at=now + PAUSES[mail.attempts - 1], error=reason)
    if not isinstance(error, OSError):
        logger.error("A mail could not be written down for sending", exc_info=error)


def _postpone(error: Exception) -> None:
    """The server itself is at fault: no mail is, unless it has been waiting for days."""
    reason, _ = _judge(error)
    now = timezone.now()
    too_old = QueuedMail.objects.filter(state=MailState.WAITING, not_before__lte=now - GIVE_UP_AFTER)
    too_old.update(state=MailState.FAILED, settled_at=now, error=reason)
    _due(now).update(due_at=now + PAUSE_OF_SERVER, error=reason)
    logger.warning("The mail server does not take mails: %s", type(error).__name__)


def _lost_server(error: Exception) -> bool:
    """Whether the connection is of no more use; a refusal of one mail leaves it as it was."""
    return isinstance(error, SMTPServerDisconnected) or not isinstance(error, SMTPException)


def _judge(error: Exception) -> tuple[str, bool]:
    """Why it did not go out, for administrators, and whether trying again is of no use."""
    match error:
        case SMTPRecipientsRefused():
            code = max((code for code, _ in error.recipients.values()), default=0)
            return f"Der Mailserver nimmt für diese Adresse nichts an (Code {code}).", code >= 500
        case SMTPAuthenticationError():
            return "Der Mailserver erkennt die Zugangsdaten des Portals nicht an (EMAIL_URL).", False
        case SMTPSenderRefused():
            return f"Der Mailserver nimmt die Absenderadresse nicht an (OGL_FROM_EMAIL, Code {error.smtp_code}).", False
        case SMTPDataError():
            return f"Der Mailserver hat die E-Mail abgelehnt (Code {error.smtp_code}).", error.smtp_code >= 500
        case SMTPNotSupportedError():
            return "Der Mailserver kann eine Adresse mit solchen Zeichen nicht verarbeiten.", True
        case TimeoutError():
            return "Der Mailserver hat nicht rechtzeitig geantwortet.", False
        case OSError():
            return f"Der Mailserver ist nicht zu erreichen ({type(error).__name__}).", False
        case _:
            return f"Die E-Mail ließ sich nicht zusammenstellen ({type(error).__name__}).", True


def _close(server: Any) -> None:
    try:
        server.close()
    except OSError:
        logger.info("The mail server did not say goodbye")
