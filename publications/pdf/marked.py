"""The text of a page in pieces, each with the marked-content id by which the structure tree points to it (PDFium)."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

MAX_FORM_DEPTH = 8

HYPHEN = "\ufffe"
"""What PDFium gives for a hyphen at the end of a line, in place of the hyphen and the line break."""


@dataclass(frozen=True)
class MarkedRun:
    """Text in the order in which PDFium reads the page. `mcid` is None for content outside the tags; `artifact` marks
    headers, footers and decoration; `start` and `end` are places of characters on the page, `end` is the one after."""

    mcid: int | None
    artifact: bool
    start: int
    end: int
    text: str


Stretch = tuple[int, int]
"""The first character on a page and the one after the last, as in MarkedRun."""


def page_text(page: pdfium.PdfPage, hidden: Iterable[Stretch] = ()) -> str:
    """All text of the page, raw: lines end in CR LF, a hyphen at the end of a line is HYPHEN. In place of `hidden`
    characters there are spaces."""
    text_page = page.get_textpage()
    try:
        return seen_text(text_page, hidden)[0]
    finally:
        text_page.close()


def seen_text(text_page: pdfium.PdfTextPage, hidden: Iterable[Stretch]) -> tuple[str, bool]:
    """The text with spaces in place of the `hidden` characters, and whether its places are those of the characters of
    the page: with pairs of surrogates, they are counted differently."""
    text = text_page.get_text_range()
    count = text_page.count_chars()
    stretches = list(hidden)
    exact = len(text) == count
    if not stretches:
        return text, exact
    if not exact:
        return spell(text_page, 0, count, stretches), False
    characters = list(text)
    for start, end in stretches:
        characters[start:end] = [char if char in "\r\n" else " " for char in characters[start:end]]
    return "".join(characters), True


def runs(page: pdfium.PdfPage, hidden: Iterable[Stretch] = ()) -> list[MarkedRun]:
    """The text of the page, cut wherever the marked content changes. Joined, the runs are the text of the page, with
    spaces in place of the `hidden` characters."""
    stretches = list(hidden)
    marks = _marks(page)
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        text, exact = seen_text(text_page, stretches)
        found: list[MarkedRun] = []
        for start, end, (mcid, artifact) in _stretches(text_page, count, marks):
            part = text[start:end] if exact else spell(text_page, start, end, stretches)
            found.append(MarkedRun(mcid, artifact, start, end, part))
        return found
    finally:
        text_page.close()


_Mark = tuple[int | None, bool]


def _stretches(text_page: pdfium.PdfTextPage, count: int, marks: dict[int, _Mark]) -> Iterator[tuple[int, int, _Mark]]:
    """Start, end and mark of each stretch of characters that bear the same mark.

    Spaces and line breaks that PDFium makes up belong to no object: they stay with what is before them.
    """
    current: _Mark = (None, False)
    start = 0
    for begin, _, pointer in object_stretches(text_page, count):
        mark = marks.get(pointer, (None, False))
        if mark != current:
            if begin > start:
                yield start, begin, current
            current, start = mark, begin
    if count > start:
        yield start, count, current


def object_stretches(text_page: pdfium.PdfTextPage, count: int) -> Iterator[tuple[int, int, int]]:
    """First character, the one after the last, and address of each text object, in the order of the text.

    Characters of one object follow each other, so its end is found by doubling steps and halving, which is ten times
    faster than asking for each. What PDFium makes up between two objects is part of neither.
    """
    raw = ctypes.cast(text_page.raw, ctypes.c_void_p)
    index = 0
    while index < count:
        pointer = _text_object(raw, index)
        start = index
        if pointer:
            step = 1
            while index + step < count and _text_object(raw, index + step) == pointer:
                index += step
                step *= 2
            end = min(index + step, count)
            while end - index > 1:
                middle = (index + end) // 2
                if _text_object(raw, middle) == pointer:
                    index = middle
                else:
                    end = middle
            yield start, index + 1, pointer
        index += 1


def spell(text_page: pdfium.PdfTextPage, start: int, end: int, hidden: Iterable[Stretch] = ()) -> str:
    """The characters from `start` to before `end`, each asked for, with spaces in place of the `hidden` ones."""
    characters = [_character(pdfium_c.FPDFText_GetUnicode(text_page.raw, index)) for index in range(start, end)]
    for first, last in hidden:
        for index in range(max(first, start), min(last, end)):
            if characters[index - start] not in "\r\n":
                characters[index - start] = " "
    return _text(characters)


def _character(code: int) -> str:
    if code in (0x02, 0xFFFE):
        return HYPHEN
    return chr(code) if 0 < code < 0x110000 else ""


def _text(characters: list[str]) -> str:
    """The characters as a string. Those beyond the first plane (mathematical letters) come as pairs of surrogates."""
    text = "".join(characters)
    if any("\ud800" <= char <= "\udfff" for char in characters):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


# The same function with plain addresses: comparing ctypes pointers costs more than the call itself.
_text_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium_c.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)


def _address(pointer: object) -> int | None:
    return ctypes.cast(pointer, ctypes.c_void_p).value  # type: ignore[arg-type]


Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points of the page's own coordinates."""


