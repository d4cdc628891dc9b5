"""Takes out of a picture file what it tells beside the picture: place, camera, names, comments, second pictures.

Nothing is encoded anew, so no quality is lost. What is kept is listed, not what goes, so that what nobody has thought
of goes, too. The colour profile stays, and so does which side is up. The same bytes in give the same bytes out, and
a clean file stays as it is.
"""

import io
import re
import struct
import zlib
from collections.abc import Iterator

from PIL import Image, IptcImagePlugin

from ogl_portal.uploads import avif
from ogl_portal.uploads.pictures import damaged, kind_of

RECIPE = 1
"""Version of what is done here. Raise it when more is taken out: what is stored is then cleaned again."""

_ORIENTATION, _ARTIST, _COPYRIGHT = 0x0112, 0x013B, 0x8298
_UNREADABLE = (OSError, SyntaxError, ValueError, struct.error, KeyError, IndexError, TypeError, ZeroDivisionError,
               OverflowError, EOFError, zlib.error, Image.DecompressionBombError)  # fmt: skip


def cleaned(data: bytes) -> bytes:
    """The file without metadata. Raises Refused for a format that is not known here and for what cannot be read."""
    cleaner = {"jpeg": _jpeg, "png": _png, "webp": _webp, "avif": avif.cleaned}.get(kind_of(data[:64]))
    if cleaner is None:
        raise damaged()
    try:
        return cleaner(data)
    except (ValueError, IndexError, struct.error) as error:
        raise damaged() from error


def author_of(data: bytes) -> str:
    """Who made the picture by its own word (IPTC by-line, EXIF), as a proposal for the credit; else empty."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            exif = image.getexif()
            iptc = IptcImagePlugin.getiptcinfo(image) or {}
    except _UNREADABLE:
        return ""
    byline = iptc.get((2, 80))
    found = [byline[0] if isinstance(byline, list) and byline else byline, exif.get(_ARTIST), exif.get(_COPYRIGHT)]
    texts = (" ".join(_text(value).split())[:150] for value in found if value)
    return next((text for text in texts if text and text.isprintable()), "")


def _text(value: object) -> str:
    return value.decode("utf-8", "replace").strip("\0") if isinstance(value, bytes) else str(value).strip("\0")


def _orientation(data: bytes) -> int:
    """1 to 8 as EXIF counts them, also where only XMP says so; 1 where nobody does."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            value = image.getexif().get(_ORIENTATION, 1)
    except _UNREADABLE:
        return 1
    return value if value in range(2, 9) else 1


def _exif(orientation: int) -> bytes:
    """A TIFF block that holds the orientation and nothing else."""
    return struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)


# --- JPEG (ITU T.81, annex B) --------------------------------------------------

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_PICTURE_MARKERS = {*range(0xC0, 0xD0), _SOS, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF}
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def _jpeg(data: bytes) -> bytes:
    jfif, kept = b"", bytearray()
    for marker, segment in _jpeg_segments(data):
        body = segment[4:]
        if marker in _PICTURE_MARKERS:
            kept += segment
        elif marker == 0xE0 and body[:5] == b"JFIF\0" and len(body) >= 14 and not jfif:
            jfif = b"\xff\xe0\x00\x10" + body[:12] + b"\0\0"  # without the thumbnail
        elif marker == 0xE2 and body[:12] == b"ICC_PROFILE\0":
            kept += segment
        elif marker == 0xEE and body[:5] == b"Adobe" and len(body) >= 12:
            kept += b"\xff\xee\x00\x0e" + body[:12]  # says how CMYK and YCbCr are meant
    orientation = _orientation(data)
    exif = b"Exif\0\0" + _exif(orientation)
    upright = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif if orientation != 1 else b""
    return b"\xff\xd8" + jfif + upright + bytes(kept) + b"\xff\xd9"


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each segment (a scan with its data), up to the end of the first picture."""
    at = 2
    while True:
        while data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1
        if data[at] != 0xFF:
            raise ValueError("no marker where one has to be")
        marker = data[at + 1]
        if marker == _EOI:
            return
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            at += 2
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if end < at + 4 or end > len(data):
            raise ValueError("a segment reaches beyond the file")
        if marker == _SOS:
            following = _NEXT_MARKER.search(data, end)
            if following is None:
                raise ValueError("the picture has no end")
            end = following.start()
        yield marker, data[at:end]
        at = end


# --- PNG (W3C, third edition) ----------------------------------------------------

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PICTURE_CHUNKS = {
    b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI", b"sBIT",
    b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip


def _png(data: bytes) -> bytes:
    orientation = _orientation(data)
    out = bytearray(_PNG_SIGNATURE)
    at = len(_PNG_SIGNATURE)
    while True:
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if len(body) != length or len(kind) != 4:
            raise ValueError("a chunk reaches beyond the file")
        at += 12 + length
        if kind == b"IEND":
            out += _chunk(b"IEND", b"")
            return bytes(out)
        if kind == b"iCCP":
            body = b"ICC" + body[body.index(b"\0") :]  # the name of a profile is free text
        if kind in _PICTURE_CHUNKS:
            out += _chunk(kind, body)
        if kind == b"IHDR" and orientation != 1:
            out += _chunk(b"eXIf", _exif(orientation))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


# --- WebP (RFC 9649) ---------------------------------------------------------------

_HAS_EXIF, _HAS_XMP = 0x08, 0x04
_FRAME_HEADER = 16  # bytes before the chunks of an ANMF


def _webp(data: bytes) -> bytes:
    orientation = _orientation(data)
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data) + 1:
        raise ValueError("the file is cut off")
    chunks = []
    for kind, body in _riff_chunks(data, 12, min(end, len(data))):
        if kind == b"VP8X":
            flags = body[0] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if orientation != 1 else 0)
            body = bytes([flags]) + body[1:]  # noqa: PLW2901
        elif kind == b"ANMF":
            frame = _riff_chunks(body, _FRAME_HEADER, len(body))
            parts = [_riff(name, part) for name, part in frame if name in {b"ALPH", b"VP8 ", b"VP8L"}]
            body = body[:_FRAME_HEADER] + b"".join(parts)  # noqa: PLW2901
        if kind in {b"VP8X", b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L"}:
            chunks.append(_riff(kind, body))
    if orientation != 1:
        chunks.append(_riff(b"EXIF", _exif(orientation)))
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _riff_chunks(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    while at + 8 <= end:
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + length > end:
            raise ValueError("a chunk reaches beyond the file")
        yield data[at : at + 4], data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _riff(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
