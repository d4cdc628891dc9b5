"""Literature on open government: entries, their authors, and the page with the two tables."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from ogl_portal.core.address_form import AutomaticSlugForm
from ogl_portal.core.fields import FuzzyDateField
from ogl_portal.core.identifiers import normalise_doi, validate_doi, validate_isbn, validate_issn, validate_urn
from ogl_portal.core.models import IndexPage
from ogl_portal.german.sorting import german_sort_key
from publications.enums import LiteratureKind


class LiteratureEntry(index.Indexed, ClusterableModel):
    """One work. Unknown values stay empty and show as nothing."""

    slug = models.SlugField("Kürzel", unique=True, help_text="Sprungmarke auf der Seite, zum Beispiel »laumer-2021«.")
    kind = models.CharField("Art", max_length=20, choices=LiteratureKind.choices, default=LiteratureKind.BOOK)
    title = models.CharField("Titel", max_length=400)
    is_edited = models.BooleanField("Herausgeberwerk", default=False, help_text="Setzt »(Hrsg.)« hinter die Namen.")
    container = models.CharField("In", max_length=300, blank=True, help_text="Sammelband, Zeitschrift oder Reihe.")
    date = FuzzyDateField("Erschienen", blank=True)
    volume = models.CharField("Band oder Jahrgang", max_length=40, blank=True)
    issue = models.CharField("Heft", max_length=40, blank=True)
    pages = models.CharField("Seiten", max_length=40, blank=True)
    publisher = models.CharField("Verlag", max_length=200, blank=True)
    place = models.CharField("Ort", max_length=100, blank=True)
    isbn = models.CharField("ISBN", max_length=17, blank=True, validators=[validate_isbn])
    issn = models.CharField("ISSN", max_length=9, blank=True, validators=[validate_issn])
    doi = models.CharField("DOI", max_length=150, blank=True, validators=[validate_doi])
    urn = models.CharField("URN", max_length=150, blank=True, validators=[validate_urn])
    url = models.URLField("Adresse", max_length=500, blank=True)
    leads_to_review = models.BooleanField(
        "Die Adresse führt zu einer Besprechung",
        default=False,
        help_text="Dann ist nicht der Titel verlinkt, und kein Zitat nennt die Adresse als die des Werkes.",
    )
    note = models.CharField("Anmerkung", max_length=300, blank=True)
    is_verified = models.BooleanField("Angaben geprüft", default=False)
    sort_author = models.CharField(max_length=255, editable=False, default="")
    sort_title = models.CharField(max_length=255, editable=False, default="")

    base_form_class = AutomaticSlugForm
    slug_source = "title"
    panels = [
        TitleFieldPanel("title", classname=None, placeholder=False),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("date")]),
        InlinePanel("authors", heading="Verfasser:innen, Herausgeber:innen", label="Person oder Körperschaft"),
        FieldPanel("is_edited"),
        MultiFieldPanel(
            [
                FieldPanel("container"),
                FieldRowPanel([FieldPanel("volume"), FieldPanel("issue"), FieldPanel("pages")]),
                FieldRowPanel([FieldPanel("publisher"), FieldPanel("place")]),
            ],
            heading="Erscheinungsvermerk",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("isbn"), FieldPanel("issn")]),
                FieldRowPanel([FieldPanel("doi"), FieldPanel("urn")]),
                FieldPanel("url"),
                FieldPanel("leads_to_review"),
            ],
            heading="Kennungen",
        ),
        FieldPanel("note"),
        FieldPanel("is_verified"),
        FieldPanel("slug"),
    ]
    search_auto_update = False  # Wagtail would not wait for the authors; ``ogl_portal.search.signals`` does
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("container"),
        index.SearchField("note"),
        index.SearchField("publisher"),
        index.SearchField("place"),
        index.RelatedFields(
            "authors",
            [index.SearchField("family_name"), index.SearchField("given_name"), index.SearchField("body_name")],
        ),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = "Literatureintrag"
        verbose_name_plural = "Literatur"
        ordering = ["sort_author", "date", "sort_title"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        self.doi = normalise_doi(self.doi)

    def save(self, *args: Any, **kwargs: Any) -> None:
        names = [author.sorting_name for author in self.authors.all() if not author.is_editor]
        self.sort_author = german_sort_key(" ".join(names) or self.title)[:255]
        self.sort_title = german_sort_key(self.title)[:255]
        super().save(*args, **kwargs)

    @property
    def live(self) -> bool:
        """Whether the address is in use: then the editor's script no longer takes it from the title."""
        return self.pk is not None

    @property
    def extent(self) -> str:
        """»272 S.« for a whole work, »S. 127–158« for a part of one; empty where not known."""
        if not self.pages:
            return ""
        is_whole = self.kind in (LiteratureKind.BOOK, LiteratureKind.REPORT)
        return f"{self.pages}\N{NO-BREAK SPACE}S." if is_whole else f"S.\N{NO-BREAK SPACE}{self.pages}"

    @property
    def author_names(self) -> str:
        """»Lucke, Jörn von; Gollasch, Katja (Hrsg.)«; empty where nobody is named."""
        names = "; ".join(str(author) for author in self.authors.all() if not author.is_editor)
        return f"{names} (Hrsg.)" if names and self.is_edited else names

    @property
    def editor_names(self) -> str:
        """»Laumer, Ralf (Hrsg.)«: who edited the volume that the authors' work stands in; empty where nobody did."""
        names = "; ".join(str(author) for author in self.authors.all() if author.is_editor)
        return f"{names} (Hrsg.)" if names else ""


class LiteratureAuthor(Orderable):
    entry = ParentalKey(LiteratureEntry, on_delete=models.CASCADE, related_name="authors")
    family_name = models.CharField("Nachname", max_length=100, blank=True)
    given_name = models.CharField("Vorname", max_length=100, blank=True)
    body_name = models.CharField("Oder Körperschaft", max_length=255, blank=True)
    is_editor = models.BooleanField(
        "Hat den Band herausgegeben",
        default=False,
        help_text="Bei einem Beitrag: wer nicht ihn verfasst, sondern den Sammelband herausgegeben hat.",
    )

    panels = [
        FieldRowPanel([FieldPanel("given_name"), FieldPanel("family_name")]),
        FieldPanel("body_name"),
        FieldPanel("is_editor"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "Verfasser:in"
        verbose_name_plural = "Verfasser:innen"

    def __str__(self) -> str:
        return self.body_name or ", ".join(part for part in (self.family_name, self.given_name) if part)

    @property
    def sorting_name(self) -> str:
        return self.body_name or f"{self.family_name} {self.given_name}"

    def clean(self) -> None:
        super().clean()
        if bool(self.family_name) == bool(self.body_name):
            raise ValidationError({"family_name": "Bitte entweder einen Nachnamen oder eine Körperschaft angeben."})


class LiteraturePage(IndexPage):
    subpage_types: list[str] = []
    usual_slug = "literatur"
    kind_label = "Literatur"

    class Meta:
        verbose_name = "Literaturseite"
