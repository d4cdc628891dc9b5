"""What makes an event a series: the fields of its rule, and the dates that follow from them."""

import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel

from events.enums import FREQUENCIES, WEEKDAY_CHOICES, ExceptionKind, Ordinal
from events.recurrence import (
    ICAL_WEEKDAYS,
    MAX_INTERVAL,
    MAX_OCCURRENCES,
    Occurrence,
    OccurrenceChange,
    RecurrenceFrequency,
    RecurrenceRule,
    SeriesError,
    TimeSpan,
    check,
    expand,
)
from events.recurrence_text import describe
from ogl_portal.core.fields import ChoiceArrayField
from ogl_portal.core.models import BasePage
from ogl_portal.german.dates import german_date

if TYPE_CHECKING:
    from events.models import EventException

SERIES_FIELDS = (
    "series_frequency",
    "series_interval",
    "series_weekdays",
    "series_ordinal",
    "series_until",
    "series_count",
)
# Which field of the page a SeriesError is about.
FIELD_OF = {
    "interval": "series_interval",
    "weekdays": "series_weekdays",
    "ordinal": "series_ordinal",
    "until": "series_until",
    "count": "series_count",
    "start_date": "start_date",
    "start_time": "start_time",
}

SERIES_PANELS = [
    MultiFieldPanel(
        [FieldPanel("series_text"), HelpPanel(template="events/series_help.html")],
        heading="Wiederholung",
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("series_frequency"), FieldPanel("series_interval")]),
            FieldPanel("series_weekdays"),
            FieldPanel("series_ordinal"),
            FieldRowPanel([FieldPanel("series_until"), FieldPanel("series_count")]),
        ],
        heading="Wiederholung in einzelnen Feldern",
        classname="collapsed",  # says the same as the sentence, and costs the keyboard twenty stops
    ),
    InlinePanel(
        "exceptions",
        heading="Einzelne Tage, die ausfallen oder verlegt sind",
        label="Tag",
        help_text="Nur bei einer Reihe. Was im Satz oben steht, kommt beim Speichern von selbst hierher; für einen "
        "anderen Ort oder einen Hinweis fügen Sie hier einen Tag hinzu.",
    ),
]


class Series(BasePage):
    """The part of ``EventPage`` that is about repeating. Without a frequency the event takes place once."""

    series_frequency = models.CharField("Häufigkeit", max_length=20, choices=FREQUENCIES, blank=True)
    series_interval = models.PositiveSmallIntegerField(
        "Abstand",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_INTERVAL)],
        help_text="2: jede zweite Woche oder jeder zweite Monat. Leer: jede Woche, jeder Monat.",
    )
    series_weekdays = ChoiceArrayField(
        models.CharField(max_length=2, choices=WEEKDAY_CHOICES),
        verbose_name="Wochentage",
        default=list,
        blank=True,
        help_text="Leer: der Wochentag des Beginns.",
    )
    series_ordinal = models.SmallIntegerField(
        "Der wievielte im Monat",
        choices=Ordinal.choices,
        null=True,
        blank=True,
        help_text="Nur bei »monatlich am Wochentag«. Leer: wie beim Beginn.",
    )
    series_until = models.DateField("Letzter Tag der Reihe", null=True, blank=True)
    series_count = models.PositiveSmallIntegerField(
        "Oder Zahl der Termine",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_OCCURRENCES)],
        help_text="Ausgefallene Termine zählen mit.",
    )

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        start_date: datetime.date | None
        start_time: datetime.time | None
        end_date: datetime.date | None
        end_time: datetime.time | None
        exceptions: Any

    @property
    def is_series(self) -> bool:
        return bool(self.series_frequency and self.start_date)

    @property
    def span(self) -> TimeSpan | None:
        """When the event, or the first date of its series, is; None where the day is not known."""
        if self.start_date is None:
            return None
        return TimeSpan(self.start_date, self.end_date or self.start_date, self.start_time, self.end_time)

    def rule(self) -> RecurrenceRule:
        """The rule with what follows from the beginning filled in; raises SeriesError where it cannot be."""
        if self.start_date is None:
            raise SeriesError("Zu einer Reihe gehört ein Beginn.", "start_date")
        frequency, day = RecurrenceFrequency(self.series_frequency), self.start_date
        weekdays = tuple(sorted(ICAL_WEEKDAYS.index(name) for name in self.series_weekdays or ())) or (day.weekday(),)
        is_monthly = frequency == RecurrenceFrequency.MONTHLY_DAY
        ordinal = self.series_ordinal or (day.day - 1) // 7 + 1
        return RecurrenceRule(
            frequency=frequency,
            interval=1 if self.series_interval is None else self.series_interval,
            weekdays=() if is_monthly else weekdays,
            ordinal=ordinal if frequency == RecurrenceFrequency.MONTHLY_WEEKDAY else None,
            month_day=day.day if is_monthly else None,
            until=self.series_until,
            count=self.series_count,
        )

    def occurrences_planned(self) -> list[Occurrence]:
        """All dates of the series as the page has it now, draft or not; nothing where the rule cannot be."""
        span = self.span
        if not self.is_series or span is None:
            return []
        try:
            return expand(self.rule(), span, [row.change() for row in self.exceptions.all()])
        except SeriesError:
            return []

    def days_cancelled(self) -> list["EventException"]:
        """The dates of the series that do not take place, in the order of time."""
        return [row for row in self.exceptions.all() if row.kind == ExceptionKind.CANCELLED] if self.is_series else []

    @property
    def series_sentence(self) -> str:
        """»jede Woche am Donnerstag, bis 8. Dezember 2022«; empty for a single event."""
        if not self.is_series:
            return ""
        try:
            return describe(self.rule())
        except SeriesError:
            return ""

    def series_errors(self) -> dict[str, str]:
        """What is wrong with the rule, by field."""
        if not self.series_frequency:
            stray = next((name for name in SERIES_FIELDS[1:] if getattr(self, name)), "")
            return {"series_frequency": "Bitte die Häufigkeit wählen oder die Felder darunter leeren."} if stray else {}
        span = self.span
        if span is None:
            return {"start_date": "Zu einer Reihe gehört ein Beginn."}
        try:
            check(self.rule(), span)
        except SeriesError as error:
            return {FIELD_OF.get(error.field, "series_frequency"): str(error)}
        return {}


