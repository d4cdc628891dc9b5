"""Barriers that readers have reported, and the period in which they are to be answered."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from ogl_portal.accessibility.faults import Reason
from ogl_portal.core.dates import add_months


class ReportState(models.TextChoices):
    NEW = "new", "neu"
    IN_WORK = "in_work", "in Arbeit"
    ANSWERED = "answered", "beantwortet"
    FIXED = "fixed", "behoben"
    NO_BARRIER = "no_barrier", "keine Barriere"


CLOSING = (ReportState.ANSWERED, ReportState.FIXED, ReportState.NO_BARRIER)


class BarrierReport(models.Model):
    """What a reader has reported. It is to be answered within one month (BGG § 12b Abs. 4, L-BGG-3).

    Some time after it is closed, everything that may say who wrote it is erased (``erase``); what stays is the page,
    the dates, the state, and the wording for the statement.
    """

    receipt = models.CharField("Eingangsnummer", max_length=20, unique=True)
    received_at = models.DateTimeField("Eingegangen am", default=timezone.now)
    due_on = models.DateField("Zu beantworten bis", editable=False)
    page_path = models.CharField("Betroffene Seite", max_length=500, blank=True)
    text = models.TextField("Meldung", max_length=5000, blank=True)
    email = models.EmailField("E-Mail für die Antwort", blank=True)

    state = models.CharField("Stand", max_length=10, choices=ReportState.choices, default=ReportState.NEW)
    answer = models.TextField("Antwort", max_length=5000, blank=True)
    answered_at = models.DateTimeField("Beantwortet am", null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    closed_on = models.DateField("Abgeschlossen am", null=True, editable=False)
    erased_on = models.DateField("Persönliche Angaben gelöscht am", null=True, editable=False)

    is_fault = models.BooleanField(
        "Als Mangel in die Erklärung zur Barrierefreiheit aufnehmen",
        default=False,
        help_text="Ankreuzen, wenn die Meldung zutrifft und nicht gleich behoben wird. Mit dem Stand »behoben« oder "
        "»keine Barriere« verschwindet der Mangel wieder.",
    )
    fault_title = models.CharField(
        "Wortlaut in der Erklärung",
        max_length=200,
        blank=True,
        help_text="Was nicht barrierefrei ist, in eigenen Worten und ohne Angaben zur Person. Steht öffentlich.",
    )
    fault_reason = models.CharField("Grund", max_length=8, choices=Reason.choices, default=Reason.NOT_YET)
    fault_alternative = models.CharField(
        "Barrierefreie Alternative",
        max_length=500,
        blank=True,
        help_text="Wie man auf anderem Weg an den Inhalt kommt. Leer, wenn es keinen gibt.",
    )

    class Meta:
        verbose_name = "Gemeldete Barriere"
        verbose_name_plural = "Gemeldete Barrieren"
        ordering = ["-received_at"]
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return f"Meldung {self.receipt}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the two dates that follow from the others: when it is due, and since when it is closed."""
        self.due_on = add_months(timezone.localdate(self.received_at), 1)
        if not self.is_settled:
            self.closed_on = None
        elif self.closed_on is None:
            self.closed_on = timezone.localdate()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        if self.is_fault and not self.fault_title.strip():
            raise ValidationError({"fault_title": "Bitte schreiben Sie, wie der Mangel in der Erklärung heißen soll."})
        if self.is_fault and self.state == ReportState.NO_BARRIER:
            raise ValidationError({"state": "Eine Meldung ist entweder keine Barriere oder ein Mangel der Erklärung."})
        if self.state == ReportState.ANSWERED and self.answered_at is None and self.email:
            raise ValidationError(
                {"state": "Beantwortet ist die Meldung erst, wenn Sie unten eine Antwort gesendet haben."}
            )

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do: a closing state and, where there is an address, an answer."""
        answered = self.answered_at is not None or not self.email
        return self.state in CLOSING and answered

    @property
    def settled_on(self) -> datetime.date | None:
        """The day that counts for the deadline: that of the answer; without an address, that of closing."""
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

    def erase(self, today: datetime.date) -> None:
        """Remove everything that may say who wrote it: address, wording, and the answer, which often greets by name."""
        self.email = self.text = self.answer = ""
        self.erased_on = today
        self.save()
