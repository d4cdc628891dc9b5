from django.db import models

from events.recurrence import ICAL_WEEKDAYS, WEEKDAYS, RecurrenceFrequency


class EventState(models.TextChoices):
    PLANNED = "planned", "geplant"
    MOVED = "moved", "verschoben"
    CANCELLED = "cancelled", "abgesagt"
    TENTATIVE = "tentative", "unsicher"  # planned once; nobody knows whether it took place


class Audience(models.TextChoices):
    PUBLIC = "public", "öffentlich"
    INTERNAL = "internal", "intern"


class ExceptionKind(models.TextChoices):
    """What becomes of a single date of a series."""

    CANCELLED = "cancelled", "fällt aus"
    MOVED = "moved", "ist verlegt"


class Ordinal(models.IntegerChoices):
    """Which one of its kind in the month."""

    FIRST = 1, "erster"
    SECOND = 2, "zweiter"
    THIRD = 3, "dritter"
    FOURTH = 4, "vierter"
    FIFTH = 5, "fünfter"
    LAST = -1, "letzter"


FREQUENCIES = [
    (RecurrenceFrequency.WEEKLY.value, "wöchentlich"),
    (RecurrenceFrequency.MONTHLY_WEEKDAY.value, "monatlich am Wochentag (etwa am ersten Donnerstag)"),
    (RecurrenceFrequency.MONTHLY_DAY.value, "monatlich am selben Tag (etwa am 15.)"),
]
WEEKDAY_CHOICES = list(zip(ICAL_WEEKDAYS, WEEKDAYS, strict=True))
