"""A subscription from request to end: what a form may cause, and what is forgotten when."""

import datetime

from django.db import transaction
from django.utils import timezone

from ogl_portal.mail.outbox import enqueue, withdraw
from ogl_portal.mail.render import render_mail
from ogl_portal.subscriptions.editions import KEEP, edition_key
from ogl_portal.subscriptions.links import CONFIRM_WITHIN, confirm_url, manage_url
from ogl_portal.subscriptions.models import Edition, Subscription

SOFT_BOUNCES = 5  # on so many days an address could not be reached, none of them a month from the last: it is given up
FORGIVEN_AFTER = datetime.timedelta(days=30)


@transaction.atomic
def request(address: str, channels: list[str], labs: list[int], rhythm: str) -> None:
    """Somebody has asked for mails to ``address``: send a link there, unless one was sent today.

    Nothing changes before its owner confirms. An address that is subscribed gets a link to its choice, on which what
    was asked for now is ticked as well.
    """
    address = address.strip().lower()
    subscription, _ = Subscription.objects.get_or_create(address=address, defaults={"rhythm": rhythm})
    subscription = Subscription.objects.select_for_update().get(pk=subscription.pk)
    today = timezone.localdate()
    is_confirmed = subscription.confirmed_at is not None
    if not is_confirmed:
        subscription.channels = sorted({*subscription.channels, *channels})
        subscription.rhythm = rhythm
        subscription.requested_at = timezone.now()
        subscription.labs.add(*labs)
    first_today = subscription.link_mailed_on != today
    subscription.link_mailed_on = today
    subscription.save()
    if not first_today:
        return
    if is_confirmed:
        link = manage_url(subscription, was=channels, labore=labs, rhythmus=rhythm)
        subject, template = "Ihr E-Mail-Abonnement", "subscriptions/change_mail.txt"
    else:
        link = confirm_url(subscription)
        subject, template = "Bitte bestätigen Sie Ihr E-Mail-Abonnement", "subscriptions/confirm_mail.txt"
    enqueue(_link_key(subscription, today), address, subject, render_mail(template, {"link": link}))


def _link_key(subscription: Subscription, day: datetime.date) -> str:
    return f"subscriptions:link:{subscription.pk}:{day.isoformat()}"


@transaction.atomic
def confirm(subscription: Subscription, channels: list[str], labs: list[int], rhythm: str) -> None:
    """The owner of the address wants this from now on; a lab that is not public at the moment stays chosen.

    Only the choice is written: meanwhile an edition may have moved ``told_until``.
    """
    changed = ["channels", "rhythm"]
    subscription.channels, subscription.rhythm = channels, rhythm
    if subscription.confirmed_at is None:
        subscription.confirmed_at = subscription.told_until = timezone.now()
        changed += ["confirmed_at", "told_until"]
    subscription.save(update_fields=changed)
    hidden = subscription.labs.filter(live=False).values_list("pk", flat=True)
    subscription.labs.set({*labs, *hidden})


@transaction.atomic
def end(subscription: Subscription) -> None:
    """Forget the address at once, also in mails that wait or went out."""
    today = timezone.localdate()
    days = [today - datetime.timedelta(days=number) for number in range(KEEP.days)]
    editions = Edition.objects.values_list("pk", flat=True)
    withdraw(
        [
            *(edition_key(edition, subscription.pk) for edition in editions),
            *(_link_key(subscription, day) for day in days),
        ]
    )
    subscription.delete()


def count_soft_bounce(subscription: Subscription) -> bool:
    """Note that the address could not be reached for now, once a day; whether that was once too often."""
    today = timezone.localdate()
    last = subscription.last_soft_bounce
    if last == today:
        return False
    subscription.soft_bounces = subscription.soft_bounces + 1 if last and today - last < FORGIVEN_AFTER else 1
    subscription.last_soft_bounce = today
    subscription.save(update_fields=["soft_bounces", "last_soft_bounce"])
    if subscription.soft_bounces < SOFT_BOUNCES:
        return False
    end(subscription)
    return True


def forget_unconfirmed(today: datetime.date) -> None:
    """The job: addresses that nobody has confirmed within 48 hours, and subscriptions to which nothing is left."""
    unconfirmed = Subscription.objects.filter(confirmed_at=None, requested_at__lte=timezone.now() - CONFIRM_WITHIN)
    empty = Subscription.objects.filter(channels=[], labs=None, confirmed_at__isnull=False)
    for subscription in (*unconfirmed, *empty):
        end(subscription)
