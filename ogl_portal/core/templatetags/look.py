"""Template helpers of the public look that need no query: covers, page numbers, tables, pictures at hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.blocks import StreamValue

from ogl_portal.core.covers import drawn_cover

register = template.Library()


@dataclass(frozen=True)
class CoverPicture:
    """What ``<picture>`` needs: (MIME type, srcset) pairs, best first, and the JPEG that everything can show."""

    sources: list[tuple[str, str]]
    fallback: str
    width: int
    height: int


register.filter(drawn_cover)


@register.filter
def longest_word(text: str) -> int:
    """Letters of the longest word: long German words need smaller type on a cover."""
    return max(map(len, text.split()), default=0)


@register.simple_tag
def cover_picture(publication: Any, base: str) -> CoverPicture | None:
    """The rendered cover of the current version, below the address ``base``; None where there is no picture."""
    version = publication.current_version
    covers = sorted(version.covers, key=lambda cover: cover["width"]) if version else []
    jpegs = [cover for cover in covers if cover["kind"] == "jpg"]
    if not jpegs:
        return None

    def url(cover: dict[str, Any]) -> str:
        return f"{base}titelbild-{version.number}-{cover['width']}.{cover['kind']}"

    sources = [
        (f"image/{kind}", ", ".join(f"{url(cover)} {cover['width']}w" for cover in covers if cover["kind"] == kind))
        for kind in ("avif", "webp")
    ]
    largest = jpegs[-1]
    return CoverPicture(
        [(mime, srcset) for mime, srcset in sources if srcset],
        url(largest),
        largest["width"],
        largest.get("height") or round(largest["width"] * 297 / 210),
    )


@register.simple_tag
def on_paper(url: str) -> SafeString:
    """An attribute for a link whose address is printed behind it, whole: a button without it is left out on paper."""
    return format_html(' data-address="{}"', urljoin(settings.BASE_URL, url))


@register.filter
def heading_parts(text: str) -> tuple[str, str]:
    """What stands before the first colon of a long heading, colon included, and the rest; no colon, no first part."""
    before, colon, after = text.partition(": ")
    return (f"{before}:", after) if colon and after else ("", text)


@register.filter
def section_headings(body: StreamValue) -> list[str]:
    """The second-level headings of a page body, for the list of what is on the page."""
    return [block.value["text"] for block in body if block.block_type == "heading" and block.value["level"] == "2"]


@register.filter
def page_numbers(page: Page) -> Iterator[int | str]:
    """Page numbers around ``page`` with »…« where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
