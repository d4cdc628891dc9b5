"""Putting a mail into the outbox, and asking what became of it."""

import hashlib
import logging
import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from ogl_portal.mail.forgetting import discard
from ogl_portal.mail.models import MailState, QueuedMail
from ogl_portal.mail.tasks import send_mails
from ogl_portal.web.own_address import own_host

logger = logging.getLogger(__name__)


def enqueue(
    key: str,
    to: str,
    subject: str,
    text: str,
    *,
    headers: Mapping[str, str] | None = None,
    reply_to: str = "",
    not_before: datetime | None = None,
) -> bool:
    """Store a mail in the caller's transaction; it goes out in the background once that is committed.

    Args:
        key: names the occasion (»report:5:late«). For each key one mail is ever sent; only its hash is kept.
        to: one address. Where it is empty, nothing is stored.
        subject: in one line; line breaks become spaces.
        text: plain text, ready to be sent (``render.render_mail``).
        headers: added to the mail's own, or in place of them (»List-Unsubscribe«, »Auto-Submitted«). »Return-Path« is
            the envelope's sender, to which servers send what cannot be delivered.
        reply_to: address for answers, where they shall not go to the portal's own.
        not_before: the earliest moment of sending; at once where it is None.

    Returns:
        Whether the mail was stored: False where there was one for this key, or no address.
    """
    if not to:
        logger.warning("There is no address for a mail: %s", subject)
        return False
    now = timezone.now()
    values = {
        "message_id": f"<{uuid.uuid4().hex}@{own_host()}>",
        "to": to,
        "subject": " ".join(subject.splitlines())[:250],
        "text": text,
        "links": own_paths(text),
        "headers": dict(headers or {}),
        "reply_to": reply_to,
        "created_at": now,
        "not_before": not_before or now,
        "due_at": not_before or now,
    }
    _, is_new = QueuedMail.objects.get_or_create(key_hash=_hash(key), defaults=values)
    if is_new:
        _send_after_commit()
    return is_new


def find(key: str) -> QueuedMail | None:
    """The mail for an occasion, with what became of it; None where there never was one."""
    return QueuedMail.objects.filter(key_hash=_hash(key)).first()


def withdraw(keys: Iterable[str]) -> None:
    """Forget the address in the mails for these occasions, for somebody who wants no more of them.

    What waits is never sent; of what went out nothing stays but that it did.
    """
    mails = QueuedMail.objects.filter(key_hash__in=[_hash(key) for key in keys])
    discard(mails.exclude(state=MailState.SENT))
    mails.filter(state=MailState.SENT).update(to="", subject="", links=[])


def send_again(mails: QuerySet[QueuedMail]) -> int:
    """Let mails that failed, or that wait for their next try, be tried at once; the number of them."""
    now = timezone.now()
    again = QueuedMail.objects.filter(pk__in=list(mails.values_list("pk", flat=True)), to__gt="")
    count = again.update(state=MailState.WAITING, settled_at=None, attempts=0, due_at=now, not_before=now, error="")
    _send_after_commit()
    return count


def own_paths(text: str) -> list[str]:
    """Which pages of this site a mail leads to: what it has told of, as long as the outbox keeps that."""
    addresses = re.findall(re.escape(settings.BASE_URL) + r"[^\s?#]*", text)
    return sorted({urlsplit(address).path for address in addresses} - {"", "/"})


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _kick() -> None:
    send_mails.enqueue()


def _send_after_commit() -> None:
    """Once for a transaction, however many mails it writes. If this fails, the job finds them half a minute later."""
    if not any(function is _kick for _, function, *_ in connection.run_on_commit):
        transaction.on_commit(_kick, robust=True)
