"""Events and their index."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from events.enums import Audience, EventState
from labs.models import LabPage, topic_url
from ogl_portal.core.blocks import BodyField
from ogl_portal.core.blocks.text import TEXT_FEATURES
from ogl_portal.core.dates import german_range
from ogl_portal.core.facts import Fact, FactValue, fact
from ogl_portal.core.fields import FuzzyDateField, fuzzy
from ogl_portal.core.models import BasePage, Topic


class EventIndexPage(BasePage):
    introduction = RichTextField("Einleitung", features=TEXT_FEATURES, blank=True)

    content_panels = [*BasePage.content_panels, *BasePage.intro_panels, FieldPanel("introduction")]
    subpage_types = ["events.EventPage"]
    parent_page_types = ["pages.HomePage"]
    max_count = 1
    kind_label = "Termine"

    class Meta:
        verbose_name = "Verzeichnis der Termine"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from events.listing import event_list

        context = super().get_context(request, *args, **kwargs)
        context["listing"] = event_list(request.GET)
        return context


class EventPage(BasePage):
    """An event. Times are local times of Europe/Berlin; an event without times lasts whole days.

    An event whose day nobody recorded has no ``start_date`` but a ``fuzzy_date`` (»April 2021«), or neither.
    Internal events never leave the admin (see ``serve`` and ``events.listing.public_events``).
    """

    start_date = models.DateField("Beginn", null=True, blank=True)
    start_time = models.TimeField("Uhrzeit", null=True, blank=True, help_text="Leer: ganztägig.")
    end_date = models.DateField("Ende", null=True, blank=True, help_text="Leer: am selben Tag.")
    end_time = models.TimeField("Uhrzeit", null=True, blank=True)
    fuzzy_date = FuzzyDateField(
        "Ungefährer Termin", blank=True, help_text="Nur wenn der Tag nicht bekannt ist, zum Beispiel »April 2021«."
    )
    kind = models.CharField("Art", max_length=80, blank=True, help_text="Zum Beispiel »Netzwerkworkshop«.")
    state = models.CharField("Stand", max_length=10, choices=EventState.choices, default=EventState.PLANNED)
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
    organiser = models.CharField("Veranstaltet von", max_length=200, blank=True)
    registration_url = models.URLField("Anmeldung unter", max_length=500, blank=True)
    registration_deadline = models.DateField("Anmeldeschluss", null=True, blank=True)
    labs = ParentalManyToManyField(LabPage, verbose_name="Labore", blank=True, related_name="events")
    topics = ParentalManyToManyField(Topic, verbose_name="Themen", blank=True, related_name="events")
    body = BodyField()
    source_url = models.URLField("Quelle", max_length=500, blank=True)
    start = models.DateTimeField(editable=False, null=True, db_index=True)
    end = models.DateTimeField(editable=False, null=True, db_index=True)

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start_date"), FieldPanel("start_time")]),
                FieldRowPanel([FieldPanel("end_date"), FieldPanel("end_time")]),
                FieldPanel("fuzzy_date"),
            ],
            heading="Wann",
        ),
        MultiFieldPanel(
            [FieldPanel("place_name"), FieldPanel("address"), FieldPanel("is_online"), FieldPanel("online_url")],
            heading="Wo",
        ),
        *BasePage.intro_panels,
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("organiser")]),
        FieldRowPanel([FieldPanel("state"), FieldPanel("audience")]),
        MultiFieldPanel([FieldPanel("registration_url"), FieldPanel("registration_deadline")], heading="Anmeldung"),
        FieldPanel("labs", widget=forms.CheckboxSelectMultiple),
        FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
        FieldPanel("source_url"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("teaser"),
        index.SearchField("body"),
        index.FilterField("audience"),
    ]
    parent_page_types = ["events.EventIndexPage", "labs.LabPage"]
    subpage_types: list[str] = []
    kind_label = "Termin"

    class Meta:
        verbose_name = "Termin"
        verbose_name_plural = "Termine"

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
        if (
            self.registration_deadline
            and self.start_date
            and self.registration_deadline > (self.end_date or self.start_date)
        ):
            errors["registration_deadline"] = "Der Anmeldeschluss liegt nach der Veranstaltung."
        if errors:
            raise ValidationError(errors)

    def _moments(self) -> tuple[datetime.datetime | None, datetime.datetime | None]:
        """First and last moment, for sorting; a fuzzy date counts from its first to its last day."""
        start_date, end_date = self.start_date, self.end_date or self.start_date
        if not start_date and (date := fuzzy(self.fuzzy_date)):
            start_date, end_date = date.first_day, date.last_day
        if not start_date or not end_date:
            return None, None
        zone = timezone.get_default_timezone()
        start = datetime.datetime.combine(start_date, self.start_time or datetime.time.min, zone)
        end = datetime.datetime.combine(end_date, self.end_time or datetime.time(23, 59, 59), zone)
        return start, end

    @property
    def is_past(self) -> bool:
        """Over by the clock; an event without any date counts as past, since the programme has ended."""
        return self.end is None or self.end < timezone.now()

    @property
    def is_whole_day(self) -> bool:
        return self.start_time is None

    @property
    def when(self) -> str:
        """»24. Juni bis 3. Juli 2022«, »1. Dezember 2022, 9 bis 15 Uhr«, »April 2021«; empty where not known."""
        if not self.start_date:
            date = fuzzy(self.fuzzy_date)
            return str(date) if date else ""
        days = german_range(self.start_date, self.end_date)
        if not self.start_time:
            return days
        if self.end_time and (self.end_date or self.start_date) == self.start_date:
            return f"{days}, {_clock(self.start_time)} bis {_clock(self.end_time)}\N{NO-BREAK SPACE}Uhr"
        return f"{days}, {_clock(self.start_time)}\N{NO-BREAK SPACE}Uhr"

    @property
    def where(self) -> str:
        """Place, or »online«, or both."""
        return " und ".join(part for part in (self.place_name, "online" if self.is_online else "") if part)

    @property
    def registration_is_open(self) -> bool:
        """A link shows only while registering still makes sense; it closes by itself."""
        if not self.registration_url or self.is_past or self.state == EventState.CANCELLED:
            return False
        return self.registration_deadline is None or timezone.localdate() <= self.registration_deadline

    def facts(self) -> list[Fact]:
        edtf = self.start_date.isoformat() if self.start_date else self.fuzzy_date
        return [
            Fact("Wann", [FactValue(self.when, datetime=edtf)] if self.when else []),
            fact("Wo", ", ".join(part for part in (self.where, self.address) if part)),
            fact("Art", self.kind),
            fact("Veranstaltet von", self.organiser),
            Fact("Labore", [FactValue(lab.title, lab.url or "") for lab in self.labs.all() if lab.live]),
            Fact("Themen", [FactValue(str(topic), topic_url(topic)) for topic in self.topics.all()]),
            Fact("Quelle", [FactValue(self.source_url, self.source_url)] if self.source_url else []),
        ]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.audience == Audience.INTERNAL:
            raise Http404("Interne Termine haben keine öffentliche Seite.")
        return super().serve(request, *args, **kwargs)


def _clock(value: datetime.time) -> str:
    """»9«, »11.50«: German clock times without needless zeros."""
    return f"{value.hour}.{value.minute:02d}" if value.minute else str(value.hour)
