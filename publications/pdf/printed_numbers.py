"""The numbers that are printed on the pages, for files that name none (``/PageLabels``): read from headers and footers.

Word processors count from the cover and print another number, so the place in the file is not what a reader sees.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from publications.pdf.blocks import ReadingPage

LEAST_PAGES = 3
LEAST_SHARE = 0.5
"""A way of counting that at least so many pages, and so many of them all, bear is the document's."""

_AT_AN_END = re.compile(r"^(\d{1,4}|[ivxlc]{1,7})(?![\w.,-])|(?<![\w.,-])(\d{1,4}|[ivxlc]{1,7})$")
_ROMAN = (("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))


def labelled(pages: tuple[ReadingPage, ...]) -> tuple[ReadingPage, ...]:
    """The pages with the numbers that they bear, where most of them bear one and it is not their place.

    Pages before those (cover, preface) have Roman numbers: the ones they bear, else those of their places. What
    comes even before those is counted as printers count covers, »U1«.
    """
    seen = {page.number: set(_candidates(page)) for page in pages}
    counts = Counter(number - value for number, found in seen.items() for value, is_roman in found if not is_roman)
    if not counts:
        return pages
    shift, times = counts.most_common(1)[0]
    if not shift or times < max(LEAST_PAGES, LEAST_SHARE * len(pages)):
        return pages
    first = min(number for number, found in seen.items() if (number - shift, False) in found)
    romans = Counter(
        number - value for number, found in seen.items() for value, is_roman in found if is_roman and number < first
    )
    roman_shift = romans.most_common(1)[0][0] if romans else 0

    def label(number: int) -> str:
        if number >= first:
            return str(number - shift)
        return roman(number - roman_shift) if number > roman_shift else f"U{number}"

    return tuple(replace(page, label=label(page.number)) for page in pages)


def roman(number: int) -> str:
    """»iv«."""
    text = ""
    for sign, value in _ROMAN:
        times, number = divmod(number, value)
        text += sign * times
    return text


def _candidates(page: ReadingPage) -> Iterator[tuple[int, bool]]:
    """Numbers at the ends of headers and footers, and whether they are Roman."""
    for block in page.blocks:
        if block.kind != "artifact":
            continue
        for match in _AT_AN_END.finditer(block.text.strip()):
            text = match[1] or match[2]
            if text.isdecimal():
                yield int(text), False
            elif (value := _value(text)) is not None:
                yield value, True


def _value(text: str) -> int | None:
    """The number that a Roman numeral means; None where it is no numeral (»civil«)."""
    return next((number for number in range(1, 100) if roman(number) == text), None)
