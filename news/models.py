"""News items and their index."""

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Substr
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path
from wagtail.models import Orderable
from wagtail.search import index

from labs.models import LabPage, NamesLabs
from ogl_portal.core.blocks import BodyField
from ogl_portal.core.fields import FuzzyDateField, by_time, fuzzy
from ogl_portal.core.models import BasePage, IndexPage, Topic
from ogl_portal.core.public import public
from ogl_portal.german.dates import german_date
from ogl_portal.media.lead_picture import HasLeadPicture


class NewsIndexPage(RoutablePageMixin, IndexPage):
    subpage_types = ["news.NewsPage"]
    usual_slug = "aktuelles"
    kind_label = "Aktuelles"

    class Meta:
        verbose_name = "Verzeichnis der Meldungen"

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        archive = f"{self.get_full_url(request)}archiv/"
        years = [{"location": f"{archive}{year}/"} for year, _ in years_with_news()]
        return [*super().get_sitemap_urls(request), {"location": archive}, *years]

    @path("archiv/")
    def archive(self, request: HttpRequest) -> HttpResponse:
        """The years with news."""
        return self.view_below(request, "")

    @re_path(r"^archiv/(?P<year>\d{4})/$")
    def archive_year(self, request: HttpRequest, year: str) -> HttpResponse:
        """All news of a year."""
        return self.view_below(request, year)


class NewsPage(NamesLabs, HasLeadPicture):
    """A news item. It lives below the index or below the lab that wrote it."""

    place = models.CharField("Ort", max_length=150, blank=True)
    labs = ParentalManyToManyField(LabPage, verbose_name="Labore", blank=True, related_name="news")
    topics = ParentalManyToManyField(Topic, verbose_name="Themen", blank=True, related_name="news")
    body = BodyField()
    source_url = models.URLField("Quelle", max_length=500, blank=True)
    # Copies of ``dates``, so that lists need no query of their own for them.
    date_list = ArrayField(models.CharField(max_length=10), editable=False, default=list)
    sort_date = models.CharField(max_length=10, editable=False, default="")

    content_panels = [
        *BasePage.content_panels,
        InlinePanel(
            "dates", heading="Daten", label="Datum", min_num=1, help_text="Das erste Datum ordnet die Meldung ein."
        ),
        FieldPanel("place"),
        *BasePage.intro_panels,
        *HasLeadPicture.picture_panels,
        FieldPanel("body"),
        InlinePanel(
            "corrections",
            heading="Korrekturen",
            label="Korrektur",
            help_text="Wenn etwas Veröffentlichtes falsch war: den Text oben berichtigen und hier mit Datum sagen, was "
            "vorher dort stand. Das steht öffentlich unter der Meldung und im Feed. Tippfehler brauchen das nicht.",
        ),
        FieldPanel("labs", widget=forms.CheckboxSelectMultiple),
        FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
        FieldPanel("source_url"),
        *BasePage.note_panels,
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("teaser"), index.SearchField("body")]
    fields_in_changes = (*("title", "dates", "place", "teaser", "picture_alt", "body", "labs", "topics", "source_url"),)
    parent_page_types = ["news.NewsIndexPage", "labs.LabPage"]
    subpage_types: list[str] = []
    kind_label = "Meldung"

    class Meta:
        verbose_name = "Meldung"
        verbose_name_plural = "Meldungen"
        indexes = [models.Index(by_time("sort_date"), name="news_by_time")]

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.date_list = [item.date for item in self.dates.all()]
        self.sort_date = self.date_list[0] if self.date_list else ""
        super().full_clean(*args, **kwargs)

    @property
    def title_completion(self) -> str:
        date = fuzzy(self.sort_date)
        return str(date) if date else ""

    def corrections_by_date(self) -> list["NewsCorrection"]:
        """What was corrected, latest first."""
        return sorted(self.corrections.all(), key=lambda item: item.date, reverse=True)


class NewsDate(Orderable):
    """A date of a news item; some speak of several, some only of a month."""

    news = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="dates")
    date = FuzzyDateField("Datum", help_text="Zum Beispiel »5. Mai 2022«, »Oktober 2022« oder »2022«.")

    panels = [FieldRowPanel([FieldPanel("date")])]

    class Meta(Orderable.Meta):
        verbose_name = "Datum"
        verbose_name_plural = "Daten"

    def __str__(self) -> str:
        return self.date


class NewsCorrection(Orderable):
    """Something published that was wrong, and when it was put right. It stays on the page for good."""

    news = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="corrections")
    date = models.DateField("Korrigiert am", default=timezone.localdate)
    text = models.TextField(
        "Was war falsch, und was stimmt?",
        max_length=1000,
        help_text="Zum Beispiel »In einer früheren Version stand, die Tagung sei am 20. Juni gewesen. Sie war am "
        "21. Juni.«",
    )

    panels = [FieldPanel("date"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = "Korrektur"
        verbose_name_plural = "Korrekturen"

    def __str__(self) -> str:
        return f"Korrektur vom {german_date(self.date)}: {self.text}"

    def clean(self) -> None:
        super().clean()
        if self.date and self.date > timezone.localdate():
            raise ValidationError({"date": "Dieser Tag liegt in der Zukunft. Bitte den Tag der Korrektur angeben."})


def years_with_news() -> list[tuple[str, int]]:
    """The years with public news and the number of items in each, newest first; news without a date are in no year."""
    dated = public(NewsPage.objects).filter(sort_date__regex=r"^\d{4}").order_by()  # it becomes an address
    years = dated.values(year=Substr("sort_date", 1, 4)).annotate(count=models.Count("pk"))
    return list(years.order_by("-year").values_list("year", "count"))
