"""How a page of a document is named: by the number printed on it, and by its place in the PDF where that differs.

Everything that names a page asks here: evidence, search, reading view, contents, citations. A German reader takes
»Blatt« for two pages, so that word is not used.
"""

from dataclasses import dataclass

_NO_BREAK = "\N{NO-BREAK SPACE}"


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

    @property
    def counted(self) -> str:
        """»Seite 7«, »PDF-Seite 20«: how far into the file it is, to be told with the number of all pages."""
        return self.in_pdf or self.name

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
