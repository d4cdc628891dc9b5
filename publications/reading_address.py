"""Where a page of a document stands in its reading view: the one function that knows.

The view is cut into parts of ``PAGES_OF_A_PART`` pages, so that a report of 500 pages is as light as one of ten. The
part of a page follows from its number alone: whoever links to it asks no database, and the address stays the same
whatever chapters a new version has. The first part lies at ``/lesen/``.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

PAGES_OF_A_PART = 10
LONGEST_WORDS = 200  # characters that a reader looked for


def first_of_part(number: int) -> int:
    """The first page of the part that holds page ``number``."""
    return (max(number, 1) - 1) // PAGES_OF_A_PART * PAGES_OF_A_PART + 1


def part_address(document: str, number: int = 1) -> str:
    """The part with page ``number``; ``document`` is the address of the publication, with its last slash."""
    first = first_of_part(number)
    return f"{document}lesen/" if first == 1 else f"{document}lesen/ab-seite-{first}/"


@dataclass(frozen=True)
class ReadingPlace:
    """A passage of a page, and the words around it where it may stand more than once."""

    text: str
    before: str = ""
    after: str = ""


def page_address(
    document: str, number: int, *, words: str = "", block: int = 0, place: ReadingPlace | None = None
) -> str:
    """Page ``number`` in the reading view.

    ``words``: what a reader searched for; the server marks it, and the address leads to the mark. ``block``: a
    paragraph of the page, counted from 1. ``place``: what the browser is to show and mark.
    """
    query = f"?{urlencode({'q': words[:LONGEST_WORDS]})}" if words else ""
    anchor = f"absatz-{number}-{block}" if block else hit_anchor(number) if words else f"seite-{number}"
    return f"{part_address(document, number)}{query}#{anchor}{_directive(place) if place else ''}"


def hit_anchor(number: int) -> str:
    """The mark that a reader of the hits on page ``number`` is led to. An anchor of its own, as a text fragment fails
    where styles say something between the words, and in some browsers."""
    return f"treffer-{number}"


_WHOLE = 90  # characters of a passage that is named whole
_FEW = 4  # words at either end of a longer one


def _directive(place: ReadingPlace) -> str:
    """``:~:text=…`` (WICG, URL Fragment Text Directives): browsers go to the passage and mark it."""
    lines = [" ".join(line.split()) for line in place.text.splitlines() if line.strip()]
    if not lines:
        return ""
    before = f"{_encoded(place.before)}-," if place.before else ""
    after = f",-{_encoded(place.after)}" if place.after else ""
    if len(lines) == 1 and len(lines[0]) <= _WHOLE:
        return f":~:text={before}{_encoded(lines[0])}{after}"
    # A passage that is named by its ends may go over paragraphs; each end has to lie within one.
    start, end = " ".join(lines[0].split()[:_FEW]), " ".join(lines[-1].split()[-_FEW:])
    return f":~:text={before}{_encoded(start)},{_encoded(end)}{after}"


def _encoded(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")  # a hyphen would set off what stands around the passage
