"""Making editions and putting them into the outbox, a batch at a time.

A subscriber's mail is enqueued in the transaction that moves ``told_until`` ahead, under a key of its own: whatever
dies when, everybody gets each edition once.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from ogl_portal.mail.outbox import enqueue
from ogl_portal.mail.render import render_mail
from ogl_portal.subscriptions.announcements import DigestItem, chosen, notice, take_untold
from ogl_portal.subscriptions.links import bounce_address, leave_url, manage_url
from ogl_portal.subscriptions.models import Channel, Edition, Rhythm, Subscription
from ogl_portal.subscriptions.offer import is_offered
from ogl_portal.web.own_address import own_host

HOUR = 6  # o'clock in Berlin, after the night's content checks
BATCH = 250  # subscribers in one transaction
BATCHES = 4  # in one round of the job, which runs twice a minute
MOST = 25  # items of a channel that one mail names; a moving-in of old content must not make a book
KEEP = datetime.timedelta(days=62)


def run(today: datetime.date) -> None:
    """The job: notice what is new, make the editions that are due, and hand out what is to be handed out."""
    now = timezone.now()
    notice(now)
    if is_offered():
        make_due_editions(now)
        for _ in range(BATCHES):
            if not deliver_batch():
                break


def due_day(rhythm: Rhythm, now: datetime.datetime) -> datetime.date:
    """The day of the edition that should be there by ``now``: today's after six o'clock, of a week Monday's."""
    day = timezone.localdate(now - datetime.timedelta(hours=HOUR))
    return day - datetime.timedelta(days=day.weekday()) if rhythm == Rhythm.WEEKLY else day


def make_due_editions(now: datetime.datetime) -> None:
    """Make each rhythm's edition, unless it is there. A day on which the site was down is made up for."""
    for rhythm in Rhythm:
        day = due_day(rhythm, now)
        before = Edition.objects.filter(rhythm=rhythm).order_by("day").last()
        if before is not None and before.day >= day:
            continue
        with transaction.atomic():
            items = take_untold(rhythm, now, before.made_at if before else None)
            Edition.objects.create(
                rhythm=rhythm,
                day=day,
                made_at=now,
                entries=[item.as_json() for item in items],
                finished_at=None if items else now,
            )
    Edition.objects.filter(made_at__lt=now - KEEP).delete()


def deliver_batch() -> int:
    """Put the newest editions into the outbox for the next subscribers; how many these were."""
    return sum(_deliver_batch(rhythm) for rhythm in Rhythm)


@transaction.atomic
def _deliver_batch(rhythm: Rhythm) -> int:
    edition = Edition.objects.filter(rhythm=rhythm).order_by("day").last()
    if edition is None or edition.finished_at:
        return 0
    waiting = Subscription.objects.filter(
        rhythm=rhythm, confirmed_at__isnull=False, told_until__lt=edition.made_at
    ).order_by("pk")
    batch = list(waiting.select_for_update(of=("self",)).prefetch_related("labs")[:BATCH])
    if not batch:
        Edition.objects.filter(pk=edition.pk).update(finished_at=timezone.now())
        return 0
    told = list(_told_since(rhythm, min(s.told_until for s in batch if s.told_until)))
    digests: dict[tuple[int, ...], _Digest] = {}
    for subscription in batch:
        news = [item for made_at, at, item in told if _is_new(subscription, made_at, at)]
        items = chosen(news, subscription.channels, [lab.pk for lab in subscription.labs.all()])
        if items:
            which = tuple(id(item) for item in items)
            digest = digests.setdefault(which, _Digest.of(items))
            digest.send(edition, subscription)
    Subscription.objects.filter(pk__in=[s.pk for s in batch]).update(told_until=edition.made_at)
    return len(batch)


def _told_since(
    rhythm: Rhythm, moment: datetime.datetime
) -> Iterator[tuple[datetime.datetime, datetime.datetime, DigestItem]]:
    """When the edition was made, when the item became public, and the item, in the order of editions.

    More than one edition where somebody has changed the rhythm, or an edition was not finished before the next.
    """
    for edition in Edition.objects.filter(rhythm=rhythm, made_at__gt=moment).order_by("day"):
        for entry in edition.entries:
            at = parse_datetime(entry["at"])
            yield edition.made_at, at or edition.made_at, DigestItem(**entry)


def _is_new(subscription: Subscription, made_at: datetime.datetime, at: datetime.datetime) -> bool:
    told_until = subscription.told_until
    return told_until is not None and made_at > told_until and at > told_until


def edition_key(edition_pk: int, subscription_pk: int) -> str:
    """The occasion of a digest, for the outbox."""
    return f"subscriptions:edition:{edition_pk}:{subscription_pk}"


@dataclass(frozen=True)
class DigestSection:
    """The items of a channel; ``more`` says how many are left out."""

    title: str
    items: list[DigestItem]
    more: int


@dataclass(frozen=True)
class _Digest:
    """What all readers with the same items are sent, but for the links at the end."""

    subject: str
    sections: list[DigestSection]

    @classmethod
    def of(cls, items: list[DigestItem]) -> "_Digest":
        return cls(subject_of(items), list(sections_of(items)))

    def send(self, edition: Edition, subscription: Subscription) -> None:
        links = {"manage_url": manage_url(subscription), "leave_url": leave_url(subscription)}
        text = render_mail("subscriptions/digest_mail.txt", {"sections": self.sections, **links})
        enqueue(
            edition_key(edition.pk, subscription.pk),
            subscription.address,
            self.subject,
            text,
            headers=list_headers(subscription),
        )


def sections_of(items: Iterable[DigestItem]) -> Iterator[DigestSection]:
    items = list(items)
    for channel in Channel:
        if mine := [item for item in items if item.channel == channel]:
            yield DigestSection(channel.label, mine[:MOST], max(0, len(mine) - MOST))


_COUNTED = {
    Channel.NEWS: ("Meldung", "Meldungen"),
    Channel.EVENTS: ("Termin", "Termine"),
    Channel.PUBLICATIONS: ("Veröffentlichung", "Veröffentlichungen"),
}


def subject_of(items: list[DigestItem]) -> str:
    """The heading of the one item there is, else »2 Meldungen, 1 Termin«."""
    if len(items) == 1:
        return items[0].heading
    counts = {channel: sum(item.channel == channel for item in items) for channel in Channel}
    words = [f"{count} {_COUNTED[channel][count != 1]}" for channel, count in counts.items() if count]
    return f"{settings.WAGTAIL_SITE_NAME}: {', '.join(words)}"


def list_headers(subscription: Subscription) -> dict[str, str]:
    """What mail programs and servers read: RFC 2919 (List-Id), RFC 2369 and RFC 8058 (unsubscribe)."""
    headers = {
        "List-Id": f"{settings.WAGTAIL_SITE_NAME} <abonnement.{own_host()}>",
        "List-Unsubscribe": f"<{leave_url(subscription)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
        "Auto-Submitted": "auto-generated",
    }
    if sender := bounce_address(subscription):
        headers["Return-Path"] = sender
    return headers
