"""The letters of a page that are in doubt, in words, and the stretches of text that the hidden ones make."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from publications.pdf import marked
from publications.pdf.marked import Box
from publications.pdf.painting import TextItem

MAX_QUOTE = 120
"""Characters of hidden text that staff are shown of each place."""


@dataclass(slots=True)
class Char:
    """A character of an object in doubt; `reason` is "" while it is thought to be seen."""

    index: int
    box: Box
    reason: str = ""


@dataclass(slots=True)
class PageWord:
    """Characters of one object without a space between them."""

    item: TextItem
    chars: list[Char]

    @property
    def box(self) -> Box:
        box: Box | None = None
        for char in self.chars:
            box = marked.joined_box(box, char.box)
        return box or self.item.box


def give(word: PageWord, reason: str) -> None:
    """Give this reason to all letters of the word that have one."""
    for char in word.chars:
        if char.reason:
            char.reason = reason


def forget_single(word: PageWord) -> None:
    """One letter that does not show in a word that does is no finding: thin letters and dots get lost in pixels."""
    unseen = {number for number, char in enumerate(word.chars) if char.reason}
    for number in unseen:
        alone = number - 1 not in unseen and number + 1 not in unseen
        if alone and len(word.chars) > 1:
            word.chars[number].reason = ""


def words_of(text_page: pdfium.PdfTextPage, start: int, end: int, item: TextItem) -> Iterator[PageWord]:
    """The characters `start` to before `end`, which belong to `item`, in words."""
    sides = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = sides
    pointers = [ctypes.byref(side) for side in sides]
    chars: list[Char] = []
    for index in range(start, end):
        known = pdfium_c.FPDFText_GetCharBox(text_page.raw, index, *pointers)
        if _is_blank(text_page, index):
            if chars:
                yield PageWord(item, chars)
            chars = []
        elif known:
            chars.append(Char(index, (left.value, bottom.value, right.value, top.value)))
    if chars:
        yield PageWord(item, chars)


def joined(text_page: pdfium.PdfTextPage, words: list[PageWord]) -> list[tuple[str, int, int, str]]:
    """The hidden characters as stretches: reason, first, the one after the last, and the raw text (cut).

    What lies between two of the same reason without a seen letter in between (spaces, line ends, hyphens) goes with
    them.
    """
    hidden = sorted((char.index, char.reason) for word in words for char in word.chars if char.reason)
    result: list[tuple[str, int, int, str]] = []
    for index, reason in hidden:
        if result and result[-1][0] == reason and _only_blank(text_page, result[-1][2], index):
            result[-1] = (reason, result[-1][1], index + 1, "")
        else:
            result.append((reason, index, index + 1, ""))
    return [
        (reason, start, end, marked.spell(text_page, start, min(end, start + 4 * MAX_QUOTE)))
        for reason, start, end, _ in result
    ]


def _only_blank(text_page: pdfium.PdfTextPage, start: int, end: int) -> bool:
    if end - start > 40:
        return False
    return all(_is_blank(text_page, index) for index in range(start, end))


def _is_blank(text_page: pdfium.PdfTextPage, index: int) -> bool:
    """Whether the character is a space, or one that PDFium makes up."""
    return (
        pdfium_c.FPDFText_IsGenerated(text_page.raw, index) == 1
        or pdfium_c.FPDFText_GetUnicode(text_page.raw, index) in _BLANK_CODES
    )


_BLANK_CODES = frozenset({0x02, 0x09, 0x0A, 0x0D, 0x20, 0xA0, 0xAD, 0xFFFE})
