"""Documents of Word, Excel, PowerPoint and LibreOffice: names go, and what readers do not see is told.

Sources: ECMA-376 (OOXML), OASIS OpenDocument 1.3. Author, last editor, company, manager, template, printer and the
folder on somebody's computer are taken out, and so is what pictures inside tell. Tracked changes, comments, hidden
sheets, slides and text are content: they stay, and are told with the names of those who wrote them.
"""

import zipfile
from io import BytesIO
from typing import IO

from ogl_portal.uploads import picture_metadata
from ogl_portal.uploads.archive import MAX_BYTES, Archive
from ogl_portal.uploads.kinds import wrong_kind
from ogl_portal.uploads.office import excel, odf, ooxml, powerpoint, references, word
from ogl_portal.uploads.office.opc import Package
from ogl_portal.uploads.office.told import Told, advice, sentence
from ogl_portal.uploads.pictures import kind_of
from ogl_portal.uploads.refusals import Refused

__all__ = ["ENDINGS", "RECIPE", "Told", "advice", "cleaned", "sentence", "unpacked_size"]

RECIPE = 8
"""Version of what is done here. Raise it when more is taken out or told: what is stored is then looked at again."""

ENDINGS = frozenset({*ooxml.MAIN_TYPES, *odf.KINDS})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML = (".xml", ".rels", ".vml", ".rdf")
_PICTURES = {"jpeg", "png", "webp", "avif"}
_LOOKS = {"docx": word.look, "xlsx": excel.look, "pptx": powerpoint.look}


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
    told = Told()
    _write(archive, target, ending, told)
    return told


def unpacked_size(source: IO[bytes]) -> int:
    """Bytes of all parts; 0 for what is no archive, which is soon refused."""
    source.seek(0)
    size = Archive(source).size if zipfile.is_zipfile(source) else 0
    source.seek(0)
    return size


def _write(archive: Archive, target: IO[bytes], ending: str, told: Told, *, is_inside: bool = False) -> None:
    changes = _changes(archive, ending, told, is_inside=is_inside)
    archive.rewrite(target, {**_clean_pictures(archive), **changes})


def _changes(archive: Archive, ending: str, told: Told, *, is_inside: bool) -> dict[str, bytes]:
    """Check the file, look at it, and give the parts that are to be other than they are."""
    if ending in odf.KINDS:
        odf.check(archive, ending)
        _refuse_declarations(archive, [name for name in archive.names if name.lower().endswith(_XML)])
        odf.look(archive, told, ending)
        return odf.clean(archive, told)
    package = ooxml.opened(archive, ending)
    _refuse_declarations(archive, [name for name in archive.names if _is_xml(name, package.type(name))])
    references.look(package, told)
    _LOOKS[ending](package, told)
    changes = ooxml.clean(package, told)
    return {**changes, **_clean_embedded(package, told)} if not is_inside else changes


def _clean_embedded(package: Package, told: Told) -> dict[str, bytes]:
    """The tables behind charts and the like, which name their authors and hide sheets as any file. Those inside of
    these stay as they are, and are told."""
    found = {}
    left = MAX_BYTES - package.archive.size
    for name in references.embedded(package):
        if not package.archive.start(name).startswith(b"PK"):
            continue
        source, target = BytesIO(package.archive.read(name)), BytesIO()
        try:
            archive = Archive(source, most=left)
            left -= archive.size
            ending = ooxml.ending_of(archive)
            if not ending:
                continue
            inner = Told()
            _write(archive, target, ending, inner, is_inside=True)
        except Refused as refused:
            raise Refused(refused.code, f"Zu einer Datei, die darin eingebettet ist: {refused.message_de}") from refused
        told.add(inner)
        found[name] = target.getvalue()
    return found


def _is_xml(name: str, kind: str) -> bool:
    """SVG is a picture: programs write it with a DTD, and it is no part of the document's own text."""
    return name.lower().endswith(_XML) or (kind.lower().endswith("xml") and not kind.lower().startswith("image/"))


def _refuse_declarations(archive: Archive, names: list[str]) -> None:
    if any(archive.head(name).declares for name in names):
        raise Refused(
            "declarations",
            "Die Datei enthält Anweisungen, die beim Öffnen andere Dateien laden oder das Programm lahmlegen "
            "können. Es wurde nichts gespeichert. Bitte speichern Sie das Dokument im ursprünglichen Programm noch "
            "einmal und laden Sie diese Version hoch.",
        )


def _clean_pictures(archive: Archive) -> dict[str, bytes]:
    changed = {}
    for name in archive.names:
        if kind_of(archive.start(name)) not in _PICTURES:  # their names are as free as those of other parts
            continue
        data = archive.read(name)
        try:
            clean = picture_metadata.cleaned(data)
        except Refused:
            continue  # what the program shows although it is damaged stays what it is
        if clean != data:
            changed[name] = clean
    return changed
