"""Every table that leaves the admin opens in German Excel by a click, in local time, and holds no formula."""

import csv
import datetime
import io
import re
from decimal import Decimal
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import URLPattern
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry, PageLogEntry

from ogl_portal.importing.models import ImportItem, ImportRun, Outcome, RunKind
from ogl_portal.search.models import SearchedWords
from ogl_portal.workplace.spreadsheets import CSV, XLSX, csv_lines, plain_rows, plain_value
from tests.access.addresses import all_patterns, filled
from tests.accessibility.factories import ReportFactory
from tests.factories import AdminFactory, NewsPageFactory, Portal, StandardPageFactory
from tests.words.english import english_in

FORMULA = '=HYPERLINK("http://boese.example","Klick")'
UTC = datetime.UTC
MOMENT = datetime.datetime(2026, 6, 1, 22, 30, 15, 987654, tzinfo=UTC)  # past midnight in Berlin
LOCAL = timezone.make_naive(MOMENT.replace(microsecond=0), ZoneInfo("Europe/Berlin"))
RESULTS = ("results/", "ergebnisse/")
# Names of fields that are the same in both languages.
GERMAN = {"site", "status", "workflow"}


@pytest.mark.parametrize(
    ("value", "in_csv", "in_xlsx"),
    [
        (None, "", ""),
        (True, "ja", "ja"),
        (False, "nein", "nein"),
        (MOMENT, "02.06.2026 00:30", LOCAL),
        (datetime.date(2026, 6, 1), "01.06.2026", datetime.date(2026, 6, 1)),
        (7, 7, 7),
        (-7, -7, -7),
        (Decimal("1234.5"), "1234,5", Decimal("1234.5")),
        (["a", "b"], "a, b", "a, b"),
        ("Übersicht", "Übersicht", "Übersicht"),
        (FORMULA, f"'{FORMULA}", FORMULA),
        *((text, f"'{text}", text) for text in ("+49", "-1", "@x", "\tx", "\rx", "\n=1", "  =1", "＝1")),
        (["=1", "b"], "'=1, b", "=1, b"),
        ("a\x00b\x0bc\ufffed\ud800e", "abcde", "abcde"),
        ("\x02=1", "'=1", "=1"),
        ("x" * 40_000, "x" * 32_767, "x" * 32_767),
    ],
)
def test_values(value: Any, in_csv: Any, in_xlsx: Any) -> None:
    assert plain_value(value, CSV) == in_csv
    assert plain_value(value, XLSX) == in_xlsx


def test_a_line_has_semicolons_and_the_file_a_byte_order_mark() -> None:
    assert b"".join(csv_lines(plain_rows([["Größe", "A;B"], [None, True]]))) == (
        b"\xef\xbb\xbf" + 'Größe;"A;B"\r\n;ja\r\n'.encode()
    )


def exports() -> dict[str, list[str]]:
    """Address → names of the columns, of every view that may export; the parts that scripts fetch are left out."""
    found = {}
    for pattern, entry in all_patterns().items():
        view = view_of(entry)
        if view and issubclass(view.view_class, SpreadsheetExportMixin) and not pattern.endswith(RESULTS):
            found[filled(pattern, {})] = view.view_initkwargs.get("list_export", view.view_class.list_export)
    return found


def view_of(entry: URLPattern) -> Any:
    """The class-based view behind decorators; None for functions."""
    callback: Any = entry.callback
    while callback is not None and not hasattr(callback, "view_class"):
        callback = getattr(callback, "__wrapped__", None)
    return callback


@pytest.fixture
def admin(portal: Portal, client: Client) -> Client:
    """A site in which every list has a row that begins with a formula, where it may."""
    user = AdminFactory(last_name=FORMULA, first_name="Mara", last_login=MOMENT)
    client.force_login(user)
    page = StandardPageFactory(
        parent=portal.home, title=FORMULA, locked=True, locked_by=user, locked_at=MOMENT, last_published_at=MOMENT
    )
    page.save_revision(user=user)
    NewsPageFactory(parent=portal.news, title="Ohne Verfasser:in")
    Redirect.objects.create(old_path="/alt", redirect_link=FORMULA)
    Redirect.objects.create(old_path="/alt-2", redirect_page=page, is_permanent=False)
    SearchedWords.objects.create(words=FORMULA, day=datetime.date(2026, 6, 1), searches=1, results=0)
    PageLogEntry.objects.log_action(page, "wagtail.edit", user=user)
    ReportFactory(page_path=FORMULA)
    return client


