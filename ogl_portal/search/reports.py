"""What readers looked for in the last 90 days, and what they did not find."""

from typing import Any

import django_filters
from django.db.models import Max, Min, QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from ogl_portal.search.models import SearchedWords

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


class SearchedWordsReport(ReportView):
    """One row for each wording; what was not found comes first, then what was asked most often."""

    page_title = "Suchanfragen"
    header_icon = "search"
    index_url_name = "searched_words_report"
    index_results_url_name = "searched_words_report_results"
    filterset_class = SearchedWordsFilterSet
    permission_policy = ModelPermissionPolicy(SearchedWords)
    permission_required = "view"
    is_searchable = False
    default_ordering = ["least", "-total", "words"]
    columns = [
        Column("words", label="Gesucht", accessor="words"),
        Column("total", label="Wie oft", accessor="total"),
        Column("least", label="Treffer", accessor="least"),
        Column("last", label="Zuletzt am", accessor="last"),
    ]
    list_export = ["words", "total", "least", "last"]
    export_headings = {"words": "Gesucht", "total": "Wie oft", "least": "Treffer", "last": "Zuletzt am"}

    def get_base_queryset(self) -> QuerySet[SearchedWords, Any]:
        rows = SearchedWords.objects.order_by().values("words")
        return rows.annotate(total=Sum("searches"), least=Min("results"), last=Max("day"))

    def get_queryset(self) -> QuerySet[SearchedWords, Any]:
        return self.get_base_queryset().order_by(*self.default_ordering)

    def get_filename(self) -> str:
        return "suchanfragen"
