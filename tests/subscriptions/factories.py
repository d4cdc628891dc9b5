"""Subscribers, and pages that become public as they do in the admin."""

import datetime
from typing import Any

import factory
from django.utils import timezone

from ogl_portal.subscriptions.models import Channel, Rhythm, Subscription


class SubscriptionFactory(factory.django.DjangoModelFactory):
    """A confirmed subscriber of everything, since long before anything that a test publishes."""

    class Meta:
        model = Subscription
        skip_postgeneration_save = True

    address = factory.Sequence(lambda n: f"leser{n}@example.org")
    channels = factory.LazyFunction(lambda: list(Channel.values))
    rhythm = Rhythm.DAILY
    confirmed_at = factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(days=400))
    told_until = factory.SelfAttribute("confirmed_at")

    @factory.post_generation
    def labs(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create and extracted:
            self.labs.set(extracted)
