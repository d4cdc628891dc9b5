"""A picture of the first page, in two sizes and in formats for new and old browsers."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from publications.pdf import layers, opening

WIDTHS = (320, 640)
"""Widths in pixels: a card in a list, and the same on a sharp screen or the landing page."""

MAX_RATIO = 2.0
"""Height may be at most this many times the width; what is taller becomes narrower."""

_FORMATS: tuple[tuple[str, str, dict[str, int | bool]], ...] = (
    ("avif", "image/avif", {"quality": 55, "speed": 8, "max_threads": 1}),
    ("webp", "image/webp", {"quality": 70, "method": 4}),
    ("jpeg", "image/jpeg", {"quality": 78, "optimize": True, "progressive": True}),
)


@dataclass(frozen=True)
class CoverImage:
    """`format` is "avif", "webp" or "jpeg" (also the suffix of a file name); `width` and `height` in pixels."""

    format: str
    content_type: str
    width: int
    height: int
    data: bytes


def cover(path: Path, *, widths: tuple[int, ...] = WIDTHS) -> tuple[CoverImage, ...]:
    """Pictures of page 1, the smaller first, each in all formats. Raises opening.CannotOpen. Meant for the sandbox."""
    with layers.shown_pages(Path(path)) as document:
        page = opening.load_page(document, 0)
        if page is None:
            raise opening.CannotOpen("damaged")
        largest = _render(page, max(widths))
    result = []
    for width in sorted(widths):
        factor = width / max(widths)
        picture = largest
        if factor < 1:
            size = (max(1, round(largest.width * factor)), max(1, round(largest.height * factor)))
            picture = largest.resize(size, Image.Resampling.LANCZOS)
        for name, content_type, options in _FORMATS:
            data = io.BytesIO()
            picture.save(data, name, **options)
            result.append(CoverImage(name, content_type, picture.width, picture.height, data.getvalue()))
    return tuple(result)


def _render(page: pdfium.PdfPage, width: int) -> Image.Image:
    page_width, page_height = page.get_size()
    page_width, page_height = max(page_width, 1.0), max(page_height, 1.0)
    scale = min(width / page_width, width * MAX_RATIO / page_height)
    try:
        bitmap = page.render(scale=scale, fill_color=(255, 255, 255, 255), may_draw_forms=False)
    except (pdfium.PdfiumError, ValueError):
        # A page of no size, say 0.01 by 1,000 points.
        raise opening.CannotOpen("damaged") from None
    picture = bitmap.to_pil().convert("RGB")
    bitmap.close()
    return picture
