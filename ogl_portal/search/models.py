"""The index, its vocabulary, and what staff keep beside it: synonyms, best bets, a record of searches."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from ogl_portal.core.merging_form import MergingForm
from ogl_portal.german.page_numbers import PageNumber
from publications.models import DocumentPage


class EntryKind(models.TextChoices):
    """What a result is; the values stand in the address (``art=labor``)."""

    LAB = "labor", "Labore"
    PUBLICATION = "veroeffentlichung", "Veröffentlichungen"
    NEWS = "meldung", "Meldungen"
    EVENT = "termin", "Termine"
    LITERATURE = "literatur", "Literatur"
    TOPIC = "thema", "Themen"
    PAGE = "seite", "Textseiten"


class SearchState(models.Model):
    """The one row that says which generation of the index answers, and which is being built."""

    current = models.PositiveIntegerField(default=1)
    building = models.PositiveIntegerField(null=True)
    analysis = models.PositiveIntegerField(default=0)  # indexing.ANALYSIS when the current one was built
    staff_analysis = models.PositiveIntegerField(default=0)  # the same of the index that staff search

    def __str__(self) -> str:
        return f"Generation {self.current}"


class SearchEntry(models.Model):
    """One public thing. Columns that queries filter and count by are small; the bulky ones lie out of line.

    ``vector`` is made by ``ogl_portal.search.analysis`` (see there for its lexemes), never by PostgreSQL.
    """

    generation = models.PositiveIntegerField()
    key = models.CharField(max_length=40)  # »page:12«, »literature:3«, »topic:4«
    kind = models.CharField(max_length=20, choices=EntryKind.choices)
    label = models.CharField(max_length=80)  # the kind in a word, as a result shows it
    language = models.CharField(max_length=5, default="de")  # of title and text
    url = models.CharField(max_length=500)
    title = models.CharField(max_length=500)
    title_key = models.CharField(max_length=500)  # folded, to tell when somebody typed the title itself
    when = models.CharField(max_length=200, blank=True)  # the date in words
    completion = models.CharField(max_length=300, blank=True, default="")  # shown where others have the title too
    mark = models.CharField(max_length=20, blank=True, default="")  # what stands before the title: »Abgesagt«
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    labs = ArrayField(models.CharField(max_length=255), default=list)
    topics = ArrayField(models.CharField(max_length=50), default=list)
    laender = ArrayField(models.CharField(max_length=2), default=list)
    year = models.PositiveSmallIntegerField(null=True)
    date = models.DateField(null=True)
    boost = models.FloatField(default=1)
    expires_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(default=timezone.now)  # when the thing was read that stands here
    vector = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["generation", "key"], name="unique_search_entry")]
        indexes = [
            GinIndex(fields=["vector"], name="search_entry_vector", fastupdate=False),
            models.Index(fields=["expires_at"], name="search_entry_expiry", condition=Q(expires_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title


class SearchPassage(models.Model):
    """A page of the current PDF of a publication. Its text is read from the document page when it is shown."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="passages")
    document_page = models.ForeignKey(DocumentPage, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=30, blank=True)
    vector = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["vector"], name="search_passage_vector", fastupdate=False)]

    def __str__(self) -> str:
        return f"{self.entry}, {self.place.name}"

    @property
    def place(self) -> PageNumber:
        return PageNumber(self.number, self.label)


class SearchWord(models.Model):
    """A word of the index, in how many rows it stands, and a spelling of it: for typing errors and suggestions."""

    generation = models.PositiveIntegerField()
    word = models.CharField(max_length=60)  # folded
    stem = models.CharField(max_length=60)
    spelling = models.CharField(max_length=60)
    rows = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["generation", "word"], name="unique_search_word")]
        indexes = [
            models.Index(fields=["stem"], name="search_word_stem"),
            GinIndex(fields=["word"], name="search_word_trigram", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["word"], name="search_word_prefix", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.spelling


class SearchedWords(models.Model):
    """What was searched on a day and how much was found: words only, nothing about who searched (L-DSGVO)."""

    day = models.DateField("Tag")
    words = models.CharField("Gesucht", max_length=100)
    searches = models.PositiveIntegerField("Wie oft", default=1)
    results = models.PositiveIntegerField("Treffer zuletzt", default=0)

    class Meta:
        verbose_name = "Suchanfrage"
        verbose_name_plural = "Suchanfragen"
        constraints = [models.UniqueConstraint(fields=["day", "words"], name="unique_searched_words")]
        ordering = ["-day", "-searches", "words"]

    def __str__(self) -> str:
        return self.words


class Synonyms(models.Model):
    """Words of which each also finds the others."""

    words = models.TextField(
        "Wörter",
        help_text="Wörter, die dasselbe meinen, durch Komma getrennt, zum Beispiel »OGP, Open Government Partnership«. "
        "Wer eines davon sucht, findet auch die anderen.",
    )

    base_form_class = MergingForm

    panels = [FieldPanel("words")]

    class Meta:
        verbose_name = "Synonyme"
        verbose_name_plural = "Synonyme"
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        super().clean()
        if len(split_words(self.words)) < 2:
            raise ValidationError({"words": "Bitte mindestens zwei Wörter angeben, durch Komma getrennt."})


class BestBet(models.Model):
    """A page that staff want on top for certain searches."""

    words = models.TextField(
        "Suchanfragen",
        help_text="Bei diesen Suchanfragen steht die Seite ganz oben. Mehrere durch Komma trennen, "
        "zum Beispiel »Ansprechpartner, E-Mail, Telefon«.",
    )
    page = models.ForeignKey(Page, verbose_name="Seite", on_delete=models.CASCADE, related_name="+")

    base_form_class = MergingForm

    panels = [FieldPanel("words"), FieldPanel("page")]

    class Meta:
        verbose_name = "Empfohlene Seite"
        verbose_name_plural = "Empfohlene Seiten"
        ordering = ["words"]

    def __str__(self) -> str:
        return f"{self.words}: {self.page}"


def split_words(text: str) -> list[str]:
    """The entries of a list that staff wrote with commas or on lines."""
    return [part.strip() for part in text.replace("\n", ",").split(",") if part.strip()]
