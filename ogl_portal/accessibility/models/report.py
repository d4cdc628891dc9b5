"""Barriers that readers have reported, and the period in which they are to be answered."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from ogl_portal.accessibility.enums import Reason
from ogl_portal.correspondence.letters import Letter
from ogl_portal.german.dates import add_months


class ReportState(models.TextChoices):
    NEW = "new", "neu"
    IN_WORK = "in_work", "in Arbeit"
    ANSWERED = "answered", "beantwortet"
    FIXED = "fixed", "behoben"
    NO_BARRIER = "no_barrier", "keine Barriere"


CLOSING = (ReportState.ANSWERED, ReportState.FIXED, ReportState.NO_BARRIER)


class BarrierReport(Letter):
    """What a reader has reported. It is to be answered within one month (BGG § 12b Abs. 4, L-BGG-3).

    Some time after it is closed, everything that may say who wrote it is erased (``erase``); what stays is the page,
    the dates, the state, and the wording for the statement.
    """

    page_path = models.CharField("Betroffene Seite", max_length=500, blank=True)
    text = models.TextField("Meldung", max_length=5000, blank=True)
    state = models.CharField("Stand", max_length=10, choices=ReportState.choices, default=ReportState.NEW)
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

    class Meta(Letter.Meta):
        verbose_name = "Gemeldete Barriere"
        verbose_name_plural = "Gemeldete Barrieren"
        ordering = ["-received_at"]
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return f"Meldung {self.receipt}"

    def last_day(self) -> datetime.date:
        return add_months(timezone.localdate(self.received_at), 1)

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

    def erase(self, today: datetime.date) -> None:
        """Remove everything that may say who wrote it: address, wording, and the answer, which often greets by name."""
        self.email = self.text = self.answer = self.answer_draft = ""
        self.erased_on = today
        self.save()
