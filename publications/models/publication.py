"""Publications: the landing page of a result document and the index of all."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
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
from wagtail.contrib.routable_page.models import RoutablePageMixin, re_path
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from labs.models import LabPage, NamesLabs
from ogl_portal.core.fields import FuzzyDateField, fuzzy
from ogl_portal.core.identifiers import normalise_doi, validate_doi, validate_isbn, validate_urn
from ogl_portal.core.models import BasePage, IndexPage, Topic
from publications import samples
from publications.enums import LICENCES, ContributorKind, ContributorRole, Language, Licence, PublicationKind
from publications.reading_address import page_address


class PublicationIndexPage(IndexPage):
    subpage_types = ["publications.PublicationPage"]
    usual_slug = "ergebnisse"
    kind_label = "Ergebnisse"

    class Meta:
        verbose_name = "Verzeichnis der Ergebnisse"


class PublicationPage(NamesLabs, RoutablePageMixin, BasePage):
    """A result document. Its PDF versions hang on it as ``versions`` and live their own life (see ``files``).

    How it is shown is registered beside it: ``json_ld``, ``page_views``, ``reading``.
    """

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
        choices=LICENCES,
        blank=True,
        help_text="Nur wählen, was die Rechteinhaber erklärt haben. Leer: Die Seite sagt nichts zur Lizenz.",
    )
    isbn = models.CharField("ISBN", max_length=17, blank=True, validators=[validate_isbn])
    doi = models.CharField("DOI", max_length=150, blank=True, validators=[validate_doi])
    urn = models.CharField("URN", max_length=150, blank=True, validators=[validate_urn])
    source_url = models.URLField("Fundstelle", max_length=500, blank=True, help_text="Adresse des Originals im Netz.")
    abstract = RichTextField("Zusammenfassung", blank=True)
    title_en = models.CharField(
        "Titel auf Englisch",
        max_length=400,
        blank=True,
        help_text="Übersetzung von Titel und Untertitel; sie steht in eckigen Klammern hinter dem deutschen. Leer "
        "bei einem englischen Titel.",
    )
    abstract_en = models.TextField(
        "Zusammenfassung auf Englisch", max_length=1500, blank=True, help_text="Ein Absatz für die englischen Seiten."
    )
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
    english_panels = [FieldPanel("title_en"), FieldPanel("abstract_en")]
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
            ObjectList(english_panels, heading="Englisch"),
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
        *("licence", "isbn", "doi", "urn", "source_url", "labs", "topics", "title_en", "abstract_en"),
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
        return Licence(self.licence).url if self.licence else ""

    @property
    def known_versions(self) -> list[Any]:
        """All versions of the file, newest first; a page that nobody has saved yet has none."""
        return list(self.versions.all()) if self.pk else []

    @cached_property
    def ready_versions(self) -> list[Any]:
        """The versions that can be had, newest first. Lists fetch them with the publications
        (``files.prefetch_ready_versions``)."""
        return [version for version in self.known_versions if version.is_ready]

    @property
    def current_version(self) -> Any:
        """The newest version that can be had, or None."""
        return self.ready_versions[0] if self.ready_versions else None

    @property
    def is_sample(self) -> bool:
        """Whether the file that can be had only stands in for the original (``publications.samples``)."""
        return bool(self.current_version and self.current_version.is_sample)

    def is_first_original(self, version: Any) -> bool:
        """Whether only samples were there before this version; to say its number would promise an earlier original."""
        before = [known for known in self.ready_versions if known.number < version.number]
        return not version.is_sample and len(before) == version.number - 1 and all(known.is_sample for known in before)

    @property
    def title_mark(self) -> str:
        return samples.MARK if self.is_sample else ""

    def told_of_original(self, text: str, language: str = "de") -> str:
        """A text about the publication, which says of a sample that it is about the original."""
        return f"{samples.ORIGINAL[language]}{text}" if text and self.is_sample else text

    @property
    def shown_teaser(self) -> str:
        return self.told_of_original(self.teaser)

    @property
    def shown_abstract_en(self) -> str:
        return self.told_of_original(self.abstract_en, "en")

    @property
    def description(self) -> str:
        """Of a sample what it holds, since the teaser is about the original."""
        if self.is_sample and self.current_version.sample_contents:
            return f"Muster, nicht das Original. {self.current_version.sample_contents}"
        return super().description

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

    def address_of_page(self, number: int) -> str:
        """A page of the current file as readers open it: in the reading view, or in the PDF where that has no text."""
        address = self.get_url() or ""
        if not self.current_version:
            return address
        if self.current_version.has_text:
            return page_address(address, number)
        return f"{address}{self.slug}.pdf#page={number}"

    def address_below(self, rest: str, former_slug: str) -> str:
        """The files are named after the publication."""
        return re.sub(rf"^{re.escape(former_slug)}(?=(-v\d+)?\.pdf$|\.epub$)", self.slug, rest)

    @re_path(r"^lesen/(?:(?P<part>ab-seite-[1-9]\d{0,4}|ganz|suche|zitat)/)?$")
    def reading_view(self, request: HttpRequest, part: str | None = None) -> HttpResponse:
        """The document as HTML, in parts (``publications.reading_address``) with an anchor for every page; as a whole;
        the search in it, and the citation of a page."""
        return self.view_below(request, part or "lesen")


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
