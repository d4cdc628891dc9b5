"""Labs: their pages and what belongs to one lab only."""

import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from labs.completeness import ASKED_FOR, missing
from labs.enums import MunicipalityKind, PartnerKind
from ogl_portal.core.fields import ChoiceArrayField, FuzzyDateField, fuzzy
from ogl_portal.core.identifiers import validate_ags
from ogl_portal.core.models import BasePage, IndexPage, Topic
from ogl_portal.german.laender import Land
from ogl_portal.german.sorting import german_sort_key
from ogl_portal.media.lead_picture import HasLeadPicture

_BRIEF = 400  # letters


def _coordinate(label: str, lowest: int, highest: int, example: str) -> models.DecimalField:
    """Degrees (WGS 84) within the box that holds Germany and its neighbours' border towns."""
    sentence = f"Der {label} muss zwischen {lowest} und {highest} liegen (Deutschland)."
    return models.DecimalField(
        label,
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(lowest, sentence), MaxValueValidator(highest, sentence)],
        help_text=f"In Grad, zum Beispiel {example}.",
    )


def latitude_field() -> models.DecimalField:
    return _coordinate("Breitengrad", 47, 56, "52,14")


def longitude_field() -> models.DecimalField:
    return _coordinate("Längengrad", 5, 16, "12,59")


class LabIndexPage(RoutablePageMixin, IndexPage):
    subpage_types = ["labs.LabPage"]
    usual_slug = "labore"
    kind_label = "Labore"
    is_system_page = True

    class Meta:
        verbose_name = "Laborverzeichnis"

    @path("kommune-wie-meine/")
    def finder(self, request: HttpRequest) -> HttpResponse:
        """Labs like the place that a visitor types."""
        return self.view_below(request, "kommune-wie-meine")


