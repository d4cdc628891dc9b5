"""Documents of Word, Excel, PowerPoint and LibreOffice: names go, and what readers do not see is told.

Sources: ECMA-376 (OOXML), OASIS OpenDocument 1.3. Author, last editor, company, manager, template, printer and the
folder on somebody's computer are taken out, and so is what pictures inside tell. Tracked changes, comments, hidden
sheets, slides and text are content: they stay, and are told with the names of those who wrote them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import IO, Any

from lxml import etree

from ogl_portal.uploads import picture_metadata
from ogl_portal.uploads.archive import Archive, damaged, local, parsed, written
from ogl_portal.uploads.kinds import wrong_kind
from ogl_portal.uploads.refusals import Refused

RECIPE = 3
"""Version of what is done here. Raise it when more is taken out or told: what is stored is then looked at again."""

_OOXML = {
    "docx": "wordprocessingml.document.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
    "pptx": "presentationml.presentation.main+xml",
}
_MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_ODF = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
ENDINGS = frozenset({*_OOXML, *_ODF})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML = (".xml", ".rels", ".vml", ".rdf")
_MAX_NAMES = 20


@dataclass
class Told:
    """What a file holds that its readers do not see at first. ``hidden``: names of sheets, or »Folie 3«. ``unseen``:
    German clauses on text of a PDF that is not seen on its pages, with the numbers of these."""

    changes: int = 0
    comments: int = 0
    hidden_text: int = 0
    notes: int = 0
    hidden_rows: int = 0
    hidden_columns: int = 0
    hidden: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(value for key, value in asdict(self).items() if key != "names")

    def add_name(self, name: str | None) -> None:
        plain = " ".join((name or "").split())[:80]
        if plain and plain not in self.names and len(self.names) < _MAX_NAMES:
            self.names.append(plain)

    def as_json(self) -> dict[str, Any]:
        """What differs from nothing, for a JSON field; empty where nothing is to be told."""
        return {key: value for key, value in asdict(self).items() if value} if self else {}


def sentence(told: dict[str, Any]) -> str:
    """One German clause about what ``Told.as_json`` gave, for example »3 Änderungen und 1 Kommentar (von …)«."""
    parts = [
        _count(told.get("changes", 0), "nachverfolgte Änderung", "nachverfolgte Änderungen"),
        _count(told.get("comments", 0), "Kommentar", "Kommentare"),
        _count(told.get("hidden_text", 0), "Stelle mit verborgenem Text", "Stellen mit verborgenem Text"),
        _count(told.get("notes", 0), "Folie mit Notizen", "Folien mit Notizen"),
        _count(told.get("hidden_rows", 0), "ausgeblendete Zeile", "ausgeblendete Zeilen"),
        _count(told.get("hidden_columns", 0), "ausgeblendete Spalte", "ausgeblendete Spalten"),
    ]
    if hidden := told.get("hidden", []):
        parts.append(f"ausgeblendet: {', '.join(f'»{name}«' for name in hidden)}")
    text = "; ".join([*filter(None, [", ".join(part for part in parts if part)]), *told.get("unseen", [])])
    return f"{text}; von {', '.join(told['names'])}" if told.get("names") else text


def advice(ending: str) -> str:
    """How to mend it, in the program that the file comes from."""
    if ending in _OOXML:
        return (
            "Wählen Sie in Word, Excel oder PowerPoint »Datei«, »Informationen«, »Auf Probleme überprüfen«, »Dokument "
            "prüfen«, und entfernen Sie dort, was nicht öffentlich werden soll."
        )
    if ending == "pdf":
        return (
            "Wenden Sie im PDF-Programm die Funktion »Schwärzen« an, oder löschen Sie den Text im ursprünglichen "
            "Dokument und exportieren Sie es neu. Eine Fläche darüber, ein Zuschnitt oder eine ausgeblendete Ebene "
            "genügt nicht."
        )
    return (
        "Wählen Sie in LibreOffice »Bearbeiten«, »Änderungen nachverfolgen«, »Alle annehmen«, "
        "löschen Sie Kommentare und "
        "Ausgeblendetes, und speichern Sie die Datei noch einmal."
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""


def cleaned(source: IO[bytes], target: IO[bytes], ending: str) -> Told:
    """Write the file without metadata to ``target``, and give what it tells.

    Raises Refused for a file that is not what its ending says, is protected, signed, damaged, too large, or holds
    macros.
    """
    source.seek(0)
    head = source.read(len(_OLE))
    if head == _OLE:
        raise Refused(
            "encrypted",
            f"Die Datei ist mit einem Kennwort geschützt oder im alten Format von Office gespeichert. Es wurde nichts "
            f"gespeichert. Bitte speichern Sie sie ohne Kennwort als {ending.upper()} und laden Sie "
            "sie noch einmal hoch.",
        )
    if head[:2] != b"PK":
        raise wrong_kind(ending)
    source.seek(0)
    archive = Archive(source)
    check, changes, look = (
        (_check_ooxml, _clean_ooxml, _LOOKS[ending]) if ending in _OOXML else (_check_odf, _clean_odf, _look_odf)
    )
    check(archive, ending)
    if any(archive.declares(name) for name in archive.names if name.lower().endswith(_XML)):
        raise Refused(
            "declarations",
            "Die Datei enthält Anweisungen, die beim Öffnen andere Dateien laden oder das Programm lahmlegen "
            "können. Es wurde nichts gespeichert. Bitte speichern Sie das Dokument im ursprünglichen Programm noch "
            "einmal und laden Sie diese Fassung hoch.",
        )
    told = Told()
    look(archive, told)
    archive.rewrite(target, {**_clean_pictures(archive), **changes(archive, told)})
    return told


def _macros(ending: str) -> Refused:
    return Refused(
        "macros",
        f"Die Datei enthält Makros, also Programme. Es wurde nichts gespeichert. Bitte speichern "
        "Sie sie ohne Makros als "
        f"{ending.upper()} und laden Sie sie noch einmal hoch.",
    )


def _signed() -> Refused:
    return Refused(
        "signed",
        "Die Datei ist digital unterschrieben; ihre Angaben zu Personen lassen sich nicht "
        "entfernen, ohne die Unterschrift "
        "zu brechen. Es wurde nichts gespeichert. Bitte laden Sie eine Fassung ohne Unterschrift oder ein PDF hoch.",
    )


def _check_ooxml(archive: Archive, ending: str) -> None:
    if "[Content_Types].xml" not in archive.names:
        raise wrong_kind(ending)
    parts = [
        (element.get("ContentType", ""), element.get("PartName", "").lstrip("/"))
        for _, element in archive.elements("[Content_Types].xml")
    ]
    types = [kind for kind, _ in parts]
    if any("macroEnabled" in kind or "vbaProject" in kind for kind in types) or any(
        name.lower().endswith("vbaproject.bin") for name in archive.names
    ):
        raise _macros(ending)
    # Neither the name nor the list is believed alone: the document itself has to be there (ECMA-376, part 2, 7.2.3).
    there = {name.lower() for name in archive.names}
    if not any(kind.endswith(_OOXML[ending]) and (name or _MAIN[ending]).lower() in there for kind, name in parts):
        raise wrong_kind(ending)
    if any(name.startswith("_xmlsignatures/") for name in archive.names):
        raise _signed()


def _check_odf(archive: Archive, ending: str) -> None:
    kind = archive.read("mimetype").decode("ascii", "replace").strip() if "mimetype" in archive.names else ""
    if kind != f"application/vnd.oasis.opendocument.{_ODF[ending]}" or "content.xml" not in archive.names:
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
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith((*lists, "/")) for name in archive.names):
        raise _macros(ending)
    if "META-INF/documentsignatures.xml" in archive.names:
        raise _signed()


# --- Taking out ------------------------------------------------------------------

_PICTURE = re.compile(r"(^|/)(media|Pictures|Thumbnails|docProps)/[^/]+\.(jpe?g|png|webp)$", re.IGNORECASE)
_CORE = {"creator", "lastModifiedBy", "contributor", "lastPrinted", "revision", "manager"}
_APP = {"Company", "Manager", "Template", "TotalTime", "HyperlinkBase"}
_META = {"initial-creator", "creator", "printed-by", "print-date", "editing-cycles", "editing-duration", "template",
         "user-defined"}  # fmt: skip
_PRINTER = {"PrinterName", "PrinterSetup"}


def _clean_pictures(archive: Archive) -> dict[str, bytes]:
    changed = {}
    for name in archive.names:
        if not _PICTURE.search(name):
            continue
        data = archive.read(name)
        try:
            clean = picture_metadata.cleaned(data)
        except Refused:
            continue  # what the program shows although it is damaged stays what it is
        if clean != data:
            changed[name] = clean
    return changed


def _clean_ooxml(archive: Archive, told: Told) -> dict[str, bytes]:
    steps: list[tuple[str, Callable[[etree._Element], bool]]] = [
        (r"docProps/core\d*\.xml", lambda root: _drop(root, lambda element: local(element) in _CORE)),
        (r"docProps/app\.xml", lambda root: _drop(root, lambda element: local(element) in _APP)),
        (r"docProps/custom\.xml", lambda root: _drop(root, lambda element: local(element) == "property")),
        (r"word/people\.xml", lambda root: _drop(root, lambda element: local(element) == "person")),
        (r"word/settings\.xml", lambda root: _drop(root, lambda element: local(element) == "attachedTemplate")),
        (r"word/_rels/settings\.xml\.rels", lambda root: _drop(root, _is_template)),
        (r"xl/workbook\.xml", _clean_workbook),
    ]
    if not told.comments:  # people who once wrote some
        people = r"xl/persons/[^/]+\.xml|ppt/(commentAuthors|authors)\.xml"
        steps.append((people, lambda root: _drop(root, lambda element: element.getparent() is root)))
    return _changed(archive, steps)


def _clean_odf(archive: Archive, told: Told) -> dict[str, bytes]:
    steps: list[tuple[str, Callable[[etree._Element], bool]]] = [
        (r"(.+/)?meta\.xml", lambda root: _drop(root, lambda element: local(element) in _META)),
        (r"(.+/)?settings\.xml", _clean_printer),
    ]
    return _changed(archive, steps)


def _changed(archive: Archive, steps: list[tuple[str, Callable[[etree._Element], bool]]]) -> dict[str, bytes]:
    changed = {}
    for name in archive.names:
        for pattern, step in steps:
            if re.fullmatch(pattern, name):
                root = parsed(archive.read(name))
                if step(root):
                    changed[name] = written(root)
    return changed


def _drop(root: etree._Element, unwanted: Callable[[etree._Element], bool]) -> bool:
    found = [element for element in root.iter() if element is not root and unwanted(element)]
    for element in found:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return bool(found)


def _is_template(element: etree._Element) -> bool:
    return element.get("Type", "").endswith("/attachedTemplate")


def _clean_workbook(root: etree._Element) -> bool:
    """The folder that the file was saved in, and who has reserved it for writing."""
    dropped = _drop(
        root,
        lambda element: (
            local(element) == "absPath"
            or (local(element) == "AlternateContent" and any(local(child) == "absPath" for child in element.iter()))
        ),
    )
    sharing = [element for element in root.iter() if local(element) == "fileSharing" and "userName" in element.attrib]
    for element in sharing:
        del element.attrib["userName"]
    return dropped or bool(sharing)


def _clean_printer(root: etree._Element) -> bool:
    found = [
        element
        for element in root.iter()
        if local(element) == "config-item" and _attribute(element, "name") in _PRINTER and element.text
    ]
    for element in found:
        element.text = None
    return bool(found)


def _attribute(element: etree._Element, name: str) -> str:
    """The value of an attribute whatever its namespace."""
    return next((str(value) for key, value in element.attrib.items() if etree.QName(key).localname == name), "")


# --- Looking ---------------------------------------------------------------------

_TRACKED = {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange"}
_NO_TEXT = re.compile(r"word/(styles|settings|fontTable|numbering|webSettings|theme/.*|people|comments.*)\.xml")


def _comments(archive: Archive, usual: str) -> set[str]:
    """The parts that hold comments: where programs usually put them, and wherever the file says that they are."""
    overrides = (part for kind, part in archive.elements("[Content_Types].xml") if kind == "Override")
    said = {part.get("PartName", "").lstrip("/") for part in overrides if _holds_comments(part)}
    return {name for name in archive.names if name in said or re.fullmatch(usual, name)}


def _holds_comments(part: etree._Element) -> bool:
    return part.get("ContentType", "").endswith(".comments+xml")


def _look_word(archive: Archive, told: Told) -> None:
    hiding = _hiding_styles(archive)
    comments = _comments(archive, r"word/comments\.xml")
    for name in archive.names:
        if name in comments:
            for kind, element in archive.elements(name):
                if kind == "comment":
                    told.comments += 1
                    told.add_name(_attribute(element, "author"))
        elif re.fullmatch(r"word/[^/]+\.xml", name) and not _NO_TEXT.fullmatch(name):
            for kind, element in archive.elements(name, clear=("p",)):
                if (kind in _TRACKED or kind.endswith("PrChange")) and (author := _attribute(element, "author")):
                    told.changes += 1
                    told.add_name(author)
                elif kind == "p":  # at the end of a paragraph all of its runs are there, with its style
                    told.hidden_text += sum(_is_hidden_run(run, element, hiding) for run in element.iter("{*}r"))


def _is_hidden_run(run: etree._Element, paragraph: etree._Element, hiding: set[str]) -> bool:
    """Whether text is formatted as hidden (17.3.2.41), by itself or by a style; entries of an index are, but hold no
    text. What the run says itself comes first; styles of run and paragraph that both hide cancel each other
    (17.7.3)."""
    if not any(local(child) == "t" and (child.text or "").strip() for child in run):
        return False
    own = _vanishes(run)
    if own is not None:
        return own
    return (_style(run, "rPr", "rStyle") in hiding) != (_style(paragraph, "pPr", "pStyle") in hiding)


def _vanishes(element: etree._Element) -> bool | None:
    """What the run properties of a run or style say of hiding; None where they say nothing."""
    marks = [mark for child in element if local(child) == "rPr" for mark in child if local(mark) == "vanish"]
    return _attribute(marks[-1], "val") not in {"0", "false", "off"} if marks else None


def _style(element: etree._Element, properties: str, name: str) -> str:
    found = (mark for child in element if local(child) == properties for mark in child if local(mark) == name)
    return next((_attribute(mark, "val") for mark in found), "")


def _hiding_styles(archive: Archive) -> set[str]:
    """Styles whose text is hidden, by themselves or by the styles that they are based on (17.7.4)."""
    if "word/styles.xml" not in archive.names:
        return set()
    said: dict[str, bool | None] = {}
    bases: dict[str, str] = {}
    for kind, element in archive.elements("word/styles.xml"):
        if kind == "style":
            name = _attribute(element, "styleId")
            said[name] = _vanishes(element)
            bases[name] = next((_attribute(child, "val") for child in element if local(child) == "basedOn"), "")
    return {name for name in said if _inherited(name, said, bases)}


def _inherited(name: str, said: dict[str, bool | None], bases: dict[str, str]) -> bool:
    passed: set[str] = set()
    while name in said and said[name] is None and name not in passed:
        passed.add(name)
        name = bases[name]
    return bool(said.get(name))


def _look_excel(archive: Archive, told: Told) -> None:
    for sheet in (name for name in archive.names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)):
        _look_sheet(archive, sheet, told)
    _look_workbook(archive, told)


def _look_workbook(archive: Archive, told: Told) -> None:
    comments = _comments(archive, r"xl/(worksheets/)?comments[^/]*\.xml")
    for name in archive.names:
        if name == "xl/workbook.xml":
            sheets = (element for kind, element in archive.elements(name) if kind == "sheet")
            told.hidden += [sheet.get("name", "") for sheet in sheets if sheet.get("state", "visible") != "visible"]
        elif name in comments:
            for kind, element in archive.elements(name):
                if kind == "comment":
                    told.comments += 1
                elif kind == "author" and not (element.text or "").startswith("tc="):
                    told.add_name(element.text)
        elif re.fullmatch(r"xl/persons/[^/]+\.xml", name):
            for _, element in archive.elements(name):
                told.add_name(_attribute(element, "displayName"))
        elif re.fullmatch(r"xl/revisions/revisionHeaders\.xml", name):
            for kind, element in archive.elements(name):
                if kind == "header":
                    told.changes += 1
                    told.add_name(element.get("userName"))


@dataclass
class _Grid:
    """Of one sheet: how many columns are described, which are hidden, and which of these hold something."""

    columns: int = 0
    hidden: list[range] = field(default_factory=list)
    filled: set[int] = field(default_factory=set)

    def fill(self, start: int, repeated: int = 1) -> None:
        for columns in self.hidden:
            self.filled.update(range(max(start, columns.start), min(start + repeated, columns.stop)))


_TRUE = {"1", "true"}
_MAX_REPEATED = 1024
"""Equal cells side by side that are looked at; LibreOffice writes them as one."""


def _look_sheet(archive: Archive, name: str, told: Told) -> None:
    """Hidden rows and columns with something in them. A row does not say that a filter hides it (18.3.1.73), so these
    are the rows in the range of a filter with conditions (18.3.1.2)."""
    grid, rows, filters, number = _Grid(), [], _table_filters(archive, name), 0
    for kind, element in archive.elements(name, clear=("row",)):
        if kind == "col" and element.get("hidden") in _TRUE:
            grid.hidden.append(range(_whole(element.get("min")), _whole(element.get("max")) + 1))
        elif kind == "row":
            number = _whole(element.get("r")) or number + 1
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
    return [range(_whole(first) + 1, _whole(last or first) + 1)]


def _table_filters(archive: Archive, sheet: str) -> list[range]:
    """The filters of the tables on a sheet, which are parts of their own."""
    relations = f"xl/worksheets/_rels/{sheet.rpartition('/')[2]}.rels"
    if relations not in archive.names:
        return []
    targets = [element.get("Target", "") for _, element in archive.elements(relations)]
    tables = {f"xl/tables/{target.rpartition('/')[2]}" for target in targets if "tables/" in target}
    parts = (part for table in tables.intersection(archive.names) for part in archive.elements(table))
    return [filtered for kind, element in parts if kind == "autoFilter" for filtered in _filtered(element)]


def _whole(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and re.fullmatch("[0-9]{1,9}", text) else otherwise


def _fill_row(row: etree._Element, grid: _Grid) -> bool:
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


def _look_powerpoint(archive: Archive, told: Told) -> None:
    comments = _comments(archive, r"ppt/comments/[^/]+\.xml")
    for name in archive.names:
        if name in comments:
            told.comments += sum(kind == "cm" for kind, _ in archive.elements(name))
        elif name in {"ppt/commentAuthors.xml", "ppt/authors.xml"}:
            for _, element in archive.elements(name):
                told.add_name(element.get("name"))
        elif re.fullmatch(r"ppt/notesSlides/[^/]+\.xml", name):
            told.notes += any(kind == "sp" and _is_note(element) for kind, element in archive.elements(name))
    for number, name in enumerate(_slides(archive), start=1):
        if name in archive.names:
            root = next((element for kind, element in archive.elements(name) if kind == "sld"), None)
            if root is not None and root.get("show") in {"0", "false"}:
                told.hidden.append(f"Folie {number}")


def _is_note(shape: etree._Element) -> bool:
    is_body = any(local(part) == "ph" and part.get("type") == "body" for part in shape.iter())
    return is_body and any(local(part) == "t" and (part.text or "").strip() for part in shape.iter())


def _slides(archive: Archive) -> Iterator[str]:
    """Names of the slides in their order."""
    if not {"ppt/presentation.xml", "ppt/_rels/presentation.xml.rels"} <= set(archive.names):
        raise damaged()
    targets = {
        element.get("Id"): element.get("Target", "")
        for _, element in archive.elements("ppt/_rels/presentation.xml.rels")
    }
    for kind, element in archive.elements("ppt/presentation.xml"):
        if kind == "sldId":
            key = next((str(value) for name, value in element.attrib.items() if name.endswith("}id")), "")
            target = targets.get(key) or ""
            yield target.lstrip("/") if target.startswith("/") else f"ppt/{target}"


_LOOKS = {"docx": _look_word, "xlsx": _look_excel, "pptx": _look_powerpoint}
_ODF_CHANGES = {"changed-region", "cell-content-change", "insertion", "deletion", "movement"}


def _look_odf(archive: Archive, told: Told) -> None:
    hidden_styles: set[str] = set()
    slide, grid = 0, _Grid()
    for name in ("styles.xml", "content.xml"):
        if name not in archive.names:
            continue
        for kind, element in archive.elements(name, clear=("table-row",)):
            _look_grid(kind, element, grid, told)
            if kind == "style" and _hides(element):
                hidden_styles.add(_attribute(element, "name"))
            elif kind == "annotation":
                told.comments += 1
                _add_creators(told, element)
            elif kind in _ODF_CHANGES and _is_change(element):
                told.changes += 1
                _add_creators(told, element)
            elif _is_hidden_text(element, hidden_styles):
                told.hidden_text += 1
            elif kind == "table" and _attribute(element, "style-name") in hidden_styles:
                told.hidden.append(_attribute(element, "name"))
            elif kind == "page":
                slide += 1
                if _attribute(element, "style-name") in hidden_styles:
                    told.hidden.append(f"Folie {slide}")
            elif kind == "notes" and any(
                local(part) in {"p", "span"} and "".join(part.itertext()).strip() for part in element.iter()
            ):
                told.notes += name == "content.xml"


def _look_grid(kind: str, element: etree._Element, grid: _Grid, told: Told) -> None:
    """Hidden rows and columns with something in them; what a filter hides is »filter« and not »collapse«."""
    is_hidden = _attribute(element, "visibility") == "collapse"
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
    return _whole(_attribute(element, f"number-{what}-repeated"), 1)


def _fill_odf_row(row: etree._Element, grid: _Grid) -> bool:
    column, is_filled = 1, False
    for cell in row:
        repeated = _repeated(cell, "columns")
        if any(local(child) == "p" for child in cell) or _attribute(cell, "value-type"):
            is_filled = True
            grid.fill(column, min(repeated, _MAX_REPEATED))
        column += repeated
    return is_filled


def _hides(style: etree._Element) -> bool:
    return any(
        (local(part) == "table-properties" and _attribute(part, "display") == "false")
        or (local(part) == "text-properties" and _attribute(part, "display") == "none")
        or (local(part) == "drawing-page-properties" and _attribute(part, "visibility") == "hidden")
        for part in style
    )


def _is_hidden_text(element: etree._Element, hidden_styles: set[str]) -> bool:
    kind = local(element)
    if kind in {"p", "h", "span"}:  # letters formatted as hidden
        return _attribute(element, "style-name") in hidden_styles and bool("".join(element.itertext()).strip())
    is_hidden_section = kind == "section" and _attribute(element, "display") == "none"
    return is_hidden_section or kind in {"hidden-text", "hidden-paragraph"}


def _is_change(element: etree._Element) -> bool:
    """A region of a text, or a change of a table; inside a region, »insertion« and »deletion« only say of what kind."""
    parent = element.getparent()
    return local(element) == "changed-region" or (parent is not None and local(parent) == "tracked-changes")


def _add_creators(told: Told, element: etree._Element) -> None:
    for part in element.iter():
        if local(part) == "creator":
            told.add_name(part.text)
