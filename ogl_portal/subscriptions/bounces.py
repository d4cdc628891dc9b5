"""Reading what comes back: delivery status notifications (RFC 3464).

Anybody can write a mail that looks like one, so an address in it is never believed. A subscription is found by what
only our own mail can hold: the signed envelope sender (VERP), or the signed link in the part that was sent back.
"""

import email
import email.policy
import enum
import re
from collections.abc import Iterator
from email.message import Message
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ogl_portal.subscriptions.lifecycle import count_soft_bounce, end
from ogl_portal.subscriptions.links import TOKEN, bounced_subscription, key_to_manage
from ogl_portal.subscriptions.models import Subscription

_TO = ("X-Original-To", "Delivered-To", "Envelope-To", "To")
_ADDRESS = re.compile(r"[^\s<>,;\"]+@[^\s<>,;\"]+")
_OF_THE_ADDRESS = (550, 551, 553)
_ENHANCED = re.compile(r"5\.\d+\.\d+")
_UNSUBSCRIBE = re.compile(r"^List-Unsubscribe:\s*<\s*([^>]+)>", re.IGNORECASE | re.MULTILINE)


class BounceOutcome(enum.Enum):
    """What became of a message; the value tells an administrator."""

    ENDED = "The subscription has ended: the address does not exist or takes no mail."
    COUNTED = "Noted: the address could not be reached for now."
    NOTHING = "Nothing to do: the message says that the mail arrived or is still under way."
    UNKNOWN = "No subscription belongs to this message, or it has ended already."
    NO_NOTIFICATION = "This is no delivery status notification (RFC 3464)."


def read(raw: bytes) -> BounceOutcome:
    """Take in one message as it came. Never raises for what a message holds."""
    message: Message = email.message_from_bytes(raw, policy=email.policy.compat32)
    statuses = list(_statuses(message))
    if not statuses:
        return BounceOutcome.NO_NOTIFICATION
    failures = [status for action, status in statuses if action in ("failed", "")]
    if not failures:
        return BounceOutcome.NOTHING
    subscription = _by_envelope(message) or _by_link(message)
    if subscription is None:
        return BounceOutcome.UNKNOWN
    if any(map(is_hard, failures)):
        end(subscription)
        return BounceOutcome.ENDED
    return BounceOutcome.ENDED if count_soft_bounce(subscription) else BounceOutcome.COUNTED


def is_hard(status: str) -> bool:
    """Whether the enhanced status code (RFC 3463) says that the address takes no mail for good.

    5.7.x is a verdict on the sender (a block list, a policy): else one bad day would end every subscription.
    """
    return status.startswith("5.") and not status.startswith("5.7.")


def take_refusal(sender: Any, to: str, code: int, answer: str, **kwargs: Any) -> None:
    """The mail server has refused the address itself (550, 551, 553), or would not relay a mail (then it is counted).

    Receives ``ogl_portal.mail.sending.address_refused``.
    """
    subscription = Subscription.objects.filter(address=to).first()
    if subscription is None:
        return
    status = _ENHANCED.match(answer)
    if code in _OF_THE_ADDRESS and (status is None or is_hard(status[0])):
        end(subscription)
    else:
        count_soft_bounce(subscription)


def _statuses(message: Message) -> Iterator[tuple[str, str]]:
    """Action and status (»failed«, »5.1.1«) of each recipient."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks: Any = part.get_payload()
        for block in blocks if isinstance(blocks, list) else ():
            if status := str(block.get("Status", "")).strip():
                yield str(block.get("Action", "")).strip().lower(), status


def _by_envelope(message: Message) -> Subscription | None:
    for name in _TO:
        for value in message.get_all(name, []):
            for address in _ADDRESS.findall(str(value)):
                if found := bounced_subscription(address):
                    return found
    return None


def _by_link(message: Message) -> Subscription | None:
    """By the header List-Unsubscribe of the mail that was sent back, whole or its headers only."""
    for part in message.walk():
        for link in [*part.get_all("List-Unsubscribe", []), *_links_of_headers(part)]:
            if found := _of_link(str(link)):
                return found
    return None


def _links_of_headers(part: Message) -> list[str]:
    if part.get_content_type() != "text/rfc822-headers":
        return []
    payload: Any = part.get_payload(decode=True)
    unfolded = re.sub(r"\r?\n[ \t]+", "", (payload or b"").decode("utf-8", "replace"))
    return _UNSUBSCRIBE.findall(unfolded)


def _of_link(value: str) -> Subscription | None:
    address = re.sub(r"\s+", "", value).strip("<>")
    try:
        query = parse_qs(urlsplit(address).query)
    except ValueError:
        return None
    key = key_to_manage(query.get(TOKEN, [""])[0])
    return Subscription.objects.filter(key=key).first() if key else None
