"""A document as the reading view shows it: its pages by name, its parts, and the HTML of some of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString

from ogl_portal.german.page_numbers import PageNumber, PageRange
from publications.models import FileVersion, PublicationPage
from publications.reading_address import PAGES_OF_A_PART, ReadingPlace, page_address, part_address
from publications.reading_blocks import blocks_by_page
from publications.reading_html import BlockRenderer, Find, ReadingPicture

A4 = (210, 297)


@dataclass(frozen=True)
class ReadPage:
    """One page of the document as HTML; ``counted`` is its name with the number of all pages, ``picture`` the address
    of how it looks."""

    place: PageNumber
    counted: str
    html: SafeString
    picture: str


@dataclass(frozen=True)
class ReadingPart:
    """The pages from ``first`` to ``last``; ``name`` has the printed numbers, ``counted`` the place in the PDF, too."""

    first: int
    last: int
    url: str
    name: str
    counted: str


@dataclass(frozen=True)
class ReadDocument:
    """``address`` is that of the publication. Two queries at most: one for the names of the pages, one for those that
    are shown."""

    publication: PublicationPage
    version: FileVersion
    address: str

    @cached_property
    def places(self) -> list[PageNumber]:
        return [PageNumber(*row) for row in self.version.pages.order_by("number").values_list("number", "label")]

    def place(self, number: int) -> PageNumber | None:
        return next((place for place in self.places if place.number == number), None)

    def page_address(self, number: int) -> str:
        return page_address(self.address, number)

    @property
    def whole(self) -> ReadingPart:
        return self._part(1, len(self.places), f"{self.address}lesen/ganz/")

    def part(self, first: int) -> ReadingPart:
        return self._part(first, min(first + PAGES_OF_A_PART - 1, len(self.places)), part_address(self.address, first))

    def _part(self, first: int, last: int, url: str) -> ReadingPart:
        pages = PageRange(self.places[first - 1], self.places[last - 1])
        return ReadingPart(first, last, url, pages.short, pages.counted(len(self.places)))

    def part_before(self, part: ReadingPart) -> ReadingPart | None:
        return self.part(part.first - PAGES_OF_A_PART) if part.first > 1 else None

    def part_after(self, part: ReadingPart) -> ReadingPart | None:
        return self.part(part.last + 1) if part.last < len(self.places) else None

    def read(
        self, part: ReadingPart, link: Callable[[int], str], find: Find, hits: Mapping[int, ReadingPlace]
    ) -> list[ReadPage]:
        """The pages of ``part``. ``link`` is the address of a page that another one leads to; what ``find`` finds is
        marked, and readers are led to what ``hits`` tells of a page."""
        renderer = BlockRenderer(self._pictures, link, find)
        return [
            ReadPage(
                place,
                place.counted(len(self.places)),
                renderer.render_page(place.number, blocks, hits.get(place.number)),
                f"{self.address}seite-{self.version.number}-{place.number}.webp",
            )
            for place, blocks in blocks_by_page(self.version, part.first, part.last)
        ]

    def texts(self, number: int) -> list[str]:
        """The words of each block of a page, as they are shown."""
        found = next(blocks_by_page(self.version, number, number), None)
        return BlockRenderer(self._pictures).texts(found[1]) if found else []

    @property
    def picture_ratio(self) -> tuple[int, int]:
        """Width and height of the first page, as most pages of a document have them."""
        cover = next(iter(self.version.covers), None)
        return (cover["width"], cover["height"]) if cover else A4

    @property
    def _pictures(self) -> dict[str, ReadingPicture]:
        return {
            picture["name"]: ReadingPicture(
                f"{self.address}bild-{self.version.number}-{picture['name']}.webp", picture["width"], picture["height"]
            )
            for picture in self.version.pictures
        }
