"""Usage statistics: how often something public was asked for on a day. Sums only, nothing about anybody."""

from django.db import models


class RequestKind(models.TextChoices):
    """What was asked for."""

    PAGE = "page", "Seite"
    PDF = "pdf", "PDF"
    EPUB = "epub", "EPUB"
    READING = "reading", "Lesefassung"
    FEED = "feed", "Feed"
    CALENDAR = "calendar", "Kalender"
    SEARCH = "search", "Suche"


class DailyRequests(models.Model):
    """How many requests a day brought for one thing.

    ``page`` is the number of the page that the thing belongs to, 0 where it belongs to none (search, topics). It is no
    foreign key: the sum outlives the page. ``version`` is that of a PDF, else 0.
    """

    day = models.DateField("Tag")
    kind = models.CharField("Art", max_length=10, choices=RequestKind.choices)
    page = models.PositiveIntegerField("Seite", default=0)
    version = models.PositiveIntegerField("Version", default=0)
    count = models.PositiveBigIntegerField("Abrufe")

    class Meta:
        verbose_name = "Abrufe eines Tages"
        verbose_name_plural = "Abrufe eines Tages"
        constraints = [models.UniqueConstraint(fields=["day", "kind", "page", "version"], name="one_sum_a_day")]
        indexes = [models.Index(fields=["page", "day"], name="requests_of_a_page")]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y} {self.get_kind_display()} {self.page}: {self.count}"


class CountedLog(models.Model):
    """How far an access log has been counted, so that none of its lines counts twice.

    A log is known by a keyed hash of its first line, whatever it is called after it was rotated or compressed.
    """

    first_line = models.CharField(max_length=64, unique=True)
    offset = models.PositiveBigIntegerField("Gezählte Bytes", default=0)
    counted_at = models.DateTimeField("Zuletzt gezählt", auto_now=True)

    class Meta:
        verbose_name = "Ausgezähltes Protokoll"
        verbose_name_plural = "Ausgezählte Protokolle"

    def __str__(self) -> str:
        return f"{self.first_line[:8]}: {self.offset}"
