"""What goes into an EPUB, as plain values. No Django here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ogl_portal.german.page_numbers import PageNumber
from publications.citation.record import BibliographicRecord

Block = dict[str, Any]
"""A block of the reading view as it is stored (``publications.pdf.blocks``)."""


@dataclass(frozen=True)
class Picture:
    """A picture that goes into the book; ``width`` and ``height`` in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int

    @property
    def extension(self) -> str:
        return {"image/jpeg": "jpg", "image/png": "png"}[self.media_type]


@dataclass(frozen=True)
class SourcePage:
    """A page of the PDF."""

    place: PageNumber
    blocks: list[Block]


@dataclass(frozen=True)
class OutlineEntry:
    """A bookmark of the PDF, for documents whose headings are not tagged."""

    title: str
    level: int
    page: int


@dataclass(frozen=True)
class Book:
    """All that an EPUB is made of.

    ``identifier`` stays the same for all editions, ``modified`` (UTC, to the second) tells them apart. ``is_tagged``:
    the blocks come from the PDF's tags, so that their order was chosen by somebody. ``lacks_text``: there are pages
    whose words are only in the picture of the PDF.
    """

    record: BibliographicRecord
    identifier: str
    modified: str
    date_text: str
    licence_name: str
    pages: list[SourcePage]
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    cover: Picture | None = None
    outline: list[OutlineEntry] = field(default_factory=list)
    citation_html: str = ""
    notice: str = ""
    is_tagged: bool = False
    lacks_text: bool = False

    @property
    def language(self) -> str:
        return self.record.language or "de"
