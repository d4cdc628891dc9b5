"""How often one sender, or anybody, may do something (rate limiting): the one place for every limit of the portal.

Counts are in the database, so they hold for all processes and machines and outlive a restart. Whoever is counted is
stored as a keyed hash only, and forgotten when the time is over that is counted for.

Senders are counted by what one person has at hand: an IPv4 address, or an IPv6 network of 64 bits, within which
everybody may take a new address for each request. As providers give out 48 to 56 bits, the network of 48 bits is
counted as well, with room for several of its people.
"""

import datetime
import ipaddress
import logging
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ogl_portal.web.client_address import client_address
from ogl_portal.web.models import RateCount

logger = logging.getLogger(__name__)

HOUR = 3600
ROOM_OF_48 = 8  # how many times as much a network of 48 bits may do as one of 64
STRANGERS = "mail-to-strangers"

_COUNT = """
    INSERT INTO web_ratecount AS known (key, count, expires_at) VALUES (%(key)s, 1, %(until)s)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN known.expires_at <= %(now)s THEN 1 ELSE least(known.count, 1000000) + 1 END,
        expires_at = CASE WHEN known.expires_at <= %(now)s THEN excluded.expires_at ELSE known.expires_at END
    RETURNING count
"""


def allows(request: HttpRequest, purpose: str, *, most: int, seconds: int) -> bool:
    """Count one more try of this sender. False from the ``most`` + 1st within ``seconds``."""
    counts = [count(purpose, sender, seconds=seconds) <= most * room for sender, room in senders(request)]
    return all(counts)


def has_room(request: HttpRequest, purpose: str, *, most: int) -> bool:
    """What ``allows`` would say of the next try, without counting one."""
    return all(so_far(purpose, sender) < most * room for sender, room in senders(request))


def count(purpose: str, who: str, *, seconds: int) -> int:
    """Count once more for ``who``, and say how many it are since the first of the present ``seconds``."""
    now = timezone.now()
    values: dict[str, Any] = {"key": _key(purpose, who), "now": now, "until": now + datetime.timedelta(seconds=seconds)}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        [number] = cursor.fetchone()
    return int(number)


def so_far(purpose: str, who: str) -> int:
    """How often was counted for ``who``, as far as it still holds."""
    held = RateCount.objects.filter(key=_key(purpose, who), expires_at__gt=timezone.now())
    return held.values_list("count", flat=True).first() or 0


def once(purpose: str, what: str, *, seconds: int) -> bool:
    """Whether ``what`` happens for the first time within ``seconds``, whichever process is asked."""
    return count(purpose, what, seconds=seconds) == 1


def forget(purpose: str, who: str) -> None:
    """Begin anew for ``who``."""
    RateCount.objects.filter(key=_key(purpose, who)).delete()


def may_mail_strangers() -> bool:
    """Count one mail that somebody unknown has caused to an address of their choice.

    All together at most ``OGL_STRANGER_MAILS_PER_HOUR`` an hour: forms fed from a thousand networks would else make the
    portal a sender of unwanted mail, and its mail server a blocked one.
    """
    if count(STRANGERS, "", seconds=HOUR) <= settings.OGL_STRANGER_MAILS_PER_HOUR:
        return True
    logger.error("More mails were asked for by strangers this hour than OGL_STRANGER_MAILS_PER_HOUR allows")
    return False


def senders(request: HttpRequest) -> list[tuple[str, int]]:
    """The networks that a request counts for, each with the number of senders that it has room for."""
    text = client_address(request)
    if text is None:
        return [("", 1)]
    address = ipaddress.ip_address(text)
    if address.version == 4:
        return [(text, 1)]
    return [
        (str(ipaddress.ip_network((address, size), strict=False)), room) for size, room in ((64, 1), (48, ROOM_OF_48))
    ]


def forget_expired(today: datetime.date) -> None:
    """A job of every ten minutes: what holds no longer goes, as the privacy notice says."""
    RateCount.objects.filter(expires_at__lte=timezone.now()).delete()


def _key(purpose: str, who: str) -> str:
    return salted_hmac(f"rate-limit-{purpose}", who, algorithm="sha256").hexdigest()
