"""The digest: what is new on a person's dashboard, by mail. Nothing is told twice unless it has become overdue.

The dashboard's cards are asked as they would be for the person at that very moment, so rights are those of that
moment. What a single mail to the person has told already (it has the thing's address in its text) is not new.
"""

import datetime
import hashlib
import logging
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.db import DatabaseError, transaction
from django.utils import timezone

from ogl_portal.mail.forgetting import KEEP_SENT
from ogl_portal.mail.models import QueuedMail
from ogl_portal.mail.outbox import enqueue
from ogl_portal.mail.render import absolute_url, render_mail
from ogl_portal.staff_mail.models import DigestChoice, Frequency, ToldThing
from ogl_portal.users.models import User
from ogl_portal.workplace.cards import Card, Item, Priority, listing_all, sections
from ogl_portal.workplace.scope import DashboardScope

logger = logging.getLogger(__name__)

FIRST_HOUR = 6  # in Berlin: the mail is there when work begins
KEEP_GONE = KEEP_SENT + datetime.timedelta(days=1)  # until no mail that told of it is known any more
SHOWN = 10  # things of one card; the rest is counted


@dataclass(frozen=True)
class Thing:
    """One line of one card."""

    card: Card
    item: Item

    @property
    def is_late(self) -> bool:
        return self.card.priority is Priority.OVERDUE if self.item.is_late is None else self.item.is_late

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{self.card.title}|{self.item.url}".encode()).hexdigest()

    @property
    def path(self) -> str:
        return urlsplit(self.item.url).path


@dataclass(frozen=True)
class DigestLine:
    """One thing as the mail shows it."""

    text: str
    note: str
    address: str


@dataclass
class DigestPart:
    """What is new on one card."""

    title: str
    things: list[Thing] = field(default_factory=list)

    @property
    def lines(self) -> list[DigestLine]:
        items = [thing.item for thing in self.things[:SHOWN]]
        return [DigestLine(item.text, item.note, absolute_url(item.url)) for item in items]

    @property
    def more(self) -> int:
        return max(len(self.things) - SHOWN, 0)


def send_digests(today: datetime.date) -> None:
    """Look for everybody whose day it is and who was not looked for today."""
    if timezone.localtime().hour < FIRST_HOUR:
        return
    people = User.objects.filter(is_active=True).exclude(email="").exclude(digest_choice__looked_on=today)
    for user in people.order_by("pk"):
        try:
            send_digest(user, today)
        except DatabaseError:
            raise
        except Exception:
            logger.exception("The digest for person %s failed", user.pk)


def send_digest(user: User, today: datetime.date) -> bool:
    """Write the person's digest for ``today`` if it is their day and there is something new; whether it was written."""
    DigestChoice.objects.get_or_create(user=user)
    with transaction.atomic():
        choice = DigestChoice.objects.select_for_update().get(user=user)
        if choice.looked_on == today or not _is_their_day(choice, today):
            return False
        choice.looked_on = today
        choice.save(update_fields=["looked_on"])
        if not user.has_perm("wagtailadmin.access_admin"):
            return False
        waiting = things_waiting(user, today)
        parts = _by_card(_tell(user, waiting))
        count = sum(len(part.things) for part in parts)
        if not count:
            return False
        context = {"person": user, "parts": parts, "others": len(waiting) - count}
        text = render_mail("staff_mail/digest_mail.txt", context)
        subject = f"Neu für Sie: {parts[0].title if count == 1 else f'{count} Sachen'}"
        return enqueue(f"digest:{user.pk}:{today.isoformat()}", user.email, subject, text)


def things_waiting(user: User, today: datetime.date) -> list[Thing]:
    """Everything on the person's dashboard that wants something done, the most pressing first."""
    with listing_all():
        found = sections(DashboardScope(user, today))
    cards = [
        card for section in found if section.priority is not Priority.AHEAD for card in section.cards if card.in_digest
    ]
    return [Thing(card, item) for card in cards for item in card.items]


def _is_their_day(choice: DigestChoice, today: datetime.date) -> bool:
    if choice.frequency == Frequency.DAILY:
        return today.weekday() < 5
    return choice.frequency == Frequency.WEEKLY and today.weekday() == 0


def _tell(user: User, waiting: list[Thing]) -> list[Thing]:
    """Remember all that waits as told, note what waits no more; of it, what no mail has told the person yet."""
    now = timezone.now()
    told = {row.thing: row for row in ToldThing.objects.filter(user=user)}
    mails = list(QueuedMail.objects.filter(to=user.email).values_list("created_at", "links"))
    fresh: dict[str, Thing] = {}
    for thing in waiting:
        row = told.get(thing.key)
        if thing.key in fresh or (row and row.is_waiting and (row.is_late or not thing.is_late)):
            continue
        if not any(thing.path in links and (row is None or at > row.told_at) for at, links in mails):
            fresh[thing.key] = thing
        values = {"is_late": thing.is_late, "is_waiting": True, "told_at": now}
        ToldThing.objects.update_or_create(user=user, thing=thing.key, defaults=values)
    gone = ToldThing.objects.filter(user=user).exclude(thing__in={thing.key for thing in waiting})
    gone.filter(is_waiting=False, told_at__lt=now - KEEP_GONE).delete()
    gone.filter(is_waiting=True).update(is_waiting=False, told_at=now)
    return list(fresh.values())


def _by_card(things: list[Thing]) -> list[DigestPart]:
    parts: dict[str, DigestPart] = {}
    for thing in things:
        parts.setdefault(thing.card.title, DigestPart(thing.card.title)).things.append(thing)
    return list(parts.values())
