"""OpenDocument: what is taken, taken out and told (OASIS OpenDocument 1.3)."""

import re

from lxml import etree

from ogl_portal.uploads.archive import Archive, local
from ogl_portal.uploads.kinds import wrong_kind
from ogl_portal.uploads.office import odf_references
from ogl_portal.uploads.office.hidden_cells import HiddenCells
from ogl_portal.uploads.office.parts import Step, attribute, changed, drop, whole
from ogl_portal.uploads.office.refusals import macros, signed
from ogl_portal.uploads.office.told import Told
from ogl_portal.uploads.refusals import Refused

KINDS = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
_META = {"initial-creator", "creator", "printed-by", "print-date", "editing-cycles", "editing-duration", "template",
         "user-defined", "auto-reload", "hyperlink-behaviour"}  # fmt: skip
_PRINTER = {"PrinterName", "PrinterSetup", "CurrentDatabaseDataSource", "CurrentDatabaseCommand"}
_MACROS = re.compile(r"(.+/)?(Basic|Scripts)/", re.IGNORECASE)
_ODF_CHANGES = {"changed-region", "cell-content-change", "insertion", "deletion", "movement"}
_MAX_REPEATED = 1024
"""Equal cells side by side that are looked at; LibreOffice writes them as one."""


def check(archive: Archive, ending: str) -> None:
    kind = archive.read("mimetype").decode("ascii", "replace").strip() if "mimetype" in archive.names else ""
    if kind != f"application/vnd.oasis.opendocument.{KINDS[ending]}" or "content.xml" not in archive.names:
        raise wrong_kind(ending)
    if "META-INF/manifest.xml" in archive.names and any(
        kind == "encryption-data" for kind, _ in archive.elements("META-INF/manifest.xml")
    ):
        raise Refused(
            "encrypted",
            "Die Datei ist mit einem Kennwort geschützt. Es wurde nichts gespeichert. Bitte "
            "speichern Sie sie ohne Kennwort "
            "und laden Sie sie noch einmal hoch.",
        )
    lists = ("script-lb.xml", "script-lc.xml", "dialog-lb.xml", "dialog-lc.xml")  # of libraries, empty in plain files
    if any(_MACROS.match(name) and not name.endswith((*lists, "/")) for name in archive.names):
        raise macros(ending)
    if any(re.match("META-INF/.*signatures", name) for name in archive.names):
        raise signed()


def clean(archive: Archive, told: Told) -> dict[str, bytes]:
    steps: list[tuple[list[str], Step]] = [
        (_parts(archive, "meta.xml", "document-meta"), lambda root: drop(root, lambda one: local(one) in _META)),
        (_parts(archive, "settings.xml", "document-settings"), _clean_printer),
    ]
    return changed(archive, steps)


def _parts(archive: Archive, name: str, root: str) -> list[str]:
    """The parts that are called so, in whatever folder and case, or begin so under whatever name."""
    return [one for one in archive.names if one.rpartition("/")[2].lower() == name or archive.head(one).root == root]


def _clean_printer(root: etree._Element) -> bool:
    found = [
        element
        for element in root.iter()
        if local(element) == "config-item" and attribute(element, "name") in _PRINTER and element.text
    ]
    for element in found:
        element.text = None
    return bool(found)


def look(archive: Archive, told: Told, ending: str) -> None:
    """Raises Refused for what runs, or is loaded from elsewhere, when the document is opened."""
    hidden_styles: set[str] = set()
    slide, grid = 0, HiddenCells()
    odf_references.look_inside(archive, told, ending)
    for name in (name for name in odf_references.TEXTS if name in archive.names):
        for kind, element in odf_references.elements(archive, name, told, ending):
            _look_grid(kind, element, grid, told)
            if kind == "style" and _hides(element):
                hidden_styles.add(attribute(element, "name"))
            elif kind == "annotation":
                told.comments += 1
                _add_creators(told, element)
            elif kind in _ODF_CHANGES and _is_change(element):
                told.changes += 1
                _add_creators(told, element)
            elif _is_hidden_text(element, hidden_styles):
                told.hidden_text += 1
            elif kind == "table" and attribute(element, "style-name") in hidden_styles:
                told.hidden.append(attribute(element, "name"))
            elif kind == "page":
                slide += 1
                if attribute(element, "style-name") in hidden_styles:
                    told.hidden.append(f"Folie {slide}")
            elif kind == "notes" and any(
                local(part) in {"p", "span"} and "".join(part.itertext()).strip() for part in element.iter()
            ):
                told.notes += name == "content.xml"


def _look_grid(kind: str, element: etree._Element, grid: HiddenCells, told: Told) -> None:
    """Hidden rows and columns with something in them; what a filter hides is »filter« and not »collapse«."""
    is_hidden = attribute(element, "visibility") == "collapse"
    if kind == "table-column":
        start, grid.columns = grid.columns + 1, grid.columns + _repeated(element, "columns")
        if is_hidden:
            grid.hidden.append(range(start, grid.columns + 1))
    elif kind == "table-row":
        if _fill_odf_row(element, grid) and is_hidden:
            told.hidden_rows += _repeated(element, "rows")
    elif kind == "table":
        told.hidden_columns += len(grid.filled)
        grid.columns = 0
        grid.hidden.clear()
        grid.filled.clear()


def _repeated(element: etree._Element, what: str) -> int:
    return whole(attribute(element, f"number-{what}-repeated"), 1)


def _fill_odf_row(row: etree._Element, grid: HiddenCells) -> bool:
    column, is_filled = 1, False
    for cell in row:
        repeated = _repeated(cell, "columns")
        if any(local(child) == "p" for child in cell) or attribute(cell, "value-type"):
            is_filled = True
            grid.fill(column, min(repeated, _MAX_REPEATED))
        column += repeated
    return is_filled


def _hides(style: etree._Element) -> bool:
    return any(
        (local(part) == "table-properties" and attribute(part, "display") == "false")
        or (local(part) == "text-properties" and attribute(part, "display") == "none")
        or (local(part) == "drawing-page-properties" and attribute(part, "visibility") == "hidden")
        for part in style
    )


def _is_hidden_text(element: etree._Element, hidden_styles: set[str]) -> bool:
    kind = local(element)
    if kind in {"p", "h", "span"}:  # letters formatted as hidden
        return attribute(element, "style-name") in hidden_styles and bool("".join(element.itertext()).strip())
    is_hidden_section = kind == "section" and attribute(element, "display") == "none"
    return is_hidden_section or kind in {"hidden-text", "hidden-paragraph"}


def _is_change(element: etree._Element) -> bool:
    """A region of a text, or a change of a table; inside a region, »insertion« and »deletion« only say of what kind."""
    parent = element.getparent()
    return local(element) == "changed-region" or (parent is not None and local(parent) == "tracked-changes")


def _add_creators(told: Told, element: etree._Element) -> None:
    for part in element.iter():
        if local(part) == "creator":
            told.add_name(part.text)
