"""Publications: the landing page of a result document and the index of all."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
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

from labs.forms import LabChoiceForm
from labs.models import LabPage, NamesLabs, topic_url
from ogl_portal.core.blocks.text import TEXT_FEATURES
from ogl_portal.core.changes import Change
from ogl_portal.core.facts import Fact, FactValue, fact
from ogl_portal.core.fields import FuzzyDateField, fuzzy
from ogl_portal.core.identifiers import normalise_doi, validate_doi, validate_isbn, validate_urn
from ogl_portal.core.models import BasePage, Topic
from publications.enums import LICENCE_URLS, ContributorKind, ContributorRole, Language, Licence, PublicationKind


class PublicationIndexPage(BasePage):
    introduction = RichTextField("Einleitung", features=TEXT_FEATURES, blank=True)

    content_panels = [
        *BasePage.content_panels,
        *BasePage.intro_panels,
        FieldPanel("introduction"),
        *BasePage.note_panels,
    ]
    fields_in_changes = (*BasePage.fields_in_changes, "introduction")
    subpage_types = ["publications.PublicationPage"]
    parent_page_types = ["pages.HomePage"]
    max_count = 1
    usual_slug = "ergebnisse"
    kind_label = "Ergebnisse"

    class Meta:
        verbose_name = "Verzeichnis der Ergebnisse"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from publications.listing import publication_list

        context = super().get_context(request, *args, **kwargs)
        context["listing"] = publication_list(request.GET)
        return context


class PublicationPage(NamesLabs, RoutablePageMixin, BasePage):
    """A result document. Its PDF versions hang on it as ``versions`` and live their own life (see ``files``)."""

    subtitle = models.CharField("Untertitel", max_length=255, blank=True)
    kind = models.CharField("Art", max_length=20, choices=PublicationKind.choices, default=PublicationKind.REPORT)
    date = FuzzyDateField(
        "Erschienen", blank=True, help_text="Tag, Monat oder Jahr: »5. Oktober 2022«, »Oktober 2022« oder »2022«."
    )
    publisher = models.CharField("Herausgeber oder Verlag", max_length=255, blank=True)
    language = models.CharField("Sprache", max_length=5, choices=Language.choices, default=Language.DE)
    licence = models.CharField(
        "Lizenz",
        max_length=30,
        choices=Licence.choices,
        blank=True,
        help_text="Nur wählen, was die Rechteinhaber erklärt haben. Leer: Die Seite sagt nichts zur Lizenz.",
    )
    isbn = models.CharField("ISBN", max_length=17, blank=True, validators=[validate_isbn])
    doi = models.CharField("DOI", max_length=150, blank=True, validators=[validate_doi])
    urn = models.CharField("URN", max_length=150, blank=True, validators=[validate_urn])
    source_url = models.URLField("Fundstelle", max_length=500, blank=True, help_text="Adresse des Originals im Netz.")
    abstract = RichTextField("Zusammenfassung", features=TEXT_FEATURES, blank=True)
    labs = ParentalManyToManyField(LabPage, verbose_name="Labore", blank=True, related_name="publications")
    topics = ParentalManyToManyField(Topic, verbose_name="Themen", blank=True, related_name="publications")
    home_page_order = models.PositiveSmallIntegerField(
        "Platz auf der Startseite",
        null=True,
        blank=True,
        help_text="1 steht groß oben. Leer: nicht auf der Startseite.",
    )
    is_from_programme = models.BooleanField(
        "Ergebnis des Programms", default=True, help_text="Nicht ankreuzen bei Werken des Vorgängers oder Dritter."
    )

    base_form_class = LabChoiceForm
    file_panels = [HelpPanel(template="publications/admin/files_panel.html", heading="Dateien")]
    content_panels = [
        FieldPanel("title"),
        FieldPanel("subtitle"),
        *BasePage.intro_panels,
        FieldPanel("abstract"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("date")]),
        InlinePanel("contributors", heading="Personen und Körperschaften", label="Person oder Körperschaft"),
        FieldPanel("publisher"),
        FieldRowPanel([FieldPanel("language"), FieldPanel("licence")]),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("isbn"), FieldPanel("doi")]), FieldPanel("urn"), FieldPanel("source_url")],
            heading="Kennungen",
        ),
        *BasePage.note_panels,
    ]
    relation_panels = [
        FieldPanel("labs", widget=forms.CheckboxSelectMultiple),
        FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
        FieldRowPanel([FieldPanel("home_page_order"), FieldPanel("is_from_programme")]),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Angaben"),
            ObjectList(file_panels, heading="Dateien"),
            ObjectList(relation_panels, heading="Bezüge"),
            ObjectList(BasePage.promote_panels, heading="Adresse"),
        ]
    )
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("subtitle"),
        index.SearchField("teaser"),
        index.SearchField("abstract"),
        index.SearchField("names_of_files"),
    ]
    fields_in_changes = (
        *("title", "subtitle", "teaser", "abstract", "kind", "date", "contributors", "publisher", "language"),
        *("licence", "isbn", "doi", "urn", "source_url", "labs", "topics"),
    )
    parent_page_types = ["publications.PublicationIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "Veröffentlichung"
        verbose_name_plural = "Veröffentlichungen"

    @property
    def kind_label(self) -> str:  # type: ignore[override]
        return self.get_kind_display()

    @property
    def full_title(self) -> str:
        """Title and subtitle as a librarian writes them."""
        title = self.title.rstrip(".")
        return f"{title}: {self.subtitle}" if self.subtitle else title

    @property
    def title_completion(self) -> str:
        date = fuzzy(self.date)
        return self.subtitle or (str(date) if date else "")

    @property
    def licence_url(self) -> str:
        return LICENCE_URLS.get(Licence(self.licence), "") if self.licence else ""

    @property
    def current_version(self) -> Any:
        """The newest public version, or None. A list page prefetches ``public_versions`` to save the query."""
        from publications.files import current_version

        return current_version(self)

    @property
    def names_of_files(self) -> str:
        """What the PDFs were called, and the titles in them: staff look for these."""
        versions = self.versions.all()
        return ", ".join(f"{v.original_name} {v.inspection.get('title') or ''}".strip() for v in versions)

    names_of_files.fget.short_description = "PDF"  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        self.doi = normalise_doi(self.doi)
        if self.home_page_order is not None and self.home_page_order < 1:
            raise ValidationError({"home_page_order": "Der Platz auf der Startseite zählt ab 1."})

    def address_below(self, rest: str, former_slug: str) -> str:
        """The files are named after the publication."""
        return re.sub(rf"^{re.escape(former_slug)}(?=(-v\d+)?\.pdf$)", self.slug, rest)

    def changes_of_files(self) -> list[Change]:
        from publications.files import file_changes

        return file_changes(self)

    def facts(self) -> list[Fact]:
        people = list(self.contributors.all())
        date = fuzzy(self.date)
        version = self.current_version
        by_role = [
            fact(role.label, *[str(person) for person in people if person.role == role.value])
            for role in ContributorRole
        ]
        return [
            *by_role,
            fact("Erschienen bei", self.publisher),
            Fact("Erschienen", [FactValue(str(date), datetime=date.edtf)] if date else []),
            fact("Sprache", self.get_language_display()),
            fact("Umfang", version.extent if version else ""),
            Fact("Lizenz", [FactValue(self.get_licence_display(), self.licence_url)] if self.licence else []),
            fact("ISBN", self.isbn),
            Fact("DOI", [FactValue(self.doi, f"https://doi.org/{self.doi}")] if self.doi else []),
            fact("URN", self.urn),
            Fact("Labore", [FactValue(lab.title, lab.url or "") for lab in self.live_labs]),
            Fact("Themen", [FactValue(str(topic), topic_url(topic)) for topic in self.topics.all()]),
            Fact("Fundstelle", [FactValue(self.source_url, self.source_url)] if self.source_url else []),
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from publications.files import public_versions, restored_versions, withdrawn_versions
        from publications.findings import findings
        from publications.listing import related_publications

        if self.pk:  # a preview of a new page has none of these yet
            prefetch_related_objects([self], "versions", "contributors", "labs", "topics")
        context = super().get_context(request, *args, **kwargs)
        version = self.current_version
        context["version"] = version
        # The pipeline gives pages only where text could be read; their number is known without asking for them.
        context["has_reading_view"] = version is not None and version.has_text
        context["findings"] = findings(version) if version else []
        context["ready_versions"] = public_versions(self)
        context["withdrawn"] = withdrawn_versions(self)
        context["restored"] = restored_versions(self)
        context["related"] = related_publications(self)
        return context

    @path("lesen/")
    def reading_view(self, request: HttpRequest) -> HttpResponse:
        """The whole document as HTML, with an anchor for every page."""
        from publications.reading import reading_view

        return reading_view(request, self)


class Contributor(Orderable):
    """A person or body behind a publication, so that citations never split a body into first and last name."""

    publication = ParentalKey(PublicationPage, on_delete=models.CASCADE, related_name="contributors")
    role = models.CharField("Rolle", max_length=10, choices=ContributorRole.choices, default=ContributorRole.AUTHOR)
    kind = models.CharField("Art", max_length=10, choices=ContributorKind.choices, default=ContributorKind.PERSON)
    family_name = models.CharField("Nachname", max_length=100, blank=True)
    given_name = models.CharField("Vorname", max_length=100, blank=True)
    name = models.CharField("Name der Körperschaft", max_length=255, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("role"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("given_name"), FieldPanel("family_name")]),
        FieldPanel("name"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "Person oder Körperschaft"
        verbose_name_plural = "Personen und Körperschaften"

    def __str__(self) -> str:
        if self.kind == ContributorKind.BODY:
            return self.name
        return f"{self.given_name} {self.family_name}".strip()

    def clean(self) -> None:
        super().clean()
        if self.kind == ContributorKind.BODY and not self.name:
            raise ValidationError({"name": "Bitte den Namen der Körperschaft angeben."})
        if self.kind == ContributorKind.PERSON and not self.family_name:
            raise ValidationError({"family_name": "Bitte den Nachnamen angeben."})
