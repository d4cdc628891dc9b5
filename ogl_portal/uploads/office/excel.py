"""What a workbook of Excel holds that nobody sees at first."""

import re

from lxml import etree

from ogl_portal.uploads.archive import local
from ogl_portal.uploads.office.hidden_cells import HiddenCells
from ogl_portal.uploads.office.ooxml import comment_parts
from ogl_portal.uploads.office.opc import Package
from ogl_portal.uploads.office.parts import attribute, whole
from ogl_portal.uploads.office.told import Told

_TRUE = {"1", "true"}


def look(package: Package, told: Told) -> None:
    for sheet in package.parts("worksheet"):
        _look_sheet(package, sheet, told)
    archive = package.archive
    for name in package.parts("workbook"):
        sheets = (element for kind, element in archive.elements(name) if kind == "sheet")
        told.hidden += [sheet.get("name", "") for sheet in sheets if sheet.get("state", "visible") != "visible"]
    for name in comment_parts(package):
        for kind, element in archive.elements(name):
            if kind == "comment":
                told.comments += 1
            elif kind == "author" and not (element.text or "").startswith("tc="):
                told.add_name(element.text)
    for name in package.parts("person", "personlist"):
        for _, element in archive.elements(name):
            told.add_name(attribute(element, "displayName"))
    for name in package.parts("revisionheaders", "headers"):
        for kind, element in archive.elements(name):
            if kind == "header":
                told.changes += 1
                told.add_name(element.get("userName"))


def _look_sheet(package: Package, name: str, told: Told) -> None:
    """Hidden rows and columns with something in them. A row does not say that a filter hides it (18.3.1.73), so these
    are the rows in the range of a filter with conditions (18.3.1.2)."""
    grid, rows, filters, number = HiddenCells(), [], _table_filters(package, name), 0
    for kind, element in package.archive.elements(name, clear=("row",)):
        if kind == "col" and element.get("hidden") in _TRUE:
            grid.hidden.append(range(whole(element.get("min")), whole(element.get("max")) + 1))
        elif kind == "row":
            number = whole(element.get("r")) or number + 1
            is_hidden = element.get("hidden") in _TRUE
            if (grid.hidden or is_hidden) and _fill_row(element, grid) and is_hidden:
                rows.append(number)
        elif kind == "autoFilter":
            filters += _filtered(element)
    told.hidden_rows += sum(not any(row in filtered for filtered in filters) for row in rows)
    told.hidden_columns += len(grid.filled)


def _filtered(element: etree._Element) -> list[range]:
    """The rows below the headings of a filter that sets conditions."""
    if not any(local(child) == "filterColumn" for child in element):
        return []
    first, _, last = re.sub(r"[^0-9:]", "", element.get("ref", "")).partition(":")
    return [range(whole(first) + 1, whole(last or first) + 1)]


def _table_filters(package: Package, sheet: str) -> list[range]:
    """The filters of the tables on a sheet, which are parts of their own."""
    tables = {relation.target for relation in package.related(sheet)}.intersection(package.parts("table"))
    parts = (part for table in tables for part in package.archive.elements(table))
    return [filtered for kind, element in parts if kind == "autoFilter" for filtered in _filtered(element)]


def _fill_row(row: etree._Element, grid: HiddenCells) -> bool:
    """Note the cells with a value; whether there are any."""
    column, is_filled = 0, False
    for cell in row:
        letters = re.match("[A-Z]{1,3}", cell.get("r", ""))
        column = _column(letters[0]) if letters else column + 1
        if any(local(child) in {"v", "f", "is"} for child in cell):
            is_filled = True
            grid.fill(column)
    return is_filled


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
