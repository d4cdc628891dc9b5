"""How many subscribe to what: sums only."""

from dataclasses import dataclass

from django.db.models import Count, Q

from labs.models import LabPage
from ogl_portal.subscriptions.models import Channel, Rhythm, Subscription


@dataclass(frozen=True)
class SubscriptionNumbers:
    """Confirmed subscriptions: all, by channel, by lab, by rhythm; and those that still wait for confirmation."""

    total: int
    by_choice: list[tuple[str, int]]
    by_rhythm: list[tuple[str, int]]
    unconfirmed: int


def numbers() -> SubscriptionNumbers:
    """Three queries."""
    confirmed = Q(confirmed_at__isnull=False)
    sums = Subscription.objects.aggregate(
        total=Count("pk", filter=confirmed),
        unconfirmed=Count("pk", filter=~confirmed),
        **{channel.value: Count("pk", filter=confirmed & Q(channels__contains=[channel])) for channel in Channel},
        **{rhythm.value: Count("pk", filter=confirmed & Q(rhythm=rhythm)) for rhythm in Rhythm},
    )
    chosen = Subscription.labs.through.objects.filter(subscription__confirmed_at__isnull=False)
    by_lab = dict(chosen.order_by().values_list("labpage").annotate(Count("pk")))
    labs = LabPage.objects.filter(pk__in=by_lab).order_by("sort_key").values_list("pk", "title")
    return SubscriptionNumbers(
        total=sums["total"],
        by_choice=[
            *((str(channel.label), sums[channel.value]) for channel in Channel),
            *((f"Labor {title}", by_lab[pk]) for pk, title in labs),
        ],
        by_rhythm=[("täglich", sums[Rhythm.DAILY.value]), ("wöchentlich", sums[Rhythm.WEEKLY.value])],
        unconfirmed=sums["unconfirmed"],
    )
