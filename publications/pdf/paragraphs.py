"""Paragraphs of a page without tags, from the spacing and size of its lines."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from publications.pdf.marked import HYPHEN, Stretch, seen_text

_BULLET = re.compile(r"^\s*(?:[•·▪◦‣–—*-]|\d{1,3}[.)]|[a-z]\))\s+")

# Where a hyphen ends a line, PDFium gives no line break: the next line follows, even if it is the foot of the page.
_PHYSICAL_LINE = re.compile(rf"[^\r\n{HYPHEN}]*{HYPHEN}|[^\r\n{HYPHEN}]+")


@dataclass(frozen=True)
class _Line:
    """A line of text; `bottom` and `size` in points, 0 where unknown."""

    text: str
    bottom: float
    size: float


def of_page(page: pdfium.PdfPage, hidden: Iterable[Stretch] = ()) -> list[str]:
    """The paragraphs in reading order, raw and without `hidden` characters: lines end in a line feed, line-end hyphens
    are marked.HYPHEN."""
    text_page = page.get_textpage()
    try:
        return _joined(_lines(text_page, hidden))
    finally:
        text_page.close()


def _lines(text_page: pdfium.PdfTextPage, hidden: Iterable[Stretch]) -> list[_Line]:
    # Places of characters are only known where text and characters count alike (not with pairs of surrogates).
    text, exact = seen_text(text_page, hidden)
    lines = []
    for found in _PHYSICAL_LINE.finditer(text):
        part = found[0]
        first = found.start() + len(part) - len(part.lstrip())
        if part.strip():
            bottom, size = _place(text_page, first) if exact else (0.0, 0.0)
            lines.append(_Line(part, bottom, size))
    return lines


def _place(text_page: pdfium.PdfTextPage, index: int) -> tuple[float, float]:
    """Base line and font size of a character, in points."""
    x, y = ctypes.c_double(), ctypes.c_double()
    known = pdfium_c.FPDFText_GetCharOrigin(text_page.raw, index, ctypes.byref(x), ctypes.byref(y))
    size = pdfium_c.FPDFText_GetFontSize(text_page.raw, index)
    return (y.value if known else 0.0), size


def _joined(lines: list[_Line]) -> list[str]:
    if not lines:
        return []
    pitches = [
        before.bottom - after.bottom for before, after in pairwise(lines) if 0 < before.bottom - after.bottom < 60
    ]
    pitch = median(pitches) if pitches else 0.0
    width = max(len(line.text) for line in lines)
    paragraphs = [lines[0].text]
    for before, line in pairwise(lines):
        if _starts(before, line, pitch, width):
            paragraphs.append(line.text)
        else:
            paragraphs[-1] += "\n" + line.text
    return paragraphs


def _starts(before: _Line, line: _Line, pitch: float, width: int) -> bool:
    """Whether a paragraph begins with `line`."""
    if _BULLET.match(line.text):
        return True
    if abs(before.size - line.size) > 0.5:
        return True
    gap = before.bottom - line.bottom
    ends = before.text.rstrip()
    if ends.endswith((HYPHEN, "\u00ad")):
        # The word goes on in the next line, or at the top of the next column; what is further is the foot of the page.
        far = 2 * (pitch or 1.4 * before.size)
        return gap > far or (gap < -far and not line.text.lstrip()[:1].islower())
    if pitch and (gap > 1.35 * pitch or gap < -2 * pitch):
        return True
    return ends.endswith((".", "!", "?", ":")) and len(ends) < 0.7 * width
