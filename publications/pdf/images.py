"""Take camera data, names and places out of the pictures inside a PDF, without touching a pixel."""

from __future__ import annotations

import struct
from typing import Any

import pikepdf
from pikepdf import Name

from publications.pdf import objects

# APP1 holds Exif and XMP, APP13 IPTC; COM is a free comment. APP0, APP2 (colour profile) and APP14 (Adobe's colour
# transform, without which colours come out wrong) stay.
_JPEG_PRIVATE = {0xE1, 0xED, 0xFE}


def drop_metadata(image: Any) -> bool:
    """Remove metadata from a JPEG or JPEG 2000 image stream, in place; whether there was any."""
    filters = [objects.as_name(name) for name in objects.items(objects.get(image, "/Filter"))]
    if not filters or filters[-1] not in ("DCTDecode", "DCT", "JPXDecode"):
        return False
    try:
        data = image.read_raw_bytes() if len(filters) == 1 else image.read_bytes(pikepdf.StreamDecodeLevel.generalized)
    except pikepdf.PdfError:
        return False
    cleaned = _clean_jpx(data) if filters[-1] == "JPXDecode" else _clean_jpeg(data)
    if cleaned is None or cleaned == data:
        return False
    parameters = objects.items(objects.get(image, "/DecodeParms"))
    last = parameters[len(filters) - 1] if len(parameters) == len(filters) else None
    image.write(cleaned, filter=Name("/" + filters[-1]), decode_parms=last)
    return True


def _clean_jpeg(data: bytes) -> bytes | None:
    """The JPEG without private segments; None if it is not laid out as a JPEG (then it is better left alone)."""
    if not data.startswith(b"\xff\xd8"):
        return None
    out = bytearray(b"\xff\xd8")
    position = 2
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            return None
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker == 0xDA:
            return bytes(out) + data[position:]
        (length,) = struct.unpack_from(">H", data, position + 2)
        if length < 2 or position + 2 + length > len(data):
            return None
        if marker not in _JPEG_PRIVATE:
            out += data[position : position + 2 + length]
        position += 2 + length
    return None


def _clean_jpx(data: bytes) -> bytes | None:
    """The JPEG 2000 file with its XML and UUID boxes made into empty free boxes of the same length."""
    if data[4:8] != b"jP  ":
        return None
    out = bytearray(data)
    position = 0
    while position + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        start = position + 8
        if length == 1 and position + 16 <= len(data):
            (length,) = struct.unpack_from(">Q", data, position + 8)
            start = position + 16
        end = len(data) if length == 0 else position + length
        if end > len(data) or end < start:
            return None
        if kind in (b"xml ", b"uuid"):
            out[position + 4 : position + 8] = b"free"
            out[start:end] = bytes(end - start)
        position = end
    return bytes(out)
