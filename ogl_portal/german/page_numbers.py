"""How a page of a document is named: by the number printed on it, and by its place in the PDF where that differs.

Everything that names a page asks here: evidence, search, reading view, contents, citations. A German reader takes
»Blatt« for two pages, so that word is not used.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ogl_portal.german.formats import and_list

_NO_BREAK = "\N{NO-BREAK SPACE}"
_IN_PDF = re.compile(r"PDF(?:-Seite)?\s*(\d{1,6})\b", re.IGNORECASE)
_WORD = re.compile(r"(?:Seite|S\.)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class PageNumber:
    """``number`` is the place in the PDF, from 1, as in the anchor ``#seite-20``; ``label`` is what the page bears."""

    number: int
    label: str = ""

    @property
    def printed(self) -> str:
        """»18«, »iv«: what somebody reads who looks at the page, else its place."""
        return self.label or str(self.number)

    @property
    def in_pdf(self) -> str:
        """»PDF-Seite 20«; empty where the printed number says the same."""
        return "" if self.printed == str(self.number) else f"PDF-Seite{_NO_BREAK}{self.number}"

    def counted(self, count: int) -> str:
        """»Seite 7 von 53«, »Seite 18 (PDF-Seite 20 von 53)«: how far into the file it is."""
        return PageRange(self, self).counted(count)

    @property
    def short(self) -> str:
        """»S. 18«, for lists whose links lead to the page."""
        return f"S.{_NO_BREAK}{self.printed}"

    @property
    def name(self) -> str:
        """»Seite 7«, »Seite 18 (PDF-Seite 20)«."""
        return self._told("Seite")

    @property
    def cited(self) -> str:
        """»S. 7«, »S. 18 (PDF-Seite 20)«: the place in a citation."""
        return self._told("S.")

    def _told(self, word: str) -> str:
        place = f" ({self.in_pdf})" if self.in_pdf else ""
        return f"{word}{_NO_BREAK}{self.printed}{place}"


@dataclass(frozen=True)
class PageRange:
    """The pages from ``first`` to ``last``."""

    first: PageNumber
    last: PageNumber

    @property
    def short(self) -> str:
        """»Seiten 9–18«, »Seite 7«."""
        return _between("Seite", self.first.printed, self.last.printed)

    def counted(self, count: int) -> str:
        """»Seiten 9–18 (PDF-Seiten 11–20 von 53)«, or without the place in the PDF where it says the same."""
        if not (self.first.in_pdf or self.last.in_pdf):
            return f"{self.short} von {count}"
        return f"{self.short} ({_between('PDF-Seite', str(self.first.number), str(self.last.number))} von {count})"


def _between(word: str, first: str, last: str) -> str:
    return f"{word}{_NO_BREAK}{first}" if first == last else f"{word}n{_NO_BREAK}{first}–{last}"


def find_page(places: Sequence[PageNumber], wanted: str) -> PageNumber | None:
    """The page that somebody means who types »18«, »iv«, »Seite 18«, »PDF-Seite 20« or »Seite 18 (PDF-Seite 20)«.

    A bare number is a printed one: 52 is not the 52nd of the file where the printed pages end at 51.
    """
    if in_pdf := _IN_PDF.search(wanted):
        return next((place for place in places if place.number == int(in_pdf[1])), None)
    printed = _WORD.sub("", wanted.strip(), count=1).lower()
    borne = next((place for place in places if place.label.lower() == printed), None) if printed else None
    return borne or next((place for place in places if place.printed.lower() == printed), None)


def existing_pages(places: Sequence[PageNumber]) -> str:
    """»Seiten i–iv und 1–51 (PDF-Seiten 1–55)«: what can be asked for."""
    groups = [[place.printed for place in group] for _, group in groupby(places, lambda one: one.printed.isdecimal())]
    runs = list(dict.fromkeys(group[0] if group[0] == group[-1] else f"{group[0]}–{group[-1]}" for group in groups))
    told = f"Seite{'n' if len(places) > 1 else ''}{_NO_BREAK}{and_list(runs)}"
    return f"{told} (PDF-Seiten{_NO_BREAK}1–{len(places)})" if any(place.in_pdf for place in places) else told
