"""The home page, standard pages and the contact page."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from ogl_portal.core.blocks import BodyField
from ogl_portal.core.languages import GERMAN
from ogl_portal.core.models import BasePage
from ogl_portal.core.public import is_public
from ogl_portal.core.routing import route_below
from ogl_portal.correspondence.letters import Letter


class HomePage(BasePage):
    """The start page in the order of the old one: claim, results, subject and work, news, information, dates."""

    kicker = models.CharField("Zeile über dem Leitsatz", max_length=120, blank=True, default="Bundesprogramm 2020–2022")
    claim = models.CharField("Leitsatz", max_length=120, default="Kommunales Open Government")
    lead = models.TextField("Einleitung", max_length=500, blank=True)
    definition = RichTextField("Was kommunales Open Government ist", blank=True)
    results_heading = models.CharField("Überschrift der Ergebnisse", max_length=150, blank=True)
    results_text = models.TextField("Text zu den Ergebnissen", max_length=600, blank=True)
    work_heading = models.CharField("Überschrift der Laborarbeit", max_length=150, blank=True)
    work_text = RichTextField("Text zur Laborarbeit", blank=True)
    news_heading = models.CharField("Überschrift der Meldungen", max_length=150, blank=True)
    information_heading = models.CharField("Überschrift der Informationen", max_length=150, blank=True)
    information_text = RichTextField("Text zu Informationen und Kontakt", blank=True)
    events_heading = models.CharField("Überschrift der Termine", max_length=150, blank=True)
    past_events_note = models.CharField(
        "Satz über zurückliegenden Terminen",
        max_length=250,
        blank=True,
        help_text="Steht über der Liste, solange kein Termin bevorsteht.",
    )
    origin_programme = models.CharField(
        "Herkunftszeile: Programm",
        max_length=250,
        blank=True,
        default="Eine Initiative im Programm »Region gestalten« des Bundesministeriums des Innern und für Heimat",
    )
    origin_action_plan = models.CharField(
        "Herkunftszeile: Aktionsplan",
        max_length=250,
        blank=True,
        default="Eine Verpflichtung aus dem 2. Nationalen Aktionsplan im Rahmen der Teilnahme Deutschlands an der "
        "Open Government Partnership",
    )

    content_panels = [
        FieldPanel("title"),
        MultiFieldPanel(
            [FieldPanel("kicker"), FieldPanel("claim"), FieldPanel("lead"), FieldPanel("definition")], heading="Oben"
        ),
        InlinePanel("figures", heading="Kennzahlen", label="Kennzahl", max_num=4),
        MultiFieldPanel([FieldPanel("results_heading"), FieldPanel("results_text")], heading="Ergebnisdokumente"),
        MultiFieldPanel([FieldPanel("work_heading"), FieldPanel("work_text")], heading="Gegenstand und Laborarbeit"),
        InlinePanel("ways", heading="Wege in das Programm", label="Weg", max_num=3),
        MultiFieldPanel(
            [
                FieldPanel("news_heading"),
                FieldPanel("information_heading"),
                FieldPanel("information_text"),
                FieldPanel("events_heading"),
                FieldPanel("past_events_note"),
            ],
            heading="Meldungen, Informationen, Termine",
        ),
        MultiFieldPanel(
            [FieldPanel("origin_programme"), FieldPanel("origin_action_plan")], heading="Fußzeile jeder Seite"
        ),
        *BasePage.note_panels,
    ]
    fields_in_changes = (
        *("title", "kicker", "claim", "lead", "definition", "figures", "results_heading", "results_text"),
        *("work_heading", "work_text", "ways", "news_heading", "information_heading", "information_text"),
        *("events_heading", "past_events_note", "origin_programme", "origin_action_plan"),
    )
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    kind_label = "Startseite"

    class Meta:
        verbose_name = "Startseite"

    @property
    def changes_url(self) -> str:
        return reverse("home_changes")  # below »/« lies that of the whole site

    @property
    def origin_lines(self) -> list[str]:
        """The two lines on where the programme comes from; they stand at the foot of every page."""
        return [self.origin_programme, self.origin_action_plan]

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        if path_components:
            return route_below(self, request, path_components)
        request.portal_home = self  # type: ignore[attr-defined]  # spares the menus a query (core.navigation)
        return super().route(request, path_components)


class KeyFigure(Orderable):
    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="figures")
    value = models.CharField("Zahl", max_length=20)
    label = models.CharField("Wofür sie steht", max_length=80)
    label_en = models.CharField(
        "Auf Englisch", max_length=80, blank=True, help_text="Leer: nicht auf der englischen Startseite."
    )

    panels = [FieldRowPanel([FieldPanel("value"), FieldPanel("label")]), FieldPanel("label_en")]

    class Meta(Orderable.Meta):
        verbose_name = "Kennzahl"
        verbose_name_plural = "Kennzahlen"

    def __str__(self) -> str:
        return f"{self.value} {self.label}"


class Way(Orderable):
    """A way into the programme: title, a sentence, and the page it leads to."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="ways")
    title = models.CharField("Titel", max_length=80)
    text = models.CharField("Satz", max_length=250)
    target = models.ForeignKey(Page, verbose_name="Seite", on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("title"), FieldPanel("text"), FieldPanel("target")]

    class Meta(Orderable.Meta):
        verbose_name = "Weg"
        verbose_name_plural = "Wege"

    def __str__(self) -> str:
        return self.title

    @property
    def public_target(self) -> Page | None:
        """The page, where readers can open it."""
        return self.target if is_public(self.target) else None