def picture_boxes(page: pdfium.PdfPage) -> dict[int, Box]:
    """Where the images and drawings of each marked-content id are on the page."""
    found: dict[int, Box] = {}
    raw = page.raw
    for index in range(pdfium_c.FPDFPage_CountObjects(raw)):
        item = pdfium_c.FPDFPage_GetObject(raw, index)
        if pdfium_c.FPDFPageObj_GetType(item) == pdfium_c.FPDF_PAGEOBJ_TEXT:
            continue
        mcid = pdfium_c.FPDFPageObj_GetMarkedContentID(item)
        if mcid < 0:
            continue
        sides = [ctypes.c_float() for _ in range(4)]
        if pdfium_c.FPDFPageObj_GetBounds(item, *(ctypes.byref(side) for side in sides)):
            box = (sides[0].value, sides[1].value, sides[2].value, sides[3].value)
            found[mcid] = joined_box(found.get(mcid), box)
    return found


def joined_box(one: Box | None, other: Box) -> Box:
    """The smallest box around both."""
    if one is None:
        return other
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))


def _marks(page: pdfium.PdfPage) -> dict[int, tuple[int | None, bool]]:
    """For each text object of the page: its marked-content id and whether it is an artifact. Content of a form XObject
    that has no id of its own has that of the place where the form is drawn."""
    found: dict[int, tuple[int | None, bool]] = {}
    raw = page.raw
    stack = [
        (pdfium_c.FPDFPage_GetObject(raw, index), None, False, 0)
        for index in range(pdfium_c.FPDFPage_CountObjects(raw))
    ]
    while stack:
        item, outer_mcid, outer_artifact, depth = stack.pop()
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind not in (pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_FORM):
            continue
        mcid = pdfium_c.FPDFPageObj_GetMarkedContentID(item)
        own = mcid if mcid >= 0 else outer_mcid
        artifact = outer_artifact or (mcid < 0 and _is_artifact(item))
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            address = _address(item)
            if address:
                found[address] = (own, artifact)
        elif depth < MAX_FORM_DEPTH:
            stack.extend(
                (pdfium_c.FPDFFormObj_GetObject(item, index), own, artifact, depth + 1)
                for index in range(pdfium_c.FPDFFormObj_CountObjects(item))
            )
    return found


_ARTIFACT = "Artifact".encode("utf-16-le") + b"\x00\x00"


def _is_artifact(item: object) -> bool:
    for index in range(pdfium_c.FPDFPageObj_CountMarks(item)):
        mark = pdfium_c.FPDFPageObj_GetMark(item, index)
        buffer = ctypes.create_string_buffer(64)
        length = ctypes.c_ulong()
        written = pdfium_c.FPDFPageObjMark_GetName(
            mark, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), 64, ctypes.byref(length)
        )
        if written and buffer.raw[: length.value] == _ARTIFACT:
            return True
    return False
