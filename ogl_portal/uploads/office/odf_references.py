"""What an OpenDocument runs, loads from elsewhere, or brings along inside: as ``references`` for those of Office."""

import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from lxml import etree

from ogl_portal.uploads.archive import Archive
from ogl_portal.uploads.office.refusals import loads, macros, starts_programs
from ogl_portal.uploads.office.told import Told

TEXTS = ("styles.xml", "content.xml")
_NAMES = {"href", "image-data", "macro-name", "dde-application"}
_CLICKED = {"a", "form", "button", "event-listener"}
_ASKED = {"section-source", "table-source", "cell-range-source", "alphabetical-index-auto-mark-file", "plugin", "sound"}
"""Elements whose reference waits until somebody agrees."""


def elements(archive: Archive, name: str, told: Told, ending: str) -> Iterator[tuple[str, etree._Element]]:
    """All elements of a part, rows emptied afterwards; embedded files and links are told.

    Raises Refused for what runs, or is loaded from elsewhere, when the document is opened.
    """
    for kind, element in archive.elements(name, clear=("table-row",)):
        told.embedded += kind == "object-ole"
        if kind == "script" and "".join(element.itertext()).strip():
            raise macros(ending)
        for key, value in element.items():
            said = key.rpartition("}")[2]
            if said in _NAMES and value.strip():
                told.linked += _check(name, kind, said, value.strip(), ending)
        yield kind, element


def look_inside(archive: Archive, told: Told, ending: str) -> None:
    """The same for the documents embedded in it, whose own text is not looked at."""
    for name in archive.names:
        if name not in TEXTS and name.rpartition("/")[2] in TEXTS:
            for _ in elements(archive, name, told, ending):
                pass


def _check(part: str, kind: str, said: str, value: str, ending: str) -> bool:
    """Whether an attribute is a link that readers are asked about. Raises Refused."""
    if said == "dde-application":
        raise starts_programs()
    if said == "macro-name" or value.lower().startswith(("vnd.sun.star.script:", "macro:")):
        raise macros(ending)
    is_clicked = said == "href" and (kind in _CLICKED or kind.startswith("area-"))
    if is_clicked or not _is_elsewhere(part, value):
        return False
    if kind not in _ASKED:
        raise loads(value, ending)
    return True


def _is_elsewhere(part: str, place: str) -> bool:
    """Whether a reference leads out of the archive. It starts at the folder of its part."""
    scheme = re.match("[a-z][a-z0-9+.-]*:", place, re.IGNORECASE)
    if scheme:
        return scheme[0].lower() not in {"data:", "vnd.sun.star.package:"}
    within = normpath(join(dirname(part), unquote(place).replace("\\", "/")))
    return not place.startswith("#") and within.startswith(("/", "../"))