class SeriesException(models.Model):
    """A single date of a series that does not take place, or is moved to another day, time or place."""

    day = models.DateField("Tag der Reihe", help_text="Der Tag, an dem der Termin nach der Wiederholung wäre.")
    kind = models.CharField("Was ist", max_length=10, choices=ExceptionKind.choices, default=ExceptionKind.CANCELLED)
    new_date = models.DateField("Neuer Tag", null=True, blank=True)
    new_start_time = models.TimeField("Neue Uhrzeit", null=True, blank=True)
    new_end_time = models.TimeField("bis", null=True, blank=True, help_text="Leer: dauert so lange wie sonst.")
    new_place_name = models.CharField("Anderer Ort", max_length=200, blank=True)
    new_address = models.CharField("Anschrift des anderen Ortes", max_length=250, blank=True)
    note = models.CharField(
        "Hinweis", max_length=250, blank=True, help_text="Zum Beispiel »Feiertag«. Steht öffentlich."
    )

    panels = [
        FieldRowPanel([FieldPanel("day"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("new_date"), FieldPanel("new_start_time"), FieldPanel("new_end_time")]),
        FieldRowPanel([FieldPanel("new_place_name"), FieldPanel("new_address")]),
        FieldPanel("note"),
    ]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{german_date(self.day)}: {self.get_kind_display()}"

    def clean(self) -> None:
        super().clean()
        new = [self.new_date, self.new_start_time, self.new_end_time, self.new_place_name, self.new_address]
        if self.kind == ExceptionKind.MOVED and not any(value not in {None, ""} for value in new):
            raise ValidationError({"new_date": "Bitte angeben, wohin der Termin verlegt ist: Tag, Uhrzeit oder Ort."})
        if self.kind == ExceptionKind.CANCELLED and any(value not in {None, ""} for value in new):
            raise ValidationError({"kind": "Der Termin fällt aus, hat aber einen neuen Tag oder Ort. Ist er verlegt?"})

    def change(self) -> OccurrenceChange:
        return OccurrenceChange(
            self.day,
            is_cancelled=self.kind == ExceptionKind.CANCELLED,
            new_day=self.new_date,
            start_time=self.new_start_time,
            end_time=self.new_end_time,
        )
