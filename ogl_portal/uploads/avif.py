"""Cleans AVIF in place: what is no picture is overwritten and named »free«, so that every offset stays right.

Source: ISO/IEC 14496-12 (boxes, ``meta``, ``iinf``, ``iloc``) and 23008-12 (items). Which side is up stands in
properties (``irot``, ``imir``) and is kept with them.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_PICTURE_ITEMS = {b"av01", b"grid", b"iovl", b"iden", b"tmap"}
_CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf"}
_TOP = {b"ftyp", b"meta", b"mdat", b"moov"}
_FREE = {b"free", b"skip", b"uuid", b"udta", b"xml ", b"bxml"}
_MAX_EXTENTS = 100_000


@dataclass(frozen=True)
class _Box:
    """``start``: of its header; ``body``: of its content; ``end``: behind it."""

    kind: bytes
    start: int
    body: int
    end: int


def cleaned(data: bytes) -> bytes:
    """The file without Exif, XMP, C2PA and unknown items. Raises ValueError for what is no valid file."""
    out = bytearray(data)
    end, kinds = 0, set()
    for box in _boxes(data, 0, len(data), up_to_a_fault=True):
        if box.kind == b"meta":
            _clean_meta(data, out, box)
        else:
            _clean_box(data, out, box)
        end = box.end
        kinds.add(box.kind)
    if b"ftyp" not in kinds or not kinds & {b"meta", b"moov"}:
        raise ValueError("no picture in the file")
    return bytes(out[:end])


def _boxes(data: bytes, at: int, end: int, *, up_to_a_fault: bool = False) -> Iterator[_Box]:
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        body = at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, body)
            body += 8
        elif size == 0:
            size = end - at
        if size < body - at or at + size > end:
            if up_to_a_fault:  # what a camera has hung on behind the picture
                return
            raise ValueError("a box reaches beyond its place")
        yield _Box(kind, at, body, at + size)
        at += size


def _clean_box(data: bytes, out: bytearray, box: _Box, depth: int = 0) -> None:
    if box.kind in _FREE or (box.kind not in _TOP if depth == 0 else box.kind == b"meta"):
        out[box.start + 4 : box.start + 8] = b"free"
        out[box.body : box.end] = bytes(box.end - box.body)
    elif box.kind in _CONTAINERS and depth < 8:
        for child in _boxes(data, box.body, box.end):
            _clean_box(data, out, child, depth + 1)


def _clean_meta(data: bytes, out: bytearray, meta: _Box) -> None:
    boxes = list(_boxes(data, meta.body + 4, meta.end))
    for box in boxes:
        if box.kind in _FREE:
            _clean_box(data, out, box, depth=1)
    by_kind = {box.kind: box for box in boxes}
    foreign = set(_foreign_items(data, out, by_kind[b"iinf"])) if b"iinf" in by_kind else set()
    if not foreign or b"iloc" not in by_kind:
        return
    idat = by_kind.get(b"idat")
    ours: list[tuple[int, int]] = []
    theirs: list[tuple[int, int]] = []
    for item, method, offset, length in _extents(data, by_kind[b"iloc"]):
        if method == 1 and idat:
            offset += idat.body  # noqa: PLW2901
        elif method:
            raise ValueError("a way to store items that is not known here")
        if offset + length > len(data):
            raise ValueError("an item reaches beyond the file")
        (theirs if item in foreign else ours).append((offset, offset + length))
    for first, last in theirs:
        if any(first < end and start < last for start, end in ours):
            raise ValueError("metadata and picture share their bytes")
        out[first:last] = bytes(last - first)


def _foreign_items(data: bytes, out: bytearray, iinf: _Box) -> Iterator[int]:
    """Numbers of the items that are no picture; their type becomes »free«, and all names go."""
    at = iinf.body + (6 if data[iinf.body] == 0 else 8)
    for box in _boxes(data, at, iinf.end):
        version = data[box.body]
        if box.kind != b"infe" or version < 2:
            raise ValueError("an item without a type")
        width = 2 if version == 2 else 4
        kind_at = box.body + 4 + width + 2
        is_foreign = data[kind_at : kind_at + 4] not in _PICTURE_ITEMS
        if is_foreign:
            out[kind_at : kind_at + 4] = b"free"
        out[kind_at + 4 : box.end] = bytes(box.end - kind_at - 4)
        if is_foreign:
            yield int.from_bytes(data[box.body + 4 : box.body + 4 + width])


def _extents(data: bytes, iloc: _Box) -> Iterator[tuple[int, int, int, int]]:
    """Item, construction method, offset and length of each piece of each item."""
    version = data[iloc.body]
    offset_size, length_size = data[iloc.body + 4] >> 4, data[iloc.body + 4] & 15
    base_size, index_size = data[iloc.body + 5] >> 4, data[iloc.body + 5] & 15 if version else 0
    at = iloc.body + 6

    def number(size: int) -> int:
        nonlocal at
        if at + size > iloc.end:
            raise ValueError("a list of places is cut off")
        value = int.from_bytes(data[at : at + size])
        at += size
        return value

    wide = 4 if version == 2 else 2
    seen = 0
    for _ in range(number(wide)):
        item = number(wide)
        method = number(2) & 15 if version else 0
        number(2)  # data reference
        base = number(base_size)
        for _ in range(number(2)):
            seen += 1
            if seen > _MAX_EXTENTS:
                raise ValueError("too many pieces")
            number(index_size)
            offset, length = number(offset_size), number(length_size)
            yield item, method, base + offset, length
