"""Office Open XML: what is taken, and what is taken out (ECMA-376)."""

import struct
from functools import partial

from lxml import etree

from ogl_portal.uploads.archive import Archive, local
from ogl_portal.uploads.kinds import wrong_kind
from ogl_portal.uploads.office import references
from ogl_portal.uploads.office.opc import Package, Relationship, token
from ogl_portal.uploads.office.parts import Step, attribute, changed, drop
from ogl_portal.uploads.office.refusals import macros, signed
from ogl_portal.uploads.office.told import Told

MAIN_TYPES = {
    "docx": "wordprocessingml.document.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
    "pptx": "presentationml.presentation.main+xml",
}
AUTHORS = ("person", "personlist", "authors", "authorlst", "commentauthors", "cmauthorlst")
"""Kinds of parts with the people who comment on a workbook or presentation."""

_MACROS = {"vbaproject", "wordvbadata", "macrosheet", "intlmacrosheet", "xlmacrosheet", "xlintlmacrosheet"}
_CORE = {"creator", "lastModifiedBy", "contributor", "lastPrinted", "revision", "manager"}
_APP = {"Company", "Manager", "Template", "TotalTime", "HyperlinkBase"}
_SETTINGS = {"attachedTemplate", "mailMerge", "saveThroughXslt"}
"""What refers to ``references.FORGOTTEN``."""


def opened(archive: Archive, ending: str) -> Package:
    """Raises Refused for a file that is not of this kind, has macros or is signed."""
    if not any(name.lower() == "[content_types].xml" for name in archive.names):
        raise wrong_kind(ending)
    package = Package(archive)
    if (
        any("macroenabled" in said.lower() or token(said) in _MACROS for said in package.types)
        or any(relation.kind in _MACROS for relation in package.relationships)
        or package.usual(r".*vbaproject\.bin")
    ):
        raise macros(ending)
    # Neither the list nor the part is believed alone: the document itself has to be there (ECMA-376, part 2, 7.2.3).
    if not {*package.of_type(MAIN_TYPES[ending])}.intersection(package.parts("document", "workbook", "presentation")):
        raise wrong_kind(ending)
    if package.usual("_xmlsignatures/.*") or any("/digital-signature/" in one.type for one in package.relationships):
        raise signed()
    references.check(package, ending)
    return package


def ending_of(archive: Archive) -> str:
    """What the name of the file would end with; empty for anything else than a document without macros."""
    if not any(name.lower() == "[content_types].xml" for name in archive.names):
        return ""
    package = Package(archive)
    return next((ending for ending, kind in MAIN_TYPES.items() if package.of_type(kind)), "")


def clean(package: Package, told: Told) -> dict[str, bytes]:
    steps: list[tuple[list[str], Step]] = [
        (package.parts("coreproperties"), lambda root: drop(root, lambda element: local(element) in _CORE)),
        (package.parts("extendedproperties"), lambda root: drop(root, lambda element: local(element) in _APP)),
        (package.parts("customproperties"), lambda root: drop(root, lambda element: local(element) == "property")),
        # What SharePoint knows of a file: with whom it was shared, by whom it was approved.
        (package.parts("properties"), lambda root: drop(root, lambda element: local(element) == "UserInfo")),
        # What PowerPoint notes of those who work on a file together, and Excel of those who have a shared one open.
        (package.parts("changesinfo", "chginfo"), lambda root: drop(root, lambda one: local(one) == "docChgLst")),
        (package.parts("usernames", "users"), lambda root: drop(root, lambda one: local(one) == "userInfo")),
        (package.parts("people"), lambda root: drop(root, lambda element: local(element) == "person")),
        (package.parts("settings"), lambda root: drop(root, lambda element: local(element) in _SETTINGS)),
        (package.parts("relationships"), lambda root: drop(root, _is_forgotten)),
        (package.parts("workbook"), _clean_workbook),
        *(([chart, link.holder], partial(_unlink, link)) for chart, link in references.chart_links(package)),
    ]
    if not told.comments:  # people who once wrote some
        steps.append((package.parts(*AUTHORS), lambda root: drop(root, lambda element: element.getparent() is root)))
    printers = {name: _without_printer(package.archive.read(name)) for name in package.parts("printersettings")}
    return {**changed(package.archive, steps), **printers}


def _without_printer(data: bytes) -> bytes:
    """Settings of Windows (DEVMODEW) without the name of the printer and what its driver keeps behind them: rooms,
    servers, users. Paper and orientation stay; settings of another kind stay whole."""
    if len(data) < 72:
        return data
    version, size = struct.unpack_from("<H2xH", data, 64)
    if version not in {0x0320, 0x0400, 0x0401} or not 72 <= size <= len(data):
        return data
    return bytes(64) + data[64:70] + bytes(2) + data[72:size]


def comment_parts(package: Package) -> list[str]:
    return package.parts("comments", "cmlst")


def _is_forgotten(element: etree._Element) -> bool:
    return local(element) == "Relationship" and token(element.get("Type", "").strip()) in references.FORGOTTEN


def _unlink(link: Relationship, root: etree._Element) -> bool:
    """Of a chart, or of its list of relationships."""
    return drop(
        root,
        lambda element: (
            {"externalData": attribute(element, "id"), "Relationship": element.get("Id")}.get(local(element)) == link.id
        ),
    )


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
