"""What BITV 2.0 § 4 asks for in easy language and in sign language, and is not there yet."""

from dataclasses import dataclass
from typing import Any

import django_filters
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import Page

from ogl_portal.legal.gaps import language_gaps
from ogl_portal.workplace.reports import Cell, Report

LANGUAGES = [("languages.easy", "Leichte Sprache"), ("languages.sign", "Deutsche Gebärdensprache")]


@dataclass(frozen=True)
class MissingPart:
    """One part in one language; ``key`` is that of its gap, ``edit_url`` where it is added."""

    key: str
    part: str
    alternative: str
    source: str
    edit_url: str

    @property
    def language(self) -> str:
        return dict(LANGUAGES)[self.key]


def missing_parts() -> list[MissingPart]:
    """The parts of both languages that are missing, a row for each."""
    return [
        MissingPart(gap.key, part, gap.alternative, gap.source, gap.edit_url or reverse("wagtailadmin_explore_root"))
        for gap in language_gaps()
        for part in gap.parts
    ]


class MissingPartFilterSet(WagtailFilterSet):
    sprache = django_filters.ChoiceFilter(label="Sprache", choices=LANGUAGES)


class TranslationReport(Report):
    """The rows are counted together from two pages, not read from a table: they are sorted and filtered here."""

    slug = "translations"
    page_title = "Fehlende Übersetzungen"
    header_icon = "globe"
    filterset_class = MissingPartFilterSet
    default_ordering = "language"
    introduction = (
        "Was eine Website des Bundes in Leichter Sprache und in Gebärdensprache mitteilen muss und hier noch fehlt. "
        "Ein Klick auf den Teil führt zu der Seite, auf der er ergänzt wird. Ein Text zählt erst als Leichte Sprache, "
        "wenn eine Prüfgruppe ihn gelesen hat."
    )
    cells = [
        Cell("part", "Fehlender Teil", "part", lambda row: row.edit_url, "part"),
        Cell("language", "Sprache", "language", sort_key="language"),
        Cell("source", "Rechtsgrundlage", "source"),
        Cell("alternative", "Bis dahin", "alternative"),
    ]

    def get_base_queryset(self) -> Any:
        return missing_parts()

    def order_queryset(self, queryset: list[MissingPart]) -> list[MissingPart]:
        key = self.ordering.lstrip("-")
        return sorted(queryset, key=lambda row: str(getattr(row, key)), reverse=self.ordering.startswith("-"))

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(), "queryset": Page.objects.none()}  # the form asks for one

    def filter_queryset(self, queryset: list[MissingPart]) -> list[MissingPart]:
        wanted = self.filters.form.cleaned_data["sprache"] if self.filters.is_valid() else ""
        return [row for row in queryset if not wanted or row.key == wanted]
