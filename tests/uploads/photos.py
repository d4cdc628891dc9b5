"""Pictures that tell too much, made by the tests themselves."""

import io
import struct
import zlib
from functools import cache
from typing import Any

from PIL import Image, ImageCms

NAME, PLACE, SECRET = b"Erika Mustermann", (52.0, 31.0, 14.0), b"Nur intern 4711"
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
_ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}


def file_name(kind: str) -> str:
    return f"aufnahme.{_ENDINGS[kind]}"


def exif(orientation: int = 1) -> Image.Exif:
    facts = Image.Exif()
    facts[0x0112], facts[0x013B], facts[0x010F] = orientation, NAME.decode(), "Kamera 4711"
    facts.get_ifd(0x8825).update({1: "N", 2: PLACE, 3: "E", 4: (13.0, 23.0, 51.0)})
    facts.get_ifd(0x8769)[0x927C] = SECRET  # maker note
    return facts


def halves(size: tuple[int, int] = (600, 400)) -> Image.Image:
    """Red on the left, blue on the right, so that one sees which side is up."""
    image = Image.new("RGB", size, (200, 20, 20))
    image.paste((20, 20, 200), (size[0] // 2, 0, *size))
    return image


def photo(kind: str, *, orientation: int = 1, size: tuple[int, int] = (600, 400), profile: bytes = b"") -> bytes:
    """A picture with place, names, comment, XMP, IPTC, a second picture and a trailer, as its format has them."""
    options: dict[str, Any] = {"exif": exif(orientation), **({"icc_profile": profile} if profile else {})}
    if kind in {"JPEG", "WEBP", "AVIF"}:
        options["xmp"] = XMP
    if kind == "JPEG":
        options["comment"] = SECRET
    out = io.BytesIO()
    halves(size).save(out, kind, **options)
    data = out.getvalue()
    if kind == "JPEG":
        extra = b"".join(_segment(marker, body) for marker, body in _JPEG_EXTRAS)
        return data[:2] + extra + data[2:] + data  # a second picture hangs behind the first
    if kind == "PNG":
        text = b"".join(_chunk(name, body) for name, body in _PNG_EXTRAS)
        return data[:33] + text + data[33:] + SECRET
    return data + SECRET


@cache  # the second in which it is made stands in it
def display_p3() -> bytes:
    """Something other than sRGB that is recognised again: an RGB profile with a description of its own."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes().replace(b"s\0R\0G\0B", b"P\x003\0X\0Y")


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


_IPTC = b"\x1c\x02\x50" + struct.pack(">H", len(NAME)) + NAME
_JPEG_EXTRAS = (
    (0xE2, b"MPF\0" + SECRET),
    (0xEB, b"JP" + SECRET),  # C2PA
    (0xED, b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(_IPTC)) + _IPTC),
    (0xE0, b"JFXX\0\x10" + SECRET),  # a thumbnail
    (0xEF, SECRET),
)
_PNG_EXTRAS = (
    (b"tEXt", b"Author\0" + NAME),
    (b"zTXt", b"Comment\0\0" + zlib.compress(SECRET)),
    (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP),
    (b"tIME", b"\x07\xe6\x03\x07\x0c\0\0"),
    (b"caBX", SECRET),  # C2PA
)
