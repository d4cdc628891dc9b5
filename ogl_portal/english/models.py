"""The English pages: a start page below the German one, and pages below that.

What they list (labs, results, figures) is not kept here: the English words for it stand beside the German ones.
"""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale

from ogl_portal.core.blocks import WordsField
from ogl_portal.core.languages import ENGLISH
from ogl_portal.core.models import BasePage
from ogl_portal.core.navigation import Crumb


class EnglishBasePage(BasePage):
    """A page in English, in an English frame."""

    page_language = ENGLISH
    kind_label = "Seite auf Englisch"

    class Meta:
        abstract = True

    def get_default_locale(self) -> Locale:
        return Locale.objects.get_or_create(language_code=ENGLISH)[0]

    def breadcrumbs(self) -> list[Crumb]:
        """From the English start page."""
        _, home, *below = super().breadcrumbs()
        return [Crumb("Home", home.url), *below] if below else []


class EnglishHomePage(EnglishBasePage):
    """Where the English pages start."""

    kicker = models.CharField("Zeile über dem Leitsatz", max_length=120, blank=True)
    claim = models.CharField("Leitsatz", max_length=120)
    body = WordsField()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("kicker"),
        FieldPanel("claim"),
        FieldPanel("teaser", heading="Einleitung", help_text="Steht unter dem Leitsatz und in Suchmaschinen."),
        FieldPanel("body"),
        *BasePage.note_panels,
    ]
    fields_in_changes = (*BasePage.fields_in_changes, "kicker", "claim", "body")
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["english.EnglishPage"]
    max_count = 1
    usual_slug = "en"
    is_system_page = True

    class Meta:
        verbose_name = "Englische Startseite"


class Listing(models.TextChoices):
    """What an English page shows below its text."""

    LABS = "labs", "die Labore, je ein Absatz"
    RESULTS = "results", "die Ergebnisse mit Zusammenfassung"
    CONTACT = "contact", "das Kontaktformular und die Anschrift"


class EnglishPage(EnglishBasePage):
    """Text in English, with a list below it where one is chosen."""

    body = WordsField()
    listing = models.CharField(
        "Darunter zeigen",
        max_length=10,
        choices=Listing.choices,
        blank=True,
        help_text="Die englischen Texte der Labore und Veröffentlichungen stehen bei diesen, auf dem Blatt »Englisch«.",
    )

    content_panels = [
        *BasePage.content_panels,
        *BasePage.intro_panels,
        FieldPanel("body"),
        FieldPanel("listing"),
        *BasePage.note_panels,
    ]
    fields_in_changes = (*BasePage.fields_in_changes, "body", "listing")
    parent_page_types = ["english.EnglishHomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "Seite auf Englisch"
        verbose_name_plural = "Seiten auf Englisch"
