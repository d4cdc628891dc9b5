"""What an Office document loads from elsewhere, and what it brings along inside.

Whatever is loaded at opening tells a stranger who reads the file and where, may be another thing tomorrow, and may run
(linked OLE objects, DDE). So every reference that leads out of the file is refused, except those known to do nothing by
themselves: a hyperlink waits for a click, and references of ``_ASKED`` are told, as programs ask first.
"""

from collections.abc import Iterator

from ogl_portal.uploads.office.opc import Package, Relationship
from ogl_portal.uploads.office.refusals import converted, loads, starts_programs
from ogl_portal.uploads.office.told import Told

FORGOTTEN = {"attachedtemplate", "mailmergesource", "mailmergeheadersource", "transform", "webextensiontaskpanes"}
"""Taken out: they tell of somebody's computer, or load files and programs, and nothing that is shown needs them."""

_ASKED = {
    "externallinkpath", "externallinklongpath", "xlpathmissing", "xlstartup", "xlalternatestartup", "xllibrary",
    "audio", "video", "media",
}  # fmt: skip
_EMBEDDED = {"oleobject", "package", "control"}
_FILES = (b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"MZ")
"""First bytes of OLE, of zip, and of programs for Windows."""


def check(package: Package, ending: str) -> None:
    """Raises Refused for what is loaded, converted or started when the file is opened."""
    unlinked = {relation for _, relation in chart_links(package)}
    for relation in package.relationships:
        if relation.kind == "afchunk":
            raise converted()
        if relation.place and relation.kind not in {"hyperlink", *FORGOTTEN, *_ASKED} and relation not in unlinked:
            raise loads(relation.place, ending)
    for part in package.parts("externallink"):
        if any(kind == "ddeLink" for kind, _ in package.archive.elements(part)):
            raise starts_programs()


def look(package: Package, told: Told) -> None:
    told.embedded += len(embedded(package))
    told.linked += sum(bool(relation.place) and relation.kind in _ASKED for relation in package.relationships)
    for part in package.parts("connections"):
        told.linked += sum(kind == "connection" for kind, _ in package.archive.elements(part))


def embedded(package: Package) -> list[str]:
    """Names of the parts that are files of their own: tables behind charts, OLE objects, controls; and whatever begins
    as one, as nobody sees it in the document."""
    targets = {relation.target for relation in package.relationships if relation.kind in _EMBEDDED}
    disguised = {name for name in package.usual(".*") if package.archive.start(name).startswith(_FILES)}
    return sorted({*targets, *package.usual(r"(.*/)?embeddings/[^/]+"), *disguised} - {""})


def chart_links(package: Package) -> Iterator[tuple[str, Relationship]]:
    """Charts with the link to the workbook that they were copied from. The chart holds its values itself, so the link,
    which names a folder on somebody's computer, is taken out as one does with »Verknüpfung aufheben«."""
    for chart in package.parts("chart", "chartspace"):
        for relation in package.related(chart):
            if relation.place and relation.kind in {"oleobject", "package"}:
                yield chart, relation
