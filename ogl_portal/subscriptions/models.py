"""Who receives which digest, what has become public since, and the editions that told it."""

import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page

from labs.models import LabPage
from ogl_portal.core.merging_form import MergingForm


class Channel(models.TextChoices):
    """What can be subscribed to for the whole site."""

    NEWS = "news", "Meldungen"
    EVENTS = "events", "Termine"
    PUBLICATIONS = "publications", "Veröffentlichungen"


class Rhythm(models.TextChoices):
    DAILY = "daily", "täglich, wenn es etwas Neues gibt"
    WEEKLY = "weekly", "wöchentlich am Montag, wenn es etwas Neues gibt"


def new_key() -> str:
    """128 random bits: the signed links of a subscription name it by this and die with it."""
    return secrets.token_urlsafe(16)


class Subscription(models.Model):
    """An address and what was chosen for it. The row is all that is stored, and goes when the reader leaves.

    ``confirmed_at`` is None until the reader has confirmed; such a row lives 48 hours. ``told_until`` is the moment up
    to which the reader was told what became public. ``link_mailed_on`` keeps others from having mails sent to the
    address: one link a day.
    """

    wagtail_reference_index_ignore = True  # a choice of readers is no use of a lab's page
    address = models.EmailField("E-Mail-Adresse", unique=True)
    channels = ArrayField(models.CharField(max_length=12, choices=Channel.choices), default=list, verbose_name="Was")
    labs = models.ManyToManyField(LabPage, verbose_name="Labore", blank=True, related_name="+")
    rhythm = models.CharField("Wie oft", max_length=6, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    requested_at = models.DateTimeField("Angefragt am", default=timezone.now)
    confirmed_at = models.DateTimeField("Bestätigt am", null=True, db_index=True)
    told_until = models.DateTimeField(null=True, db_index=True)
    link_mailed_on = models.DateField(null=True)
    soft_bounces = models.PositiveSmallIntegerField(default=0)
    last_soft_bounce = models.DateField(null=True)

    class Meta:
        verbose_name = "E-Mail-Abonnement"
        verbose_name_plural = "E-Mail-Abonnements"
        default_permissions = ("view", "delete")

    def __str__(self) -> str:
        return f"Abonnement {self.pk}"  # never the address: this goes into logs

    @property
    def chosen_labels(self) -> list[str]:
        """What is chosen, in words."""
        channels = [str(channel.label) for channel in Channel if channel in self.channels]
        return [*channels, *(f"Labor {lab.title}" for lab in self.labs.all())]


class Announcement(models.Model):
    """Something that readers are told once: a page that became public (number 1), an event that changed since.

    ``signature`` is what the event said then of its time and state; empty for other pages. ``told_in`` lists the
    rhythms in which an edition has told it.
    """

    wagtail_reference_index_ignore = True
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(default=1)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    signature = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(db_index=True)
    told_in = ArrayField(models.CharField(max_length=6, choices=Rhythm.choices), default=list)

    class Meta:
        verbose_name = "Ankündigung"
        verbose_name_plural = "Ankündigungen"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="subscriptions_told_once")]

    def __str__(self) -> str:
        return f"{self.channel} {self.page_id}/{self.number}"


class Edition(models.Model):
    """One digest of a rhythm and day, with its entries (``announcements.DigestItem``) as they were when it was made.

    ``finished_at`` is None until every subscriber has it in the outbox.
    """

    rhythm = models.CharField(max_length=6, choices=Rhythm.choices)
    day = models.DateField()
    made_at = models.DateTimeField()
    entries = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "Ausgabe"
        verbose_name_plural = "Ausgaben"
        default_permissions = ()
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["rhythm", "day"], name="subscriptions_one_edition_a_day")]

    def __str__(self) -> str:
        return f"{self.rhythm} {self.day}"


@register_setting(icon="mail")
class SubscriptionSettings(BaseSiteSetting):
    """Whether readers can subscribe by mail."""

    is_on = models.BooleanField(
        "Leser:innen können E-Mails abonnieren",
        default=True,
        help_text="Ausgeschaltet verschwinden Formular und Links, und es gehen keine E-Mails mehr hinaus. Bestehende "
        "Abonnements bleiben gespeichert; wer abbestellt, wird weiterhin sofort gelöscht. Ohne eingerichteten "
        "Mailversand wird nichts angeboten, auch wenn hier ein Haken steht.",
    )

    base_form_class = MergingForm

    panels = [FieldPanel("is_on")]

    class Meta:
        verbose_name = "E-Mail-Abonnements"
        default_permissions = ("change",)
