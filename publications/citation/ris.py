"""RIS, with the tags of the 2011 specification and CRLF line ends."""

from collections.abc import Iterable
from typing import Any

import rispy
from rispy.config import LIST_TYPE_TAGS, TAG_KEY_MAPPING

from publications.citation.record import BibliographicRecord

TYPES = {"report": "RPRT", "book": "BOOK", "chapter": "CHAP", "article-journal": "JOUR", "article-newspaper": "NEWS"}


class _Writer(rispy.RisWriter):
    """rispy's writer with the tag for editors, and without the running number that it sets above each record."""

    DEFAULT_MAPPING = TAG_KEY_MAPPING | {"ED": "editors"}
    DEFAULT_LIST_TAGS = [*LIST_TYPE_TAGS, "ED"]
    NEWLINE = "\r\n"

    def set_header(self, count: int) -> str:
        return ""


def render(records: Iterable[BibliographicRecord]) -> str:
    text: str = rispy.dumps([fields(record) for record in records], implementation=_Writer)
    return text


def fields(record: BibliographicRecord) -> dict[str, Any]:
    """rispy's names to values. A body's name has no comma of ours, so programs keep it in one field."""
    first, last = record.page_range
    # A work of its own has an extent where a part has its place; RIS has one tag for both.
    start = first or record.extent
    values: dict[str, Any] = {
        "type_of_reference": TYPES[record.kind],
        "authors": [person.inverted for person in record.authors],
        "editors": [person.inverted for person in record.editors],
        "title": record.full_title,
        "secondary_title": record.container,
        "year": record.told_year,
        "date": _date(record),
        "publisher": record.publisher or record.institution,
        "place_published": record.publisher_place,
        "type_of_work": record.genre,
        "volume": record.volume,
        "number": record.issue,
        "edition": f"Version {record.version}" if record.version else "",
        "start_page": start,
        "end_page": last,
        "issn": record.isbn or record.issn,  # tag SN holds either
        "doi": record.doi,
        "language": record.language,
        "abstract": record.abstract,
        "keywords": list(record.keywords),
        "notes": [record.note] if record.note else [],
        "urls": [url] if (url := record.work_url or record.resolver_url) else [],
        "file_attachments1": record.pdf_url,
    }
    return {name: value for name, value in values.items() if value}


def _date(record: BibliographicRecord) -> str:
    """»2022/10/05/«; the slashes stay where month or day are not known."""
    if record.issued is None or not record.issued.month:
        return ""
    day = f"{record.issued.day:02d}" if record.issued.day else ""
    return f"{record.year}/{record.issued.month:02d}/{day}/"
