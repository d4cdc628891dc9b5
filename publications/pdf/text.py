"""The text of each page, for search: in the order of the tags where there are any, words joined across lines."""

from __future__ import annotations

from dataclasses import dataclass

from publications.pdf.blocks import ReadingView, text_of


@dataclass(frozen=True)
class PageText:
    """`number` from 1, `label` as printed; `text` has one line a paragraph, item, cell row or heading."""

    number: int
    label: str
    text: str


def from_reading(view: ReadingView) -> tuple[PageText, ...]:
    """The texts of all pages of a document that has been read already."""
    return tuple(PageText(page.number, page.label, text_of(page.blocks)) for page in view.pages)
