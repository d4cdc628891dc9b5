"""»Abrufe«: how often pages, PDFs, reading views, feeds and searches were asked for."""

from typing import Any, cast

import django_filters
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.models import Page

from ogl_portal.statistics.chart import chart_of
from ogl_portal.statistics.models import DailyRequests, RequestKind
from ogl_portal.statistics.rounding import for_spreadsheet, shown
from ogl_portal.statistics.visibility import pages_of, visible_requests
from ogl_portal.text.numbers import as_key
from ogl_portal.users.models import User
from ogl_portal.workplace.reports import Cell, Report
from ogl_portal.workplace.scope import DashboardScope

Row = dict[str, Any]


def _pages_to_choose(request: HttpRequest) -> QuerySet[Page]:
    """Those with figures, and the one that is asked for: a page leads here before it has any."""
    user = cast(User, request.user)
    counted = visible_requests(user).order_by().values("page")
    asked = as_key(request.GET.get("page", ""))
    pages = pages_of(DashboardScope(user, timezone.localdate()))
    return pages.filter(Q(pk__in=counted) | Q(pk=asked)).order_by("title")


class RequestsFilterSet(WagtailFilterSet):
    day = django_filters.DateFromToRangeFilter(label="Zeitraum", widget=DateRangePickerWidget)
    kind = django_filters.MultipleChoiceFilter(label="Art", choices=RequestKind.choices, widget=CheckboxSelectMultiple)
    page = django_filters.ModelChoiceFilter(label="Seite", queryset=_pages_to_choose, method="filter_page")

    class Meta:
        model = DailyRequests
        fields = ["day", "kind"]

    def filter_page(self, requests: QuerySet[DailyRequests], name: str, value: Page) -> QuerySet[DailyRequests]:
        return requests.filter(page=value.pk)


def _title(row: Row) -> str:
    if row["page"]:
        return str(row["title"] or f"Gelöschte Seite (Nummer {row['page']})")
    return "Suche" if row["kind"] == RequestKind.SEARCH else "Themen und Übergreifendes"


def _kind(row: Row) -> str:
    label = RequestKind(row["kind"]).label
    return f"{label}, Version {row['version']}" if row["version"] else str(label)


def _address(row: Row) -> str:
    """The same report for this page alone."""
    address = reverse("requests_report")
    return f"{address}?page={row['page']}" if row["page"] else f"{address}?kind={row['kind']}"


class _RowPaginator(WagtailPaginator):
    """Says how many rows there are: the name of the model is that of one day's sum."""

    verbose_name, verbose_name_plural = "Zeile", "Zeilen"


class RequestsReport(Report):
    """A row for each thing that was asked for, over the days that the filter leaves; above them their course."""

    slug = "requests"
    page_title = "Abrufe"
    header_icon = "view"
    results_template_name = "statistics/requests_results.html"
    filterset_class = RequestsFilterSet
    paginator_class = _RowPaginator
    default_ordering = ["-total", "page", "kind", "version"]
    introduction = (
        "Wie oft Leser:innen etwas abgerufen haben, ohne Suchmaschinen und ohne angemeldete Personen. Gezählt wird "
        "ohne Cookie und ohne Adresse, deshalb nicht, wie viele Menschen es waren. Alle Zahlen sind auf Zehner "
        "gerundet; Summen entstehen aus den genauen Zahlen und können darum von der Summe der Zeilen abweichen."
    )
    cells = [
        Cell("title", "Seite", _title, _address, sort_key="title"),
        Cell("kind", "Art", _kind, sort_key="kind"),
        Cell(
            "total",
            "Abrufe",
            lambda row: shown(row["total"]),
            sort_key="total",
            exported=lambda row: for_spreadsheet(row["total"]),
        ),
    ]

    @cached_property
    def no_results_message(self) -> str:
        page = self.filters.form.cleaned_data.get("page") if self.filters.is_valid() else None
        if page is None:
            return str(super().no_results_message)
        return f"Zu »{page.title}« gibt es in dieser Auswahl noch keine Abrufe."

    def get_base_queryset(self) -> QuerySet[Any]:
        title = Page.objects.filter(pk=OuterRef("page")).values("title")[:1]
        rows = visible_requests(self.request.user).order_by().values("page", "kind", "version")
        return rows.annotate(total=Sum("count"), title=Subquery(title))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        if not self.is_export:
            everything = visible_requests(self.request.user)
            chosen = RequestsFilterSet(self.request.GET, queryset=everything, request=self.request)
            context["chart"] = chart_of(chosen.qs)
        return context
