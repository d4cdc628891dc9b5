"""The one abstract page that all page types build on."""

from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction

from ogl_portal.core.facts import Fact
from ogl_portal.core.navigation import Crumb, breadcrumbs_of


class BasePage(Page):
    """What every page of the portal has: a teaser, breadcrumbs, facts, a description for machines.

    A page type adds fields, panels and simple questions. It states what it knows about itself in ``facts()`` and
    names the word for its kind in ``kind_label``; templates, search and exports read these.
    """

    teaser = models.TextField(
        "Anreißer",
        max_length=400,
        blank=True,
        help_text="Ein bis zwei Sätze. Sie stehen in Listen, in Suchergebnissen und unter dem Titel.",
    )

    kind_label = "Seite"
    # Everything here is public (see docs/engineering/decisions): Wagtail's private pages are not offered.
    private_page_options: list[str] = []
    # Set by core.routing: the pages above this one, home page first.
    ancestor_chain: list[Page] | None = None

    intro_panels = [FieldPanel("teaser")]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug",
                    help_text="Der Teil der Adresse, der für diese Seite steht. Nach dem Veröffentlichen bitte nicht "
                    "mehr ändern: Andere verweisen darauf.",
                ),
                FieldPanel("seo_title", help_text="Titel in Suchmaschinen. Leer: der Titel der Seite."),
                FieldPanel(
                    "search_description",
                    help_text="Beschreibung in Suchmaschinen, höchstens 160 Zeichen. Leer: der Anreißer.",
                ),
            ],
            heading="Adresse und Suche",
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "show_in_menus", help_text="Nur für Seiten gleich unter der Startseite: Sie stehen dann im Menü."
                )
            ],
            heading="Navigation",
        ),
    ]

    class Meta:
        abstract = True

    @property
    def description(self) -> str:
        """One sentence for search engines and previews."""
        return self.search_description or self.teaser

    def facts(self) -> list[Fact]:
        """What the page type knows about itself, in reading order; values that are not known are left out."""
        return []

    def missing_facts(self) -> list[str]:
        """What staff should still add, in words (»Projektname fehlt«)."""
        return []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["breadcrumbs"] = self.breadcrumbs()
        context["facts"] = [item for item in self.facts() if item.values]
        return context

    def breadcrumbs(self) -> list[Crumb]:
        return breadcrumbs_of(self, self.ancestor_chain)

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """None, without asking: private pages are not offered, and each reader page would pay two queries."""
        return PageViewRestriction.objects.none()
