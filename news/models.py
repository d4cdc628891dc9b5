"""News items and their index."""

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from labs.models import LabPage, topic_url
from ogl_portal.core.blocks import BodyField
from ogl_portal.core.blocks.text import TEXT_FEATURES
from ogl_portal.core.facts import Fact, FactValue, fact
from ogl_portal.core.fields import FuzzyDateField, fuzzy
from ogl_portal.core.models import BasePage, PortalImage, Topic


class NewsIndexPage(BasePage):
    introduction = RichTextField("Einleitung", features=TEXT_FEATURES, blank=True)

    content_panels = [*BasePage.content_panels, *BasePage.intro_panels, FieldPanel("introduction")]
    subpage_types = ["news.NewsPage"]
    parent_page_types = ["pages.HomePage"]
    max_count = 1
    kind_label = "Aktuelles"

    class Meta:
        verbose_name = "Verzeichnis der Meldungen"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from news.listing import news_list

        context = super().get_context(request, *args, **kwargs)
        context["listing"] = news_list(request.GET)
        return context


class NewsPage(BasePage):
    """A news item. It lives below the index or below the lab that wrote it."""

    place = models.CharField("Ort", max_length=150, blank=True)
    labs = ParentalManyToManyField(LabPage, verbose_name="Labore", blank=True, related_name="news")
    topics = ParentalManyToManyField(Topic, verbose_name="Themen", blank=True, related_name="news")
    picture = models.ForeignKey(
        PortalImage, verbose_name="Bild", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    picture_alt = models.CharField(
        "Alternativtext", max_length=250, blank=True, help_text="Was sieht man? Vorlesegeräte sprechen diesen Text."
    )
    picture_is_decorative = models.BooleanField("Bild ist nur Schmuck", default=False)
    body = BodyField()
    source_url = models.URLField("Quelle", max_length=500, blank=True)
    # Copies of ``dates``, so that lists need no query of their own for them.
    date_list = ArrayField(models.CharField(max_length=10), editable=False, default=list)
    sort_date = models.CharField(max_length=10, editable=False, db_index=True, default="")

    content_panels = [
        *BasePage.content_panels,
        InlinePanel(
            "dates", heading="Daten", label="Datum", min_num=1, help_text="Das erste Datum ordnet die Meldung ein."
        ),
        FieldPanel("place"),
        *BasePage.intro_panels,
        MultiFieldPanel(
            [FieldPanel("picture"), FieldPanel("picture_alt"), FieldPanel("picture_is_decorative")], heading="Bild"
        ),
        FieldPanel("body"),
        FieldPanel("labs", widget=forms.CheckboxSelectMultiple),
        FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
        FieldPanel("source_url"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("teaser"), index.SearchField("body")]
    parent_page_types = ["news.NewsIndexPage", "labs.LabPage"]
    subpage_types: list[str] = []
    kind_label = "Meldung"

    class Meta:
        verbose_name = "Meldung"
        verbose_name_plural = "Meldungen"

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.date_list = [item.date for item in self.dates.all()]
        self.sort_date = self.date_list[0] if self.date_list else ""
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.picture_id and not self.picture_alt and not self.picture_is_decorative:
            raise ValidationError({"picture_alt": "Bitte einen Alternativtext schreiben oder »nur Schmuck« ankreuzen."})
        if self.picture_alt and self.picture_is_decorative:
            raise ValidationError({"picture_alt": "Ein Schmuckbild hat keinen Alternativtext. Bitte eines entfernen."})

    def facts(self) -> list[Fact]:
        dates = [date for text in self.date_list if (date := fuzzy(text))]
        return [
            Fact("Datum", [FactValue(str(date), datetime=date.edtf) for date in dates]),
            fact("Ort", self.place),
            Fact("Labore", [FactValue(lab.title, lab.url or "") for lab in self.labs.all() if lab.live]),
            Fact("Themen", [FactValue(str(topic), topic_url(topic)) for topic in self.topics.all()]),
            Fact("Quelle", [FactValue(self.source_url, self.source_url)] if self.source_url else []),
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from news.listing import related_news

        context = super().get_context(request, *args, **kwargs)
        context["dates"] = self.date_list
        context["related"] = related_news(self)
        return context


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
