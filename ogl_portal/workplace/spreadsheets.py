"""Tables that leave the admin for a spreadsheet: as German Excel opens them by a click, and without formulas.

Whatever an export holds may come from outside (what readers searched for, file names, titles of an import), and a cell
that begins like a formula is one to Excel and LibreOffice (OWASP, »CSV injection«). ``connect`` gives this form to all
lists and reports at once, Wagtail's own included: they share one mixin, which knows commas, UTC and English.
"""

import csv
import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.locked_pages import LockedPagesView
from wagtail.admin.views.reports.workflows import WorkflowTasksView, WorkflowView
from wagtail.log_actions import log

from ogl_portal.text.characters import printable

CSV, XLSX = SpreadsheetExportMixin.FORMAT_CSV, SpreadsheetExportMixin.FORMAT_XLSX
DAY, MOMENT = "DD.MM.YYYY", "DD.MM.YYYY HH:MM"  # number formats of XLSX
LONGEST = 32_767  # characters that Excel takes in a cell
_MARK = "\ufeff".encode()  # without it German Excel reads UTF-8 as Windows-1252
# The second row: the same signs in full width, which Excel takes for the plain ones.
_FORMULA = re.compile(r"^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]")


def plain_value(value: Any, spreadsheet_format: str) -> Any:
    """``value`` as a cell of CSV (text) or XLSX (text, number, day or local moment)."""
    is_csv = spreadsheet_format == CSV
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, datetime.datetime):
        local = timezone.make_naive(value) if timezone.is_aware(value) else value
        return f"{local:%d.%m.%Y %H:%M}" if is_csv else local.replace(microsecond=0)
    if isinstance(value, datetime.date):
        return f"{value:%d.%m.%Y}" if is_csv else value
    if isinstance(value, int):
        return value
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",") if is_csv else value
    if isinstance(value, list | tuple | set | frozenset):
        value = ", ".join(str(item) for item in value)
    text = printable(str(value))
    return f"'{text}" if is_csv and _FORMULA.match(text) else text[:LONGEST]


def plain_rows(rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    """Rows as they may stand in a CSV file."""
    return ([plain_value(value, CSV) for value in row] for row in rows)


def csv_lines(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The lines of a CSV file with these rows of plain values, the headings being the first."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield _MARK
    for row in rows:
        yield writer.writerow(row)


def csv_response(rows: Iterable[Sequence[Any]], name: str) -> StreamingHttpResponse:
    """These rows of plain values to keep as a file; ``name`` without its ending."""
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.csv") or ""
    return response


class _Echo:
    """What the writer of the csv module calls a file: it hands each line back."""

    def write(self, line: str) -> bytes:
        return line.encode()


def connect() -> None:
    """Called once, when the apps are ready: all views that inherit from Wagtail's mixin export like this."""
    for name, method in vars(_GermanSpreadsheets).items():
        if not name.startswith("__"):
            setattr(SpreadsheetExportMixin, name, method)
    for view, name in _NAMES.items():
        view.get_filename = _named(name)


def _named(name: str) -> Callable[[Any], str]:
    return lambda _view: f"{name}-{timezone.localdate():%Y-%m-%d}"


# Reports of Wagtail that say the name of their file themselves, in English.
_NAMES = {
    LockedPagesView: "gesperrte-seiten",
    LogEntriesView: "protokoll",
    WorkflowTasksView: "freigabeschritte",
    WorkflowView: "freigaben",
}
_set_up, _own_heading = SpreadsheetExportMixin.setup, SpreadsheetExportMixin.get_heading
_as_spreadsheet = SpreadsheetExportMixin.as_spreadsheet
# Wagtail's reports on workflows hand on lists without a model, and name these columns by the field.
_HEADINGS = {
    "finished_at": "Beendet am",
    "finished_by": "Beendet von",
    "requested_by": "Angefordert von",
    "started_at": "Begonnen am",
    "task": "Freigabeschritt",
    "workflow": "Freigabeweg",
}


def log_export(user: Any, title: str, export_format: str) -> None:
    """Who took which data away is logged at their own account."""
    log(instance=user, action="portal.export", user=user, data={"report": title, "format": export_format})


class _GermanSpreadsheets:
    """What takes the place of the mixin's own methods. A view's preparation of single fields goes on being asked."""

    request: HttpRequest
    page_title: str
    is_export: bool
    show_export_buttons: bool
    list_export: Sequence[str]
    custom_field_preprocess: dict[str, Any]
    to_row_dict: Any
    get_filename: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """A list that names no columns for an export is shown, where Wagtail would send an empty file."""
        _set_up(self, request, *args, **kwargs)
        self.is_export = self.is_export and self.show_export_buttons

    def get_heading(self, queryset: Any, field: str) -> str:
        heading: str = _own_heading(self, queryset, field)
        return _HEADINGS.get(field, heading) if heading == field else heading

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        prepare = self.custom_field_preprocess.get(field, {}).get(export_format)
        return plain_value(prepare(value) if prepare else value, export_format)

    def _rows(self, queryset: Any, export_format: str) -> Iterator[list[Any]]:
        yield [plain_value(self.get_heading(queryset, field), export_format) for field in self.list_export]
        for item in queryset:
            row = self.to_row_dict(item)
            yield [self.preprocess_field_value(field, value, export_format) for field, value in row.items()]

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> HttpResponseBase:
        log_export(self.request.user, str(self.page_title or self.get_filename()), spreadsheet_format)
        answer: HttpResponseBase = _as_spreadsheet(self, queryset, spreadsheet_format)
        return answer

    def write_csv_response(self, queryset: Any) -> StreamingHttpResponse:
        return csv_response(self._rows(queryset, CSV), self.get_filename())

    def write_xlsx(self, queryset: Any, output: Any) -> None:
        workbook = Workbook(write_only=True, iso_dates=True)
        worksheet = workbook.create_sheet(title="Tabelle1")
        for row in self._rows(queryset, XLSX):
            worksheet.append([_cell(worksheet, value) for value in row])
        workbook.save(output)


def _cell(worksheet: Any, value: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(worksheet, value)
    if cell.data_type == "f":  # openpyxl's guess; no formula is ever meant
        cell.data_type = "s"
    if isinstance(value, datetime.datetime):
        cell.number_format = MOMENT
    elif isinstance(value, datetime.date):
        cell.number_format = DAY
    return cell
