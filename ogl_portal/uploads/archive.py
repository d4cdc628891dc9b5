"""Zip archives of strangers: bounded, and written anew so that the same content gives the same bytes."""

import zipfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

from lxml import etree

from ogl_portal.uploads.refusals import Refused

MAX_ENTRIES = 10_000
MAX_BYTES = 600_000_000
"""Of all entries, unpacked."""

MAX_XML = 150_000_000
"""Of one part that is read as XML, unpacked."""

_STORED = {"jpg", "jpeg", "png", "gif", "webp", "mp4", "m4a", "m4v", "mp3", "mov", "wmv", "zip"}
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that zip knows
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)


def damaged() -> Refused:
    return Refused(
        "damaged",
        "Die Datei ist beschädigt oder unvollständig. Es wurde nichts gespeichert. Bitte öffnen Sie sie im "
        "ursprünglichen Programm, speichern Sie sie dort noch einmal und laden Sie diese Version hoch.",
    )


class _OverError(Exception):
    """What comes before a part's first element has been read."""


@dataclass(frozen=True)
class XmlHead:
    """``declares``: it has a DTD of consequence; ``root``: local name of the first element, or empty."""

    declares: bool
    root: str
    namespace: str


class Archive:
    """Reads an archive. Raises Refused for what is damaged, encrypted, hostile or too large."""

    def __init__(self, file: IO[bytes], most: int | None = None) -> None:
        """``most``: bytes that it may have unpacked, MAX_BYTES by default."""
        try:
            self._zip = zipfile.ZipFile(file)
        except _BROKEN as error:
            raise damaged() from error
        entries = self._zip.infolist()
        self.names = [entry.filename for entry in entries]
        if len(set(self.names)) != len(entries) or any(_is_unsafe(name) for name in self.names):
            raise damaged()
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise Refused(
                "encrypted",
                "Die Datei ist mit einem Kennwort geschützt. Es wurde nichts gespeichert. Bitte speichern Sie sie ohne "
                "Kennwort und laden Sie sie noch einmal hoch.",
            )
        self.size = sum(entry.file_size for entry in entries)
        if len(entries) > MAX_ENTRIES or self.size > (MAX_BYTES if most is None else most):
            raise Refused(
                "too_large",
                "Die Datei ist entpackt zu groß. Es wurde nichts gespeichert. Bitte verkleinern Sie die Bilder "
                "darin oder teilen Sie das Dokument.",
            )

    def read(self, name: str) -> bytes:
        try:
            return self._zip.read(name)
        except _BROKEN as error:
            raise damaged() from error

    def start(self, name: str) -> bytes:
        """The first bytes of a part, enough to tell what kind of file it is."""
        try:
            with self._zip.open(name) as stream:
                return stream.read(64)
        except _BROKEN as error:
            raise damaged() from error

    def head(self, name: str) -> XmlHead:
        """What a part says before its content; nothing for one that is not XML.

        Whether it has a DTD matters because entities unpack without end or fetch files in whatever opens the document.
        OPC forbids them (ECMA-376, part 2, »XML usage«); the list of files of old ODF names one that holds nothing.
        """
        declares: list[bool] = []
        roots: list[str] = []

        def doctype(kind: str, system: str | None, public: str | None, is_own: int) -> None:
            declares.append(bool(is_own) or kind != "manifest:manifest")

        def over(name: str, attributes: dict[str, str]) -> None:
            roots.append(name)
            raise _OverError

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler, parser.StartElementHandler = doctype, over
        try:
            with suppress(_OverError, expat.ExpatError), self._zip.open(name) as stream:
                parser.ParseFile(stream)
        except _BROKEN as error:
            raise damaged() from error
        namespace, _, root = "".join(roots).rpartition(" ")
        return XmlHead(any(declares), root, namespace)

    def elements(self, name: str, clear: Iterable[str] = ()) -> Iterable[tuple[str, etree._Element]]:
        """Local name and element, each at its end. Those named in ``clear`` are emptied afterwards, to save memory."""
        if self._zip.getinfo(name).file_size > MAX_XML:
            raise damaged()
        emptied = frozenset(clear)
        try:
            with self._zip.open(name) as stream:
                for _, element in etree.iterparse(
                    stream, events=("end",), resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True,
                    remove_comments=True,
                ):  # fmt: skip
                    kind = local(element)
                    yield kind, element
                    if kind in emptied:
                        element.clear()
        except (etree.XMLSyntaxError, *_BROKEN) as error:
            raise damaged() from error

    def rewrite(self, target: IO[bytes], changed: dict[str, bytes], left_out: frozenset[str] = frozenset()) -> None:
        """Write the archive with some of its entries replaced: in the same order, without dates and extra fields."""
        try:
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as out:
                for entry in self._zip.infolist():
                    if entry.is_dir() or entry.filename in left_out:
                        continue
                    fresh = zipfile.ZipInfo(entry.filename, _EPOCH)
                    # ODF: »mimetype« comes first and is not compressed (part 2, 3.3).
                    is_stored = entry.filename == "mimetype" or entry.filename.rpartition(".")[2].lower() in _STORED
                    fresh.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
                    if entry.filename in changed:
                        out.writestr(fresh, changed[entry.filename])
                        continue
                    with self._zip.open(entry) as source, out.open(fresh, "w") as sink:
                        while piece := source.read(1 << 20):
                            sink.write(piece)
        except _BROKEN as error:
            raise damaged() from error


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def parsed(data: bytes) -> etree._Element:
    """A small part as a tree. Raises Refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged() from error


def written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _is_unsafe(name: str) -> bool:
    return name.startswith(("/", "\\")) or "\0" in name or ".." in name.replace("\\", "/").split("/")