class LabPage(HasLeadPicture):
    """One of the labs. What is not known stays empty and is shown to staff as missing."""

    official_name = models.CharField("Amtlicher Name", max_length=200, blank=True)
    project_name = models.CharField("Projektname", max_length=200, blank=True)
    laender = ChoiceArrayField(
        models.CharField(max_length=2, choices=Land.choices), verbose_name="Länder", default=list, blank=True
    )
    seat = models.CharField("Sitz", max_length=120, blank=True, help_text="Ort, an dem das Labor auf der Karte steht.")
    latitude = latitude_field()
    longitude = longitude_field()
    period_start = FuzzyDateField("Beginn", blank=True, help_text="Tag, Monat oder Jahr, zum Beispiel »April 2020«.")
    period_end = FuzzyDateField("Ende", blank=True)
    funding = models.CharField(
        "Förderung",
        max_length=250,
        blank=True,
        help_text="Zum Beispiel »180.000 Euro«; mit der Quelle, wo sie unsicher ist.",
    )
    has_more_municipalities = models.BooleanField(
        "Weitere Kommunen, deren Namen nicht bekannt sind",
        default=False,
        help_text="Die Liste der Kommunen endet dann mit »und weitere Kommunen«.",
    )
    theme = RichTextField("Gesellschaftliche Themen", blank=True)
    goals = RichTextField("Ziele und Wirkungen", blank=True)
    results = RichTextField("Ergebnisse", blank=True)
    fields_of_action = RichTextField("Handlungsfelder der Öffnung", blank=True)
    how_it_works = RichTextField("Arbeitsweise", blank=True)
    topics = ParentalManyToManyField(Topic, verbose_name="Themen", blank=True, related_name="labs")
    summary_en = models.TextField(
        "Zusammenfassung auf Englisch",
        max_length=1200,
        blank=True,
        help_text="Ein Absatz für die englischen Seiten. Eigennamen bleiben deutsch, mit einer Übersetzung dahinter.",
    )
    sort_key = models.CharField(max_length=255, editable=False, db_index=True, default="")

    facts_panels = [
        HelpPanel(template="labs/admin/completeness.html", heading="Stand der Angaben"),
        FieldPanel("title", help_text="Kurzname, zum Beispiel »Brandis / Partheland«."),
        *BasePage.intro_panels,
        *HasLeadPicture.picture_panels,
        FieldPanel("official_name"),
        FieldPanel("project_name"),
        FieldPanel("laender"),
        MultiFieldPanel(
            [FieldPanel("seat"), FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])],
            heading="Lage auf der Karte",
        ),
        FieldRowPanel([FieldPanel("period_start"), FieldPanel("period_end")], heading="Laufzeit"),
        FieldPanel("funding"),
        FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
        *BasePage.note_panels,
    ]
    people_panels = [
        InlinePanel("municipalities", heading="Kommunen", label="Kommune"),
        FieldPanel("has_more_municipalities"),
        InlinePanel("partners", heading="Partner", label="Partner"),
        InlinePanel("contacts", heading="Ansprechpersonen", label="Person"),
    ]
    work_panels = [
        FieldPanel("theme"),
        FieldPanel("goals"),
        InlinePanel("subprojects", heading="Teilprojekte", label="Teilprojekt"),
        FieldPanel("results"),
        FieldPanel("fields_of_action"),
        FieldPanel("how_it_works"),
        InlinePanel(
            "claims",
            heading="Wirkungskette",
            label="Aussage",
            help_text="Ausgangslage → Aktivität → Ergebnis → Wirkung. Jede Aussage kann auf die Seite eines "
            "Ergebnisdokuments verweisen, auf der sie steht.",
        ),
        InlinePanel("links", heading="Verweise", label="Verweis"),
    ]
    english_panels = [FieldPanel("summary_en")]
    edit_handler = TabbedInterface(
        [
            ObjectList(facts_panels, heading="Angaben"),
            ObjectList(people_panels, heading="Beteiligte"),
            ObjectList(work_panels, heading="Arbeit"),
            ObjectList(english_panels, heading="Englisch"),
            ObjectList(BasePage.promote_panels, heading="Adresse"),
        ]
    )
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("teaser"),
        index.SearchField("project_name"),
        index.SearchField("official_name"),
    ]
    # Without the contacts: a person whose consent has run out must not live on in an old version (L-DSGVO-3).
    fields_in_changes = (
        *BasePage.fields_in_changes,
        *("picture_alt", "official_name", "project_name", "laender", "seat", "period_start", "period_end", "funding"),
        *("topics", "municipalities", "has_more_municipalities", "partners", "theme", "goals", "subprojects"),
        *("results", "fields_of_action"),
        *("how_it_works", "claims", "links", "summary_en"),
    )
    parent_page_types = ["labs.LabIndexPage"]
    subpage_types = ["news.NewsPage", "events.EventPage"]
    kind_label = "Labor"
    is_system_page = True

    class Meta:
        verbose_name = "Labor"
        verbose_name_plural = "Labore"

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = german_sort_key(self.title)
        super().full_clean(*args, **kwargs)

    @property
    def land_names(self) -> list[str]:
        return [Land(code).label for code in self.laender]

    @property
    def period(self) -> str:
        """»April 2020 bis Dezember 2022«; only what is known."""
        start, end = fuzzy(self.period_start), fuzzy(self.period_end)
        if start and end:
            return f"{start} bis {end}"
        if start:
            return f"ab {start}"
        return f"bis {end}" if end else ""

    def missing_facts(self) -> list[str]:
        """Sentences about what is still open; empty when the lab is complete."""
        return missing(self)

    @property
    def completeness(self) -> int:
        """How much of the profile is filled in, in percent."""
        return round(100 * (len(ASKED_FOR) - len(self.missing_facts())) / len(ASKED_FOR))