class StandardPage(BasePage):
    """A page of running text, with sub-pages."""

    body = BodyField()

    content_panels = [*BasePage.content_panels, *BasePage.intro_panels, FieldPanel("body"), *BasePage.note_panels]
    fields_in_changes = (*BasePage.fields_in_changes, "body")
    search_fields = [*BasePage.search_fields, index.SearchField("teaser"), index.SearchField("body")]
    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage"]

    class Meta:
        verbose_name = "Seite"
        verbose_name_plural = "Seiten"


class ContactPage(BasePage):
    """Contact details from the site settings, and a form whose messages reach the staff inbox."""

    body = BodyField()

    content_panels = [*BasePage.content_panels, *BasePage.intro_panels, FieldPanel("body"), *BasePage.note_panels]
    fields_in_changes = (*BasePage.fields_in_changes, "body")
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    usual_slug = "kontakt"
    kind_label = "Kontakt"

    class Meta:
        verbose_name = "Kontaktseite"


class Message(Letter):
    """A message from a reader. It holds what is needed to answer, and is deleted when that is done (L-DSGVO-4)."""

    class Subject(models.TextChoices):
        GENERAL = "general", "Allgemeine Frage"
        FORMAT = "format", "Anderes Format einer Veröffentlichung"

    class State(models.TextChoices):
        OPEN = "open", "offen"
        ANSWERED = "answered", "beantwortet"
        CLOSED = "closed", "abgeschlossen"

    DAYS_TO_ANSWER = 14

    subject = models.CharField("Anliegen", max_length=10, choices=Subject.choices, default=Subject.GENERAL)
    text = models.TextField("Nachricht", max_length=5000)
    page_url = models.CharField("Betroffene Seite", max_length=500, blank=True)
    language = models.CharField(
        "Sprache des Formulars", max_length=2, choices=settings.LANGUAGES, default=GERMAN, editable=False
    )
    state = models.CharField("Stand", max_length=8, choices=State.choices, default=State.OPEN, editable=False)

    class Meta(Letter.Meta):
        verbose_name = "Nachricht"
        verbose_name_plural = "Nachrichten"
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} ({self.receipt})"

    def last_day(self) -> datetime.date:
        return timezone.localdate(self.received_at) + datetime.timedelta(days=self.DAYS_TO_ANSWER)

    @property
    def is_settled(self) -> bool:
        return self.state != self.State.OPEN
