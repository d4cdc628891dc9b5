"""How often a person wants the digest, and what it has told them already."""

from django.conf import settings
from django.db import models


class Frequency(models.TextChoices):
    DAILY = "daily", "an jedem Werktag, an dem es etwas Neues gibt"
    WEEKLY = "weekly", "jeden Montag, wenn es etwas Neues gibt"
    NEVER = "never", "nie"


class DigestChoice(models.Model):
    """One row a person, made with the first look. ``looked_on`` is the day of the last look."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest_choice")
    frequency = models.CharField(
        "Was neu zu tun ist, kommt per E-Mail", max_length=6, choices=Frequency.choices, default=Frequency.DAILY
    )
    looked_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = "Übersicht per E-Mail"
        default_permissions = ()

    def __str__(self) -> str:
        return self.get_frequency_display()


class ToldThing(models.Model):
    """Something that waits and that the person has been told of by mail, at ``told_at``.

    When it waits no more, ``told_at`` is when that was noticed: should it come back, only later mails have told of it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    thing = models.CharField(max_length=64)
    is_late = models.BooleanField()
    is_waiting = models.BooleanField(default=True)
    told_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "thing"], name="told_once")]

    def __str__(self) -> str:
        return self.thing
