"""Is this a file that we take at all? The first step over an upload; cheap, and safe on hostile input.

Call it through `process.Sandbox`: a nested-compression bomb can ask for all memory before anything here can look.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Dictionary, Stream

from ogl_portal.german.formats import file_size
from publications.pdf import objects, opening, page_tree

MAX_BYTES = 100_000_000
MAX_PAGES = 3_000
MAX_OBJECTS = 1_000_000
MAX_STREAM_BYTES = 256 * 1024 * 1024
"""Decoded size of one stream."""
MAX_DECODED_BYTES = 1024 * 1024 * 1024
"""Decoded size of all streams that could blow up, taken together."""
MAX_FILTERS = 6
"""Filters in a row on one stream; writers use one or two."""
MAX_NAME_BYTES = 120
"""Length of a safe file name in UTF-8: leaves room for a version mark within the 255 that file systems allow."""


@dataclass(frozen=True)
class Accepted:
    """What is known of a file that may go on. `encrypted`: it opens without a password but restricts its use.

    `repaired`: the file is damaged, and could be mended while reading; the cleaned file is whole.
    """

    filename: str
    size: int
    sha256: str
    pages: int
    objects: int
    version: str
    encrypted: bool
    repaired: bool


class RefusedPDF(Exception):  # noqa: N818 (an answer, not a fault)
    """The file is not taken. `code` is for programs, `message_de` for the person who uploaded it."""

    def __init__(self, code: str, message_de: str) -> None:
        super().__init__(code, message_de)
        self.code = code
        self.message_de = message_de

    def __str__(self) -> str:
        return self.message_de


SAFE = "Es wurde nichts veröffentlicht."

_MESSAGES = {
    "missing": "Die Datei »{name}« ist nicht mehr da. {safe} Bitte laden Sie sie noch einmal hoch.",
    "empty": "Die Datei »{name}« ist leer (0 Byte). {safe} Wahrscheinlich wurde die Übertragung abgebrochen: "
    "Bitte prüfen "
    "Sie die Datei auf Ihrem Rechner und laden Sie sie noch einmal hoch.",
    "too_big": "Die Datei »{name}« ist {size} groß; erlaubt sind {limit}. {safe} Bitte verkleinern Sie die Bilder im "
    "Dokument oder teilen Sie es in mehrere Dateien.",
    "not_pdf": "Die Datei »{name}« ist kein PDF, sondern {kind}. {safe} Bitte speichern Sie das Dokument in "
    "dem Programm, "
    "mit dem es erstellt wurde, als PDF und laden Sie dieses hoch.",
    "damaged": "Die Datei »{name}« ist beschädigt oder unvollständig und lässt sich nicht reparieren. {safe} "
    "Bitte erzeugen "
    "Sie das PDF neu oder laden Sie die vollständige Datei noch einmal hoch.",
    "no_pages": "Die Datei »{name}« enthält keine einzige Seite. {safe} Bitte erzeugen Sie das PDF neu.",
    "password": "Die Datei »{name}« ist mit einem Kennwort geschützt, das zum Öffnen nötig ist. {safe} Bitte "
    "speichern Sie "
    "das PDF ohne Kennwort und laden Sie es noch einmal hoch.",
    "encryption": "Die Datei »{name}« ist auf eine Weise verschlüsselt, die sich nicht öffnen lässt. {safe} Bitte "
    "speichern Sie das PDF ohne Schutz und laden Sie es noch einmal hoch.",
    "too_many_pages": "Die Datei »{name}« hat mehr als {limit} Seiten. {safe} Bitte teilen Sie das Dokument "
    "in mehrere Bände.",
    "too_many_objects": "Die Datei »{name}« besteht aus mehr als {limit} Einzelteilen und ist für die Verarbeitung zu "
    "verwickelt. {safe} Bitte erzeugen Sie das PDF neu, am besten mit »Druckoptimierung« oder »Dateigröße verringern«.",
    "bomb": "Die Datei »{name}« enthält Daten, die beim Entpacken auf ein Vielfaches anwachsen. {safe} Solche "
    "Dateien können "
    "Rechner lahmlegen und werden nicht angenommen. Bitte erzeugen Sie das PDF aus der Quelle neu.",
    "portfolio": "Die Datei »{name}« ist ein PDF-Portfolio: eine Mappe mit {kind} um ein Deckblatt. {safe} "
    "Eingebettete Dateien werden hier entfernt, es bliebe also nur das Deckblatt. Bitte öffnen Sie das Portfolio, "
    "speichern Sie die enthaltenen Dokumente und laden Sie jedes für sich hoch, oder fügen Sie sie zu einem "
    "einzigen PDF zusammen.",
    "circular": "Die Seiten der Datei »{name}« verweisen im Kreis aufeinander; ein Leseprogramm käme an kein "
    "Ende. {safe} "
    "Bitte erzeugen Sie das PDF aus der Quelle neu.",
    "too_complex": "Die Datei »{name}« ließ sich nicht in der vorgesehenen Zeit und mit dem vorgesehenen "
    "Speicher öffnen. "
    "{safe} Bitte erzeugen Sie das PDF aus der Quelle neu oder teilen Sie es.",
}


def refusal(code: str, *, filename: str, size: str = "", limit: str = "", kind: str = "") -> RefusedPDF:
    """The refusal for `code` with its German sentences: what happened, what is safe, what to do."""
    name = shown_name(filename)
    return RefusedPDF(code, _MESSAGES[code].format(name=name, safe=SAFE, size=size, limit=limit, kind=kind))


def accept(
    path: Path,
    *,
    filename: str,
    max_bytes: int = MAX_BYTES,
    max_pages: int = MAX_PAGES,
    max_objects: int = MAX_OBJECTS,
) -> Accepted:
    """Look at the file at `path`, uploaded as `filename`, and take it or raise RefusedPDF."""
    path = Path(path)
    first_look(path, filename=filename, max_bytes=max_bytes)
    with path.open("rb") as file:
        size = path.stat().st_size
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        with opening.open_pdf(path) as opened:
            return _look(opened, filename, size, digest, max_pages, max_objects)
    except opening.CannotOpen as error:
        raise refusal(error.code, filename=filename) from None
    except pikepdf.PdfError:
        raise refusal("damaged", filename=filename) from None


def first_look(path: Path, *, filename: str, max_bytes: int = MAX_BYTES) -> None:
    """Raise RefusedPDF for what is no PDF at first sight. Opens nothing, so it is safe and quick anywhere."""
    if not path.is_file():
        raise refusal("missing", filename=filename)
    size = path.stat().st_size
    if size == 0:
        raise refusal("empty", filename=filename)
    if size > max_bytes:
        raise refusal("too_big", filename=filename, size=file_size(size), limit=file_size(max_bytes))
    with path.open("rb") as file:
        start = file.read(4096)
    if b"%PDF-" not in start[:1029]:
        raise refusal("not_pdf", filename=filename, kind=kind_of(start))


def _look(opened: opening.Opened, filename: str, size: int, digest: str, max_pages: int, max_objects: int) -> Accepted:
    pdf = opened.pdf
    count = len(pdf.objects)
    if count > max_objects:
        raise refusal("too_many_objects", filename=filename, limit=_thousands(max_objects))
    _check_page_tree(pdf, filename, max_pages)
    pages = len(pdf.pages)
    if pages == 0:
        raise refusal("no_pages", filename=filename)
    if pages > max_pages:
        raise refusal("too_many_pages", filename=filename, limit=_thousands(max_pages))
    documents = _documents_of_portfolio(pdf)
    if documents:
        kind = f"{documents} {'Datei' if documents == 1 else 'Dateien'}"
        raise refusal("portfolio", filename=filename, kind=kind)
    _check_streams(pdf, filename)
    return Accepted(
        filename=safe_filename(filename),
        size=size,
        sha256=digest,
        pages=pages,
        objects=count,
        version=str(pdf.pdf_version),
        encrypted=bool(pdf.is_encrypted),
        repaired=opened.repaired,
    )


def _check_page_tree(pdf: pikepdf.Pdf, filename: str, max_pages: int) -> None:
    """Walk the tree ourselves before anybody else does: a loop or a flood of leaves must not reach a recursive
    reader."""
    try:
        page_tree.count_leaves(pdf, max_pages)
    except page_tree.Circular:
        raise refusal("circular", filename=filename) from None
    except page_tree.TooManyNodes:
        raise refusal("too_many_pages", filename=filename, limit=_thousands(max_pages)) from None


def _documents_of_portfolio(pdf: pikepdf.Pdf) -> int:
    """How many files the document only wraps (ISO 32000-2, 12.3.5); 0 for one that has pages of its own to show."""
    if not isinstance(objects.get(pdf.Root, "/Collection"), Dictionary):
        return 0
    files = objects.get(objects.get(pdf.Root, "/Names"), "/EmbeddedFiles")
    return len({objects.identity(file) or name for name, file in objects.name_tree(files)})


# How much one byte can become, at most: deflate 1:1032 (RFC 1951), LZW a 12-bit code for 4,096 bytes, run length
# two bytes for 128, ASCII85 one byte "z" for four.
_GROWTH = {
    "FlateDecode": 1040,
    "Fl": 1040,
    "LZWDecode": 2800,
    "LZW": 2800,
    "RunLengthDecode": 64,
    "RL": 64,
    "ASCII85Decode": 4,
    "A85": 4,
}
_DEFLATE = {"FlateDecode", "Fl"}


def _check_streams(pdf: pikepdf.Pdf, filename: str) -> None:
    """Refuse streams that grow past all measure. Only streams that could do so are unpacked, piece by piece."""
    total = 0
    for stream in pdf.objects:
        if not isinstance(stream, Stream):
            continue
        filters = [objects.as_name(name) for name in objects.items(objects.get(stream, "/Filter"))]
        if len(filters) > MAX_FILTERS:
            raise refusal("bomb", filename=filename)
        growing = [name for name in filters if name in _GROWTH]
        bound = objects.get_int(stream, "/Length")
        for name in growing:
            bound *= _GROWTH[name]
        if bound <= MAX_STREAM_BYTES // 8:
            continue
        size = _decoded_size(stream, filters)
        total += size
        if size > MAX_STREAM_BYTES or total > MAX_DECODED_BYTES:
            raise refusal("bomb", filename=filename)


def _decoded_size(stream: Any, filters: list[str]) -> int:
    """Bytes of the stream once unpacked; stops counting shortly after MAX_STREAM_BYTES. 0 if it cannot be unpacked."""
    depth = 0
    while depth < len(filters) and filters[depth] in _DEFLATE:
        depth += 1
    try:
        if depth == 0 or any(name in _GROWTH for name in filters[depth:]):
            return len(stream.read_bytes(pikepdf.StreamDecodeLevel.generalized))
        return inflated_size(stream.read_raw_bytes(), depth)
    except pikepdf.PdfError:
        return 0


_PIECE = 1 << 16
"""Bytes that are unpacked at a time. What a piece leaves over is copied once a round, so it must not be the file."""


def inflated_size(raw: bytes, depth: int) -> int:
    """Bytes after `depth` rounds of inflating, counted until MAX_STREAM_BYTES is passed or the data is damaged.

    In pieces, so that memory stays flat, and in time that grows with what is read and unpacked.
    """
    view = memoryview(raw)
    pieces: Iterator[Any] = (view[start : start + _PIECE] for start in range(0, len(view), _PIECE))
    for _ in range(depth):
        pieces = _inflated(pieces)
    size = 0
    try:
        for piece in pieces:
            size += len(piece)
            if size > MAX_STREAM_BYTES:
                break
    except zlib.error:
        pass  # readers show what comes before the damage
    return size


def _inflated(pieces: Iterator[Any]) -> Iterator[bytes]:
    """One round of inflating. It is over at the end that the data itself marks: many writers put a line break behind
    it, which a decompressor hands back unread for ever."""
    unpacker = zlib.decompressobj()
    for piece in pieces:
        waiting = piece
        while waiting and not unpacker.eof:
            out = unpacker.decompress(waiting, _PIECE)
            if out:
                yield out
            waiting = unpacker.unconsumed_tail
        if unpacker.eof:
            return
    if rest := unpacker.flush(_PIECE):
        yield rest


_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "ein Dokument im alten Office-Format (zum Beispiel .doc oder .xls)"),
    (b"\x89PNG", "ein Bild (PNG)"),
    (b"\xff\xd8\xff", "ein Bild (JPEG)"),
    (b"GIF8", "ein Bild (GIF)"),
    (b"II*\x00", "ein Bild (TIFF)"),
    (b"MM\x00*", "ein Bild (TIFF)"),
    (b"8BPS", "eine Photoshop-Datei"),
    (b"{\\rtf", "ein Textdokument (RTF)"),
    (b"%!PS", "eine PostScript-Datei"),
    (b"\x1f\x8b", "ein gepacktes Archiv (gzip)"),
    (b"7z\xbc\xaf", "ein gepacktes Archiv (7z)"),
    (b"Rar!", "ein gepacktes Archiv (RAR)"),
    (b"MZ", "ein Programm für Windows"),
    (b"\x7fELF", "ein Programm"),
    (b"\x06\x06\xed\xf5", "eine InDesign-Datei"),
)
_ZIP_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"application/vnd.oasis.opendocument.text", "ein Textdokument (LibreOffice Writer, .odt)"),
    (b"application/vnd.oasis.opendocument", "ein Dokument von LibreOffice"),
    (b"application/epub+zip", "ein E-Book (EPUB)"),
    (b"word/", "ein Word-Dokument (.docx)"),
    (b"xl/", "eine Excel-Tabelle (.xlsx)"),
    (b"ppt/", "eine PowerPoint-Präsentation (.pptx)"),
    (b"[Content_Types].xml", "ein Office-Dokument"),
)


def kind_of(start: bytes) -> str:
    """What a file that is no PDF seems to be, in German with article ("eine HTML-Seite"), from its first bytes."""
    if start.startswith(b"PK\x03\x04"):
        return next((kind for mark, kind in _ZIP_KINDS if mark in start), "ein gepacktes Archiv (ZIP)")
    for mark, kind in _KINDS:
        if start.startswith(mark):
            return kind
    if start[4:8] == b"ftyp":
        return "ein Film oder ein Bild (MP4, HEIC)"
    if start.startswith(b"RIFF"):
        return "ein Bild (WebP)" if start[8:12] == b"WEBP" else "eine Ton- oder Filmdatei"
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in text[:1024]:
        return "eine HTML-Seite"
    if text.startswith(b"<svg") or b"<svg" in text[:512]:
        return "ein Bild (SVG)"
    if text.startswith(b"<?xml"):
        return "eine XML-Datei"
    if b"\x00" not in start and _is_text(start):
        return "eine Textdatei"
    return "eine Datei unbekannter Art"


def _is_text(start: bytes) -> bool:
    try:
        start[:4000].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(start[:4000]) - 4
    return True


# Names that mean a device on Windows, where readers save the file.
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def safe_filename(name: str) -> str:
    """A name for showing and saving: last part of a path, no control, direction or reserved characters, ends in ".pdf".

    Umlauts stay (as single characters, NFC). Never longer than MAX_NAME_BYTES in UTF-8; "dokument.pdf" if "
        "nothing is left.
    """
    name = _harmless(name)
    stem = re.sub(r"(\s*\.pdf)+$", "", name, flags=re.IGNORECASE).strip(" .")
    if stem.lower() == "pdf":
        stem = ""
    if _DEVICES.match(stem):
        stem = f"{stem}-datei"
    stem = stem.encode("utf-8")[: MAX_NAME_BYTES - 4].decode("utf-8", "ignore").strip(" .")
    return f"{stem or 'dokument'}.pdf"


def shown_name(name: str) -> str:
    """The name of an upload as a message may show it: like `safe_filename`, but with the ending that it has."""
    return _harmless(name)[:80] or "ohne Namen"


def _harmless(name: str) -> str:
    name = unicodedata.normalize("NFC", name.encode("utf-8", "ignore").decode("utf-8"))
    name = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    # Cc control, Cf direction marks and zero-width characters, Cs/Co/Cn nothing that a name should hold.
    name = "".join(" " if char in "\t\n\r" else char for char in name)
    name = "".join(char for char in name if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    name = re.sub(r'[<>:"|?*]', "-", name)
    return re.sub(r"\s+", " ", name).strip(" .")


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")