def answer_of(client: Client, address: str, spreadsheet_format: str) -> bytes:
    answer = client.get(f"{address}?export={spreadsheet_format}")
    assert answer.status_code == 200, address
    if not answer.streaming:  # a list that names no columns is shown
        assert answer["Content-Type"].startswith("text/html"), address
        return b""
    return b"".join(answer.streaming_content)


def test_every_export_of_the_admin(admin: Client) -> None:
    faults: dict[str, list[Any]] = {}
    formulas = 0
    for address, names in exports().items():
        raw = answer_of(admin, address, "csv")
        assert bool(raw) == bool(names), address
        if not names:
            continue
        headings, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";")
        cells = [cell for row in rows for cell in row]
        formulas += sum(cell.startswith("'=") for cell in cells)
        sheet = load_workbook(io.BytesIO(answer_of(admin, address, "xlsx"))).worksheets[0]
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
        found = [
            not raw.startswith(b"\xef\xbb\xbf"),
            any(len(row) != len(names) for row in (headings, *rows)),
            [heading for heading, name in zip(headings, names, strict=True) if not is_german(heading, name)],
            [cell for cell in cells if cell in ("None", "True", "False") or is_technical(cell)],
            [cell.value for cell in sheet[1]] != headings,
            sheet.max_row != len(rows) + 1 + address.endswith("/site-history/"),  # which tells of this export
            kinds - {"s", "n", "d", "inlineStr"},
        ]
        if any(found):
            faults[address] = found
    assert faults == {}
    assert formulas >= 6
    told = ModelLogEntry.objects.filter(action="portal.export").count()
    assert told == 2 * sum(bool(names) for names in exports().values()), "who took which data away is in the log"


def test_every_export_has_a_german_name(admin: Client) -> None:
    names = {}
    for address, columns in exports().items():
        if columns:
            disposition = admin.get(f"{address}?export=csv")["Content-Disposition"]
            name = re.sub(r"[-_]|\d", " ", unquote(disposition.partition("filename")[2]).removeprefix("*=utf-8''"))
            names[address] = english_in(name.strip(' ="').removesuffix(".csv"))
    assert {address: words for address, words in names.items() if words} == {}


def is_german(heading: str, name: str) -> bool:
    """A name of a field or a path of names was not made a heading (»Author names«)."""
    made_up = name.replace("_", " ").capitalize()
    return "_" not in heading and "." not in heading and (heading != made_up or name in GERMAN)


def is_technical(cell: str) -> bool:
    return bool(re.search(r"\d{2}:\d{2}:\d{2}|\+00:00|^\d{4}-\d{2}-\d{2}", cell)) or cell.startswith(
        ("=", "+", "-", "@", "\t", "\r")
    )


def test_times_are_those_in_berlin(admin: Client) -> None:
    assert "02.06.2026 00:30" in answer_of(admin, "/admin/reports/locked/", "csv").decode()
    book = load_workbook(io.BytesIO(answer_of(admin, "/admin/reports/locked/", "xlsx")))
    assert LOCAL in [cell.value for cell in book.worksheets[0][2]]


def test_the_export_of_kinds_of_pages_is_not_empty(admin: Client) -> None:
    raw = answer_of(admin, "/admin/reports/page-types-usage/", "csv").decode("utf-8-sig")
    rows = {row["Art der Seite"]: row for row in csv.DictReader(io.StringIO(raw), delimiter=";")}
    assert rows["Seite"]["Zahl der Seiten"] == "1"
    assert rows["Seite"]["Zuletzt bearbeitet"] == f"'{FORMULA}"


def test_the_report_of_an_import(admin: Client) -> None:
    run = ImportRun.objects.create(kind=RunKind.WORDPRESS)
    ImportItem.objects.create(run=run, number=1, kind="post", title=FORMULA, outcome=Outcome.CREATED)
    raw = answer_of(admin, f"/admin/uebernahme/{run.pk}/bericht.csv", "")
    headings, row = csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";")
    assert headings[2] == "Titel"
    assert row[2] == f"'{FORMULA}"
