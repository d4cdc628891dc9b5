"""A page as it looks, for who wants to see it beside its text."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium

from publications.pdf import layers, opening

WIDTH = 1100
"""Pixels; small print is still legible."""
MAX_HEIGHT = 2200


@dataclass(frozen=True)
class PagePicture:
    """A WebP; `width` and `height` in pixels."""

    width: int
    height: int
    data: bytes


def page_picture(path: Path, number: int) -> PagePicture:
    """Page `number` (from 1), without annotations that nobody sees. Raises opening.CannotOpen.

    Meant for the sandbox.
    """
    with layers.shown_pages(Path(path)) as document:
        page = opening.load_page(document, number - 1) if 0 < number <= len(document) else None
        if page is None:
            raise opening.CannotOpen("damaged")
        width, height = (max(length, 1.0) for length in page.get_size())
        scale = min(WIDTH / width, MAX_HEIGHT / height)
        try:
            bitmap = page.render(scale=scale, fill_color=(255, 255, 255, 255), may_draw_forms=False)
        except (pdfium.PdfiumError, ValueError):
            raise opening.CannotOpen("damaged") from None
        picture = bitmap.to_pil().convert("RGB")
        bitmap.close()
    data = io.BytesIO()
    picture.save(data, "webp", quality=70, method=4)
    return PagePicture(picture.width, picture.height, data.getvalue())
