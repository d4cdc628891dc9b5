"""Events and their index."""

import copy
import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from events.enums import Audience, EventState
from events.forms import EventPageForm
from events.recurrence import TimeSpan
from events.series import SERIES_FIELDS, SERIES_PANELS, Series, SeriesException
from events.span_text import describe_span, describe_times, instead_of
from labs.models import LabPage, NamesLabs
from ogl_portal.core.blocks import BodyField
from ogl_portal.core.changes import Composed
from ogl_portal.core.fields import FuzzyDateField, fuzzy
from ogl_portal.core.models import BasePage, IndexPage, Topic
from ogl_portal.media.lead_picture import HasLeadPicture

LATEST_FIRST = models.F("start").desc(nulls_last=True)  # dates; those of which nothing is known come last


class EventIndexPage(IndexPage):
    subpage_types = ["events.EventPage"]
    usual_slug = "termine"
    kind_label = "Termine"

    class Meta:
        verbose_name = "Verzeichnis der Termine"


_WHEN_FIELDS = (
    *("start_date", "start_time", "end_date", "end_time", "fuzzy_date", "state", "former_date", "former_time"),
    *SERIES_FIELDS,
)


def _stored_when(stored: dict[str, Any]) -> str:
    """``EventPage.when`` of a stored version; ``stored`` has the values of ``_WHEN_FIELDS``."""
    return EventPage(**{name: value for name, value in stored.items() if value is not None}).when


