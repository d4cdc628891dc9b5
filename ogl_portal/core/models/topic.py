"""Topics: the programme's perspectives of openness and the social topics, one vocabulary for everything."""

from functools import lru_cache

from django.db import models
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.search import index

from ogl_portal.core.address_form import AutomaticSlugForm


class TopicKind(models.TextChoices):
    PERSPECTIVE = "perspective", "Perspektive der Offenheit"
    CROSSCUTTING = "crosscutting", "Querschnittsthema"
    SOCIETY = "society", "Gesellschaftliches Thema"
    AUDIENCE = "audience", "Zielgruppe"
    FORMAT = "format", "Format"


class Topic(index.Indexed, models.Model):
    name = models.CharField("Name", max_length=120, unique=True)
    short_name = models.CharField(
        "Kurzname", max_length=60, blank=True, help_text="Für Listen und Filter. Leer: der Name selbst."
    )
    slug = models.SlugField("Kürzel in der Adresse", unique=True)
    kind = models.CharField("Art", max_length=20, choices=TopicKind.choices, default=TopicKind.SOCIETY)
    description = models.TextField("Beschreibung", blank=True, help_text="Ein bis zwei Sätze für Leser:innen.")
    sort_order = models.PositiveSmallIntegerField("Reihenfolge", default=0)

    base_form_class = AutomaticSlugForm
    slug_source = "name"
    panels = [
        TitleFieldPanel("name", classname=None, placeholder=False),
        FieldPanel("short_name"),
        FieldPanel("slug"),
        FieldPanel("kind"),
        FieldPanel("description"),
        FieldPanel("sort_order"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.SearchField("description")]

    class Meta:
        verbose_name = "Thema"
        verbose_name_plural = "Themen"
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def url(self) -> str:
        """Where everything on the topic is found."""
        return _address(self.slug)

    @property
    def live(self) -> bool:
        """Whether the address is in use: then the editor's script no longer takes it from the name."""
        return self.pk is not None


@lru_cache(maxsize=512)  # pages name dozens of topics
def _address(slug: str) -> str:
    return reverse("topic", args=[slug])
