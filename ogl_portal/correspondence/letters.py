"""A letter from a reader: when it is due an answer, where that stands, and what was answered."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

MAX_ANSWER = 5000  # characters


class Letter(models.Model):
    """Abstract. A subclass brings what was written, its states, and ``is_settled``."""

    receipt = models.CharField("Eingangsnummer", max_length=20, unique=True)
    received_at = models.DateTimeField("Eingegangen am", default=timezone.now)
    due_on = models.DateField("Zu beantworten bis", editable=False)
    email = models.EmailField("E-Mail für die Antwort", blank=True)
    answer = models.TextField("Antwort", max_length=MAX_ANSWER, blank=True)
    answer_draft = models.TextField("Entwurf der Antwort", max_length=MAX_ANSWER, blank=True, editable=False)
    answered_at = models.DateTimeField("Beantwortet am", null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    closed_on = models.DateField("Abgeschlossen am", null=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the two dates that follow from the others: when it is due, and since when it is closed."""
        self.due_on = self.last_day()
        if not self.is_settled:
            self.closed_on = None
        elif self.closed_on is None:
            self.closed_on = timezone.localdate()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def last_day(self) -> datetime.date:
        """The last day of the period for an answer."""
        raise NotImplementedError

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do."""
        raise NotImplementedError

    @property
    def settled_on(self) -> datetime.date | None:
        """The day that counts for the period: that of the answer; without an answer, that of closing."""
        return timezone.localdate(self.answered_at) if self.answered_at else self.closed_on

    @property
    def is_late(self) -> bool:
        """Whether the answer came, or is still missing, after the last day of the period."""
        return (self.settled_on or timezone.localdate()) > self.due_on

    @property
    def deadline(self) -> str:
        """Where the period stands, in words: »noch 3 Tage«, »seit 2 Tagen überfällig«, »verspätet beantwortet«."""
        if self.settled_on:
            done = "beantwortet" if self.answered_at else "abgeschlossen"
            return f"verspätet {done}" if self.is_late else f"rechtzeitig {done}"
        days = (self.due_on - timezone.localdate()).days
        if days == 0:
            return "heute fällig"
        if days > 0:
            return f"noch {days} {'Tag' if days == 1 else 'Tage'}"
        return f"seit {-days} {'Tag' if days == -1 else 'Tagen'} überfällig"

    @property
    def answer_stamp(self) -> str:
        """Names the present answer, for the key of its mail and for those who answer at the same time."""
        return self.answered_at.isoformat() if self.answered_at else ""


def reminder_stage(due_on: datetime.date, today: datetime.date, ahead: tuple[int, ...]) -> str:
    """Of which day to remind: »late«, the smallest of the numbers of days ``ahead`` that is reached, or nothing.

    A day on which the site was down is made up for: what is due by now goes out, and only the most urgent of it.
    """
    days = (due_on - today).days
    if days < 0:
        return "late"
    return next((str(number) for number in sorted(ahead) if days <= number), "")


def days_left(due_on: datetime.date, today: datetime.date) -> str:
    """»heute«, »in 1 Tag«, »in 7 Tagen«."""
    days = (due_on - today).days
    return "heute" if days == 0 else f"in {days} {'Tag' if days == 1 else 'Tagen'}"