class EventPage(NamesLabs, HasLeadPicture, Series):
    """An event, or a series of them. Times are local times of Europe/Berlin; without times it lasts whole days.

    An event whose day nobody recorded has no ``start_date`` but a ``fuzzy_date`` (»April 2021«), or neither.
    Internal events are shown to staff only (``for_readers``, ``serve``).
    ``start`` and ``end`` span the whole series. Lists and calendars read ``occurrences``, which ``save`` writes.
    """

    for_readers = Q(audience=Audience.PUBLIC)

    start_date = models.DateField("Beginn", null=True, blank=True)
    start_time = models.TimeField("Uhrzeit", null=True, blank=True, help_text="Leer: ganztägig.")
    end_date = models.DateField("Ende", null=True, blank=True, help_text="Leer: am selben Tag.")
    end_time = models.TimeField(
        "Uhrzeit",
        null=True,
        blank=True,
        help_text="0:00 ist das Ende des Tages (24 Uhr). Geht es darüber hinaus, steht unter »Ende« der nächste Tag.",
    )
    fuzzy_date = FuzzyDateField(
        "Ungefährer Termin", blank=True, help_text="Nur wenn der Tag nicht bekannt ist, zum Beispiel »April 2021«."
    )
    kind = models.CharField(
        "Art",
        max_length=80,
        blank=True,
        help_text="Am besten eine von sechs: Auftakt, Beteiligung, Konferenz, Präsentation und Diskussion, Treffen, "
        "Workshop.",
    )
    state = models.CharField(
        "Stand",
        max_length=10,
        choices=EventState.choices,
        default=EventState.PLANNED,
        help_text="»unsicher«: war geplant; ob der Termin stattfindet oder stattfand, ist nicht bekannt.",
    )
    audience = models.CharField(
        "Sichtbarkeit",
        max_length=10,
        choices=Audience.choices,
        default=Audience.PUBLIC,
        help_text="Interne Termine sieht nur, wer angemeldet ist.",
    )
    place_name = models.CharField("Ort", max_length=200, blank=True)
    address = models.CharField("Anschrift", max_length=250, blank=True)
    online_url = models.URLField("Adresse der Online-Teilnahme", max_length=500, blank=True)
    is_online = models.BooleanField("Findet online statt", default=False)
    is_step_free = models.BooleanField("Stufenlos zugänglich", default=False)
    has_induction_loop = models.BooleanField("Induktive Höranlage vorhanden", default=False)
    has_sign_language = models.BooleanField("Wird in Gebärdensprache übersetzt", default=False)
    accessibility_note = models.CharField(
        "Weitere Hinweise zur Barrierefreiheit",
        max_length=300,
        blank=True,
        help_text="Zum Beispiel »Aufzug am Nebeneingang« oder an wen man sich wendet.",
    )
    organiser = models.CharField("Veranstaltet von", max_length=200, blank=True)
    registration_url = models.URLField("Anmeldung unter", max_length=500, blank=True)
    registration_deadline = models.DateField("Anmeldeschluss", null=True, blank=True)
    labs = ParentalManyToManyField(LabPage, verbose_name="Labore", blank=True, related_name="events")
    topics = ParentalManyToManyField(Topic, verbose_name="Themen", blank=True, related_name="events")
    body = BodyField()
    source_url = models.URLField("Quelle", max_length=500, blank=True)
    former_date = models.DateField(
        "Ursprünglicher Tag",
        null=True,
        blank=True,
        help_text="Nur wenn der Termin verschoben ist; steht dann öffentlich dabei (»statt 12. Mai 2027«). Leer: Beim "
        "Speichern kommt der Tag hierher, der bisher veröffentlicht war.",
    )
    former_time = models.TimeField("Ursprüngliche Uhrzeit", null=True, blank=True)
    start = models.DateTimeField(editable=False, null=True, db_index=True)
    end = models.DateTimeField(editable=False, null=True, db_index=True)
    # RFC 5545, 3.8.7.4: grows when time, place or state change once the event is public, and never falls.
    sequence = models.PositiveIntegerField(editable=False, default=0)
    series_is_checked = False  # set by the form, which also knows the single dates

    base_form_class = EventPageForm
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start_date"), FieldPanel("start_time", heading="Uhrzeit des Beginns")]),
                FieldRowPanel([FieldPanel("end_date"), FieldPanel("end_time", heading="Uhrzeit des Endes")]),
                FieldPanel("fuzzy_date"),
            ],
            heading="Wann",
        ),
        *SERIES_PANELS,
        MultiFieldPanel(
            [FieldPanel("place_name"), FieldPanel("address"), FieldPanel("is_online"), FieldPanel("online_url")],
            heading="Wo",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("is_step_free"), FieldPanel("has_induction_loop")]),
                FieldPanel("has_sign_language"),
                FieldPanel("accessibility_note"),
            ],
            heading="Barrierefreiheit",
        ),
        *BasePage.intro_panels,
        *HasLeadPicture.picture_panels,
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("organiser")]),
        FieldRowPanel([FieldPanel("state"), FieldPanel("audience")]),
        FieldRowPanel([FieldPanel("former_date"), FieldPanel("former_time")]),
        MultiFieldPanel([FieldPanel("registration_url"), FieldPanel("registration_deadline")], heading="Anmeldung"),
        FieldPanel("labs", widget=forms.CheckboxSelectMultiple),
        FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
        FieldPanel("source_url"),
        *BasePage.note_panels,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("teaser"),
        index.SearchField("body"),
        index.FilterField("audience"),
    ]
    fields_in_changes = (
        *("title", Composed("Wann", _WHEN_FIELDS, _stored_when), "exceptions", "place_name", "address"),
        *(
            "is_online",
            "online_url",
            "accessibility_note",
            "teaser",
            "picture_alt",
            "body",
            "kind",
            "organiser",
            "state",
        ),
        *("registration_url", "registration_deadline", "labs", "topics", "source_url"),
    )
    parent_page_types = ["events.EventIndexPage", "labs.LabPage"]
    subpage_types: list[str] = []
    kind_label = "Termin"

    class Meta:
        verbose_name = "Termin"
        verbose_name_plural = "Termine"
        # The few that every list of pages leaves out.
        indexes = [models.Index("page_ptr", condition=~Q(audience=Audience.PUBLIC), name="events_not_for_readers")]

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.start, self.end = self._moments()
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.start_date and self.fuzzy_date:
            errors["fuzzy_date"] = "Der Tag steht schon oben. Bitte nur eines von beiden angeben."
        if self.end_date and not self.start_date:
            errors["start_date"] = "Zu einem Ende gehört ein Beginn."
        if self.start_time and not self.start_date:
            errors["start_date"] = "Zu einer Uhrzeit gehört ein Tag."
        if self.end_time and not self.start_time:
            errors["start_time"] = "Zu einer Uhrzeit am Ende gehört eine Uhrzeit am Beginn."
        if self.start and self.end and self.end < self.start:
            errors["end_date"] = "Das Ende liegt vor dem Beginn."
            if self.end_time and self.end_date in {None, self.start_date}:
                errors["end_date"] += " Geht der Termin über Mitternacht hinaus, gehört hierher der nächste Tag."
        if self.registration_deadline and self.start_date and self.end and self.registration_deadline > self.end.date():
            errors["registration_deadline"] = "Der Anmeldeschluss liegt nach der Veranstaltung."
        if not errors and self.span and (sentence := self.span.missing_hour()):
            errors["start_time"] = sentence
        if not errors and not self.series_is_checked:
            errors = self.series_errors()
        if errors:
            raise ValidationError(errors)

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the occurrences too, unless only some columns are saved (Wagtail does that for drafts)."""
        is_whole = kwargs.get("update_fields") is None
        if is_whole:
            self.sequence = self._next_sequence()
        super().save(*args, **kwargs)
        if is_whole:
            EventOccurrence.objects.filter(event=self).delete()
            EventOccurrence.objects.bulk_create(self.build_occurrences())

    def _next_sequence(self) -> int:
        """What is stored decides, since the page may come from an old revision."""
        stored = EventPage.objects.filter(pk=self.pk).first() if self.pk else None
        if stored is None:
            return 0
        has_changed = stored.first_published_at is not None and stored.calendar_key() != self.calendar_key()
        return stored.sequence + 1 if has_changed else stored.sequence

    def calendar_key(self) -> tuple[Any, ...]:
        """Everything whose change must reach the calendars of those who have the event already."""
        names = ("start_date", "start_time", "end_date", "end_time", "state", "series_sentence")
        places = ("place_name", "address", "is_online", "online_url")
        rows = [(row.change(), row.new_place_name, row.new_address) for row in self.exceptions.all()]
        rows.sort(key=lambda parts: parts[0].day)
        return (*(getattr(self, name) for name in (*names, *places)), rows)

    def build_occurrences(self) -> list["EventOccurrence"]:
        """The rows for lists and calendars; one without a day where nobody knows it."""
        if not self.is_series:
            span = self.span
            known = {"day": self.start_date, **_span_fields(span)} if span else {}
            return [EventOccurrence(event=self, start=self.start, end=self.end, **known)]
        rows = {row.day: row for row in self.exceptions.all()}
        found = []
        for planned in self.occurrences_planned():
            row = rows.get(planned.day) if planned.change else None
            occurrence = EventOccurrence(event=self, day=planned.day, **_span_fields(planned.span))
            occurrence.start, occurrence.end = planned.span.start, planned.span.end
            if row:
                occurrence.is_moved = True
                occurrence.place_name, occurrence.address = row.new_place_name, row.new_address
                occurrence.note = row.note
            found.append(occurrence)
        return found

    def at(self, occurrence: "EventOccurrence") -> "EventPage":
        """The page as it is on one date of its series, for lists: a copy that is never saved."""
        if not self.is_series:
            return self
        page = copy.copy(self)
        page.series_frequency = ""
        for name in ("start_date", "start_time", "end_date", "end_time", "start", "end"):
            setattr(page, name, getattr(occurrence, name))
        page.former_date = page.former_time = None
        if occurrence.is_moved:
            page.state = EventState.MOVED if page.state == EventState.PLANNED else page.state
            page.former_date, page.former_time = occurrence.day, self.start_time
        if occurrence.place_name or occurrence.address:
            page.place_name, page.address = occurrence.place_name, occurrence.address
        return page

    def dates(self) -> list["EventPage"]:
        """Every date of the series as the page has it now, with the ``note`` on it, in the order of time."""
        found = []
        for occurrence in self.build_occurrences() if self.is_series else ():
            page = self.at(occurrence)
            page.note = occurrence.note
            found.append(page)
        return found

    def _moments(self) -> tuple[datetime.datetime | None, datetime.datetime | None]:
        """First and last moment, for sorting; a fuzzy date counts from its first to its last day."""
        if planned := self.occurrences_planned():
            return planned[0].span.start, max(occurrence.span.end for occurrence in planned)
        span, date = self.span, fuzzy(self.fuzzy_date)
        if span is None and date:
            span = TimeSpan(date.first_day, date.last_day)
        return (span.start, span.end) if span else (None, None)

    @property
    def is_past(self) -> bool:
        """Over by the clock; an event without any date counts as past, since the programme has ended."""
        return self.end is None or self.end < timezone.now()

    @property
    def is_whole_day(self) -> bool:
        return self.start_time is None

    @property
    def when(self) -> str:
        """What ``events.span_text`` says of its time, and »April 2021«; empty where not known.

        Of a series its rule: »jede Woche am Donnerstag, 9 bis 10 Uhr, bis 8. Dezember 2022«. What was moved says from
        where: »11. November 2022, 9 bis 10 Uhr (statt 10. November 2022)«.
        """
        span = self.span
        if span is None:
            date = fuzzy(self.fuzzy_date)
            return str(date) if date else ""
        if self.series_sentence:
            repetition, end = self.series_sentence.rsplit(", ", 1)
            return ", ".join(filter(None, [repetition, describe_times(span), end]))
        return f"{describe_span(span)} ({self.instead_of})" if self.instead_of else describe_span(span)

    @property
    def instead_of(self) -> str:
        """»statt 10. November 2022« for what was moved from there; empty where that is not so, or not known."""
        if self.state != EventState.MOVED or self.is_series or self.span is None or self.former_date is None:
            return ""
        return instead_of(self.span, self.former_date, self.former_time)

    @property
    def title_mark(self) -> str:
        return "Abgesagt" if self.state == EventState.CANCELLED else ""

    @property
    def open_online_url(self) -> str:
        """Where to take part online, as long as there is something to take part in."""
        return "" if self.is_past or self.state == EventState.CANCELLED else self.online_url

    @property
    def where(self) -> str:
        """Place, or »online«, or both."""
        return " und ".join(part for part in (self.place_name, "online" if self.is_online else "") if part)

    @property
    def accessibility(self) -> list[str]:
        """What is known about barriers, a phrase each."""
        known = (
            ("stufenlos zugänglich", self.is_step_free),
            ("induktive Höranlage", self.has_induction_loop),
            ("Übersetzung in Gebärdensprache", self.has_sign_language),
        )
        return [*(text for text, holds in known if holds), *filter(None, [self.accessibility_note])]

    @property
    def registration_is_open(self) -> bool:
        """A link shows only while registering still makes sense; it closes by itself."""
        if not self.registration_url or self.is_past or self.state == EventState.CANCELLED:
            return False
        return self.registration_deadline is None or timezone.localdate() <= self.registration_deadline

    @property
    def title_completion(self) -> str:
        return self.when

    @property
    def is_internal(self) -> bool:
        return self.audience == Audience.INTERNAL

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_internal:
            return super().serve(request, *args, **kwargs)
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise Http404("Interne Termine sehen nur Angemeldete.")
        response = super().serve(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response


class EventException(Orderable, SeriesException):
    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="exceptions")

    class Meta(Orderable.Meta):
        verbose_name = "Ausnahme"
        verbose_name_plural = "Ausnahmen"


class EventOccurrence(models.Model):
    """One date of an event as published: what lists count and calendars tell. Written by ``EventPage.save``.

    Derived, so that filters, counts and pages of lists are plain queries however many series there are.
    """

    event = models.ForeignKey(EventPage, on_delete=models.CASCADE, related_name="occurrences")
    day = models.DateField(null=True)  # the day the rule gives (RECURRENCE-ID)
    start_date = models.DateField(null=True)
    start_time = models.TimeField(null=True)
    end_date = models.DateField(null=True)
    end_time = models.TimeField(null=True)
    start = models.DateTimeField(null=True, db_index=True)
    end = models.DateTimeField(null=True, db_index=True)
    is_moved = models.BooleanField(default=False)
    # Only where they are others than those of the event.
    place_name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=250, blank=True)
    note = models.CharField(max_length=250, blank=True)

    class Meta:
        verbose_name = "Einzeltermin"
        verbose_name_plural = "Einzeltermine"
        ordering = ("start", "pk")
        indexes = [models.Index(LATEST_FIRST, models.F("id").desc(), name="events_latest_first")]

    def __str__(self) -> str:
        return f"{self.event}: {self.event.at(self).when}"

    @property
    def span(self) -> TimeSpan | None:
        if self.start_date is None or self.end_date is None:
            return None
        return TimeSpan(self.start_date, self.end_date, self.start_time, self.end_time)


def _span_fields(span: TimeSpan) -> dict[str, Any]:
    names = ("start_date", "start_time", "end_date", "end_time")
    return {name: getattr(span, name) for name in names}
