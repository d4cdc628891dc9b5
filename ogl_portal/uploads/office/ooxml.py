"""Office Open XML: what is taken, and what is taken out (ECMA-376)."""

import re
from collections.abc import Callable

from lxml import etree

from ogl_portal.uploads.archive import Archive, local
from ogl_portal.uploads.kinds import wrong_kind
from ogl_portal.uploads.office.parts import changed, drop
from ogl_portal.uploads.office.refusals import macros, signed
from ogl_portal.uploads.office.told import Told

MAIN_TYPES = {
    "docx": "wordprocessingml.document.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
    "pptx": "presentationml.presentation.main+xml",
}
_MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def check(archive: Archive, ending: str) -> None:
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
        raise macros(ending)
    # Neither the name nor the list is believed alone: the document itself has to be there (ECMA-376, part 2, 7.2.3).
    there = {name.lower() for name in archive.names}
    if not any(kind.endswith(MAIN_TYPES[ending]) and (name or _MAIN[ending]).lower() in there for kind, name in parts):
        raise wrong_kind(ending)
    if any(name.startswith("_xmlsignatures/") for name in archive.names):
        raise signed()


_CORE = {"creator", "lastModifiedBy", "contributor", "lastPrinted", "revision", "manager"}
_APP = {"Company", "Manager", "Template", "TotalTime", "HyperlinkBase"}


def clean(archive: Archive, told: Told) -> dict[str, bytes]:
    steps: list[tuple[str, Callable[[etree._Element], bool]]] = [
        (r"docProps/core\d*\.xml", lambda root: drop(root, lambda element: local(element) in _CORE)),
        (r"docProps/app\.xml", lambda root: drop(root, lambda element: local(element) in _APP)),
        (r"docProps/custom\.xml", lambda root: drop(root, lambda element: local(element) == "property")),
        (r"word/people\.xml", lambda root: drop(root, lambda element: local(element) == "person")),
        (r"word/settings\.xml", lambda root: drop(root, lambda element: local(element) == "attachedTemplate")),
        (r"word/_rels/settings\.xml\.rels", lambda root: drop(root, _is_template)),
        (r"xl/workbook\.xml", _clean_workbook),
    ]
    if not told.comments:  # people who once wrote some
        people = r"xl/persons/[^/]+\.xml|ppt/(commentAuthors|authors)\.xml"
        steps.append((people, lambda root: drop(root, lambda element: element.getparent() is root)))
    return changed(archive, steps)


def _is_template(element: etree._Element) -> bool:
    return element.get("Type", "").endswith("/attachedTemplate")


def _clean_workbook(root: etree._Element) -> bool:
    """The folder that the file was saved in, and who has reserved it for writing."""
    dropped = drop(
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


def comment_parts(archive: Archive, usual: str) -> set[str]:
    """The parts that hold comments: where programs usually put them, and wherever the file says that they are."""
    overrides = (part for kind, part in archive.elements("[Content_Types].xml") if kind == "Override")
    said = {part.get("PartName", "").lstrip("/") for part in overrides if _holdscomment_parts(part)}
    return {name for name in archive.names if name in said or re.fullmatch(usual, name)}


def _holdscomment_parts(part: etree._Element) -> bool:
    return part.get("ContentType", "").endswith(".comments+xml")
