"""Whether a file is what its name says, by its content: for the kinds that nothing else opens.

DOCX, XLSX, PPTX and the formats of LibreOffice are opened by ``office``, PDF by its pipeline, pictures by ``pictures``.
"""

import re
from collections.abc import Callable
from typing import IO

from ogl_portal.uploads.refusals import Refused

HEAD = 65_536
"""Bytes that are looked at."""

_BOM_16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|head|body|script|svg|\?xml|iframe|\?php)", re.IGNORECASE)
_BINARY = (b"%PDF-", b"%!PS", b"PK\x03\x04", b"MZ", b"{\\rtf", b"#!")


def check(file: IO[bytes], ending: str) -> None:
    """Raises Refused for a file whose first bytes are not of the kind that its ending (without dot) names."""
    looks_right = _LOOKS.get(ending)
    if looks_right is None:
        return
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not looks_right(head):
        raise wrong_kind(ending)


def wrong_kind(ending: str) -> Refused:
    kind = ending.upper()
    return Refused(
        "kind",
        f"Die Datei heißt zwar .{ending}, ist aber keine {kind}-Datei. Es wurde nichts gespeichert. "
        f"Bitte das Dokument im ursprünglichen Programm noch einmal als {kind} speichern.",
    )


def _starts(*signs: bytes, at: int = 0) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(signs, at)


def _is_text(head: bytes) -> bool:
    """Neither a program or packed file nor a page of the web under a harmless name."""
    if head.startswith(_BOM_16):
        head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    return not (_CONTROL.search(head) or _MARKUP.match(head) or head.startswith(_BINARY))


def _is_calendar(head: bytes) -> bool:
    return _is_text(head) and head.removeprefix(b"\xef\xbb\xbf").lstrip().upper().startswith(b"BEGIN:VCALENDAR")


_LOOKS: dict[str, Callable[[bytes], bool]] = {
    "csv": _is_text,
    "txt": _is_text,
    "ics": _is_calendar,
    "vtt": lambda head: _is_text(head) and head.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"),
    # ISO 32000-1, annex H.3: a reader accepts the header anywhere in the first 1,024 bytes.
    "pdf": lambda head: b"%PDF-" in head[:1024],
    "webm": lambda head: head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head[:64],
    "mp3": _starts(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"),
    "ogg": _starts(b"OggS"),
    # ISO 14496-12: the length of the first box comes before its name.
    "mp4": _starts(b"ftyp", at=4),
    "m4a": _starts(b"ftyp", at=4),
}
