"""What all reports share: who may open them, and columns that the export takes too (``spreadsheets`` logs each)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django_filters.widgets import BooleanWidget
from wagtail import hooks
from wagtail.admin.active_filters import BaseFilterAdapter, register_filter_adapter_class
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.coreutils import multigetattr
from wagtail.models import get_page_content_types

from ogl_portal.workplace.menu import PermittedMenuItem
from ogl_portal.workplace.scope import DashboardScope


class YesNoInput(BooleanWidget):
    """django-filter calls no answer »Unbekannte«."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices = [("", "Alle"), ("true", "Ja"), ("false", "Nein")]


class YesNoFilter(django_filters.BooleanFilter):
    """A question that is answered by yes, no, or not at all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=YesNoInput, **kwargs)


class _YesNoAdapter(BaseFilterAdapter):
    """An answer as it is shown above the list, where Wagtail writes »True«."""

    def get_active_filters(self) -> Any:
        for active in super().get_active_filters():
            yield active._replace(value="Ja" if self.value else "Nein")


register_filter_adapter_class(YesNoFilter, _YesNoAdapter)


@dataclass(frozen=True)
class Cell:
    """One column: its name and heading, where its value comes from, where it leads, and by what it sorts.

    ``value`` is a dotted path or a function of the row. ``exported`` is taken for CSV and XLSX where a spreadsheet
    needs something else, such as a date instead of its words.
    """

    name: str
    label: str
    value: str | Callable[[Any], Any]
    url: Callable[[Any], str] | None = None
    sort_key: str | None = None
    exported: str | Callable[[Any], Any] | None = None

    @property
    def column(self) -> BaseColumn:
        if self.url:
            return TitleColumn(
                self.name, label=self.label, accessor=self.value, get_url=self.url, sort_key=self.sort_key, width="25%"
            )
        return Column(self.name, label=self.label, accessor=self.value, sort_key=self.sort_key)

    def for_export(self, row: Any) -> Any:
        source = self.value if self.exported is None else self.exported
        return source(row) if callable(source) else multigetattr(row, source)


class Report(ReportView):
    """A report of ours. A subclass names ``slug``, ``cells``, ``get_base_queryset``; who may open it, if not all."""

    slug = ""
    cells: list[Cell] = []
    permission_required = "wagtailadmin.access_admin"
    is_searchable = False
    introduction = ""
    template_name = "workplace/report.html"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.columns = [cell.column for cell in cls.cells]
        cls.list_export = [cell.name for cell in cls.cells]
        cls.export_headings = {cell.name: cell.label for cell in cls.cells}
        cls.index_url_name = f"{cls.slug}_report"
        cls.index_results_url_name = f"{cls.slug}_report_results"

    @property
    def scope(self) -> DashboardScope:
        return DashboardScope(self.request.user, timezone.localdate())

    def user_has_permission(self, permission: str) -> bool:
        """Asked of the person: without a policy Wagtail's own answer is yes to everybody."""
        return bool(self.request.user.has_perm(permission))

    def get_filename(self) -> str:
        return f"{self.page_title}-{timezone.localdate():%Y-%m-%d}".lower().replace(" ", "-")

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {cell.name: cell.for_export(item) for cell in self.cells}

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "introduction": self.introduction}


def page_kinds(request: HttpRequest) -> QuerySet[ContentType]:
    """The choices of a filter by kind of page."""
    return get_page_content_types(include_base_page_type=False)


def register_report(report: type[Report], address: str, *, order: int) -> None:
    """Give a report its two addresses (the page, and its rows alone for the filter's script) and its menu entry."""
    name = report.index_url_name

    def urls() -> list[URLPattern]:
        return [
            path(f"berichte/{address}/", report.as_view(), name=name),
            path(f"berichte/{address}/ergebnisse/", report.as_view(results_only=True), name=f"{name}_results"),
        ]

    def menu_item() -> PermittedMenuItem:
        title, permission = str(report.page_title), report.permission_required
        return PermittedMenuItem(permission, title, reverse(name), icon_name=report.header_icon, order=order)

    hooks.register("register_admin_urls", urls)
    hooks.register("register_reports_menu_item", menu_item)
