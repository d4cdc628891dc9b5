"""A page of a document, or a passage of it, as it is cited: with the page, and an address that opens it."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe

from ogl_portal.german.page_numbers import PageNumber
from publications.citation import german
from publications.citation.record import BibliographicRecord
from publications.reading_address import ReadingPlace, page_address

LONGEST_PASSAGE = 1000  # characters
_MARKS = re.compile("[»«„“”]")
_BEFORE, _BEHIND = " \n\N{NO-BREAK SPACE}([–—", " \n\N{NO-BREAK SPACE})].,;:!?–—"  # what stands outside of marks


@dataclass(frozen=True)
class QuotedPassage:
    """Words of a page as they stand there, the number of the block in which they begin, and the words around them."""

    text: str
    block: int
    before: str = ""
    after: str = ""

    @property
    def place(self) -> ReadingPlace:
        return ReadingPlace(self.text, self.before, self.after)


@dataclass(frozen=True)
class Quotation:
    """What a reader takes along. ``link`` opens the page, or the passage and marks it; ``passage`` can stand in »…«."""

    citation: SafeString
    link: str
    passage: str = ""


def find_passage(texts: Iterable[str], wanted: str) -> QuotedPassage | None:
    """Where ``wanted`` stands in the blocks of a page, widened to whole words; None where it does not.

    A selection brings along other spaces than the text has, so they do not count. What is not found is not shown:
    else anybody could have the site »quote« what no document says.
    """
    blocks = list(texts)
    whole = "\n".join(blocks)
    places = [place for place, letter in enumerate(whole) if not letter.isspace()]
    plain, sought = "".join(whole[place] for place in places), "".join(wanted[:LONGEST_PASSAGE].split())
    at = plain.find(sought) if sought else -1
    if at < 0:
        return None
    start, end = places[at], places[at + len(sought) - 1] + 1
    while start and whole[start - 1].isalnum() and whole[start].isalnum():
        start -= 1
    while end < len(whole) and whole[end].isalnum() and whole[end - 1].isalnum():
        end += 1
    begin = 0
    for number, text in enumerate(blocks, start=1):
        begin += len(text) + 1
        if start < begin:
            before, after = whole[:start].rpartition("\n")[2].split(), whole[end:].partition("\n")[0].split()
            return QuotedPassage(whole[start:end].strip(), number, " ".join(before[-2:]), " ".join(after[:2]))
    return None


def quotation(
    record: BibliographicRecord, page: PageNumber, today: datetime.date, passage: QuotedPassage | None
) -> Quotation:
    base = record.url
    cited = replace(record, pages=page.cited.removeprefix("S.").strip(), url=page_address(base, page.number))
    link = page_address(base, page.number, block=passage.block, place=passage.place) if passage else cited.url
    citation = mark_safe(german.as_html(cited, today))  # noqa: S308  escaped there
    return Quotation(citation, link, _inner_quotes(passage.text) if passage else "")


def _inner_quotes(text: str) -> str:
    """Quotations within the quotation. A selection may hold only one end of them: the other is set at its own end."""
    is_open = is_begun = 0

    def inner(mark: re.Match[str]) -> str:
        nonlocal is_open, is_begun
        before, behind = text[: mark.start()][-1:], text[mark.end() :][:1]
        starts, ends = not before or before in _BEFORE, not behind or behind in _BEHIND
        if mark[0] in "»„" if starts == ends else starts:
            is_open += 1
            return "›"
        if is_open:
            is_open -= 1
        else:
            is_begun += 1
        return "‹"

    balanced = _MARKS.sub(inner, text)
    return "›" * is_begun + balanced + "‹" * is_open