class LabMunicipality(Orderable):
    lab = ParentalKey(LabPage, on_delete=models.CASCADE, related_name="municipalities")
    name = models.CharField("Name", max_length=150)
    kind = models.CharField("Art", max_length=20, choices=MunicipalityKind.choices, default=MunicipalityKind.STADT)
    land = models.CharField("Land", max_length=2, choices=Land.choices, blank=True)
    ags = models.CharField(
        "Amtlicher Gemeindeschlüssel",
        max_length=8,
        blank=True,
        validators=[validate_ags],
        help_text="Acht Ziffern, für Landkreise fünf. Leer lassen, wenn er nicht bekannt ist.",
    )
    latitude = latitude_field()
    longitude = longitude_field()
    note = models.CharField("Anmerkung", max_length=250, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("name")]),
        FieldRowPanel([FieldPanel("land"), FieldPanel("ags")]),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "Kommune"
        verbose_name_plural = "Kommunen"

    def __str__(self) -> str:
        return self.name


class LabPartner(Orderable):
    lab = ParentalKey(LabPage, on_delete=models.CASCADE, related_name="partners")
    name = models.CharField("Name", max_length=250)
    kind = models.CharField("Art", max_length=20, choices=PartnerKind.choices, default=PartnerKind.CIVIL_SOCIETY)
    note = models.CharField("Anmerkung", max_length=250, blank=True)
    url = models.URLField("Website", blank=True)

    panels = [FieldPanel("name"), FieldPanel("kind"), FieldPanel("note"), FieldPanel("url")]

    class Meta(Orderable.Meta):
        verbose_name = "Partner"
        verbose_name_plural = "Partner"

    def __str__(self) -> str:
        return self.name


class LabSubproject(Orderable):
    lab = ParentalKey(LabPage, on_delete=models.CASCADE, related_name="subprojects")
    title = models.CharField("Titel", max_length=200)
    description = RichTextField("Beschreibung", blank=True)
    start = FuzzyDateField("Beginn", blank=True)
    activities = RichTextField("Aktivitäten", blank=True)
    results = RichTextField("Ergebnisse", blank=True)
    effects = RichTextField("Wirkungen", blank=True)

    panels = [
        FieldPanel("title"),
        FieldPanel("start"),
        FieldPanel("description"),
        FieldPanel("activities"),
        FieldPanel("results"),
        FieldPanel("effects"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "Teilprojekt"
        verbose_name_plural = "Teilprojekte"

    def __str__(self) -> str:
        return self.title

    @property
    def is_brief(self) -> bool:
        """Whether it is read faster than unfolded."""
        texts = (self.description, self.activities, self.results, self.effects)
        return sum(len(strip_tags(text)) for text in texts) <= _BRIEF


class LabContact(Orderable):
    """A person with consent to be named, and the day on which the site stops naming them by itself."""

    lab = ParentalKey(LabPage, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField("Name", max_length=150)
    role = models.CharField("Aufgabe", max_length=150, blank=True)
    email = models.EmailField("E-Mail", blank=True)
    phone = models.CharField("Telefon", max_length=40, blank=True)
    expires_on = models.DateField(
        "Anzeigen bis", help_text="Nach diesem Tag verschwindet der Eintrag von selbst aus der Öffentlichkeit."
    )

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("role")]),
        FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
        FieldPanel("expires_on"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "Ansprechperson"
        verbose_name_plural = "Ansprechpersonen"

    def __str__(self) -> str:
        return self.name

    def is_current(self, today: datetime.date) -> bool:
        return today <= self.expires_on


class LabLink(Orderable):
    lab = ParentalKey(LabPage, on_delete=models.CASCADE, related_name="links")
    title = models.CharField("Aufschrift", max_length=200)
    url = models.URLField("Adresse", max_length=500)

    panels = [FieldPanel("title"), FieldPanel("url")]

    class Meta(Orderable.Meta):
        verbose_name = "Verweis"
        verbose_name_plural = "Verweise"

    def __str__(self) -> str:
        return self.title
