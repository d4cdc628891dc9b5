"""What readers looked for in the last 90 days, and what they did not find."""

from typing import Any

import django_filters
from django.db.models import Max, Min, QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from ogl_portal.search.models import SearchedWords
from ogl_portal.workplace.reports import Cell, Report

NOT_FOUND, FOUND = "nicht", "gefunden"


class SearchedWordsFilterSet(WagtailFilterSet):
    found = django_filters.ChoiceFilter(
        label="Ergebnis",
        choices=[(NOT_FOUND, "ohne Treffer"), (FOUND, "mit Treffern")],
        method="filter_found",
        empty_label=_("All"),
    )

    class Meta:
        model = SearchedWords
        fields = ["found"]

    def filter_found(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(least=0) if value == NOT_FOUND else queryset.filter(least__gt=0)


class SearchedWordsReport(Report):
    """One row for each wording; what was not found comes first, then what was asked most often."""

    slug = "searched_words"
    page_title = "Suchanfragen"
    header_icon = "search"
    filterset_class = SearchedWordsFilterSet
    permission_required = "search.view_searchedwords"
    default_ordering = ["least", "-total", "words"]
    cells = [
        Cell("words", "Gesucht", "words"),
        Cell("total", "Wie oft", "total"),
        Cell("least", "Treffer", "least"),
        Cell("last", "Zuletzt am", "last"),
    ]

    def get_base_queryset(self) -> QuerySet[SearchedWords, Any]:
        rows = SearchedWords.objects.order_by().values("words")
        return rows.annotate(total=Sum("searches"), least=Min("results"), last=Max("day"))

    def get_queryset(self) -> QuerySet[SearchedWords, Any]:
        return self.get_base_queryset().order_by(*self.default_ordering)
