"""The text of a page in pieces, each with the marked-content id by which the structure tree points to it (PDFium)."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

MAX_FORM_DEPTH = 8

HYPHEN = "\ufffe"
"""What PDFium gives for a hyphen at the end of a line, in place of the hyphen and the line break."""


@dataclass(frozen=True)
class Run:
    """Text in the order in which PDFium reads the page. `mcid` is None for content outside the tags; `artifact` marks
    headers, footers and decoration; `start` and `end` are places of characters on the page, `end` is the one after."""

    mcid: int | None
    artifact: bool
    start: int
    end: int
    text: str


def page_text(page: pdfium.PdfPage) -> str:
    """All text of the page, raw: lines end in CR LF, a hyphen at the end of a line is HYPHEN."""
    text_page = page.get_textpage()
    try:
        return text_page.get_text_range()
    finally:
        text_page.close()


def runs(page: pdfium.PdfPage) -> list[Run]:
    """The text of the page, cut wherever the marked content changes. Joined, the runs are the text of the page."""
    marks = _marks(page)
    text_page = page.get_textpage()
    try:
        raw = text_page.raw
        found: list[Run] = []
        current: tuple[int | None, bool] = (None, False)
        start, characters = 0, []
        last_pointer: int | None = None
        for index in range(pdfium_c.FPDFText_CountChars(raw)):
            pointer = _address(pdfium_c.FPDFText_GetTextObject(raw, index))
            # Spaces and line breaks that PDFium makes up belong to no object: they stay with what is before them.
            if pointer and pointer != last_pointer:
                last_pointer = pointer
                mark = marks.get(pointer, (None, False))
                if mark != current:
                    if characters:
                        found.append(Run(*current, start, index, _text(characters)))
                    current, start, characters = mark, index, []
            code = pdfium_c.FPDFText_GetUnicode(raw, index)
            characters.append(_character(code))
        if characters:
            found.append(Run(*current, start, start + len(characters), _text(characters)))
        return found
    finally:
        text_page.close()


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


def _address(pointer: object) -> int | None:
    return ctypes.cast(pointer, ctypes.c_void_p).value  # type: ignore[arg-type]


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
