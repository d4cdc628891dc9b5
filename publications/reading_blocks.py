"""What stands on each page of a file version, as blocks: what the reading view and the EPUB are made of."""

from collections.abc import Iterator
from typing import Any

from ogl_portal.german.page_numbers import PageNumber
from publications.models import FileVersion

Block = dict[str, Any]


def blocks_by_page(
    version: FileVersion, first: int = 1, last: int | None = None
) -> Iterator[tuple[PageNumber, list[Block]]]:
    """Name and blocks of every page, or of those from ``first`` to ``last``; one query.

    A page without structure gives its plain text, one without text a sentence that says why.
    """
    notes = _notes(version)
    pages = version.pages.filter(number__gte=first, **({"number__lte": last} if last else {}))
    for page in pages.order_by("number"):
        yield page.place, page.blocks or _plain(page.text) or notes.get(page.number, [])


def _notes(version: FileVersion) -> dict[int, list[Block]]:
    """What stands in the place of pages that have no text, by their number."""
    scanned = version.inspection.get("scanned_pages", ())
    unreadable = [page["number"] for page in version.inspection.get("unreadable_pages", ())]
    reasons = dict.fromkeys(scanned, "Diese Seite ist ein Bild ohne Text; sie steht nur im PDF.") | dict.fromkeys(
        unreadable,
        "Der Text dieser Seite ist nicht lesbar, denn ihre Schrift nennt keine Zeichen; sie steht nur im PDF.",
    )
    return {
        number: [{"kind": "paragraph", "spans": [{"text": reason}], "language": "de"}]
        for number, reason in reasons.items()
    }


def _plain(text: str) -> list[Block]:
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    return [{"kind": "paragraph", "spans": [{"text": part}]} for part in paragraphs]
