"""The figures of a tagged document as pictures, cut out of their pages, for the reading view."""

from __future__ import annotations

import io
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium

from publications.pdf import layers, opening
from publications.pdf.blocks import ReadingBlock, ReadingView

MAX_WIDTH = 960
"""Pixels; wide enough for a column of text on a sharp screen."""
MAX_HEIGHT = 1400
MIN_POINTS = 16.0
"""Figures narrower or lower than this (5.6 mm) are icons or lines, of no use as pictures of their own."""
MAX_PICTURES = 400
SCALE = 2.0
"""Pixels a point, at most."""
TIME_LIMIT = 15.0
"""Seconds after which no further pictures are made."""


@dataclass(frozen=True)
class FigurePicture:
    """A figure as WebP. `name` is that of `blocks.ReadingBlock.picture`; `width` and `height` in pixels."""

    name: str
    page: int
    width: int
    height: int
    data: bytes
    content_type: str = "image/webp"


def figure_pictures(path: Path, view: ReadingView, *, seconds: float = TIME_LIMIT) -> tuple[FigurePicture, ...]:
    """Pictures of the figures whose place the file tells; at most MAX_PICTURES, fewer if time runs out.

    Pages that are shown turned give none. Raises opening.CannotOpen. Meant for the sandbox.
    """
    deadline = time.monotonic() + seconds
    result: list[FigurePicture] = []
    with layers.shown_pages(Path(path)) as document:
        for reading_page in view.pages:
            figures = list(_figures(reading_page.blocks))
            if not figures or reading_page.number > len(document):
                continue
            page = opening.load_page(document, reading_page.number - 1)
            if page is None:
                continue
            for block in figures:
                if len(result) >= MAX_PICTURES or time.monotonic() > deadline:
                    return tuple(result)
                picture = _cut(page, block, reading_page.number)
                if picture is not None:
                    result.append(picture)
            page.close()
    return tuple(result)


def _figures(blocks: Iterable[ReadingBlock]) -> Iterator[ReadingBlock]:
    for block in blocks:
        if block.picture and block.box:
            yield block
        yield from _figures(block.blocks)
        for row in block.rows:
            for cell in row:
                yield from _figures(cell.blocks)


def _cut(page: pdfium.PdfPage, block: ReadingBlock, number: int) -> FigurePicture | None:
    if page.get_rotation() or not block.box:
        return None
    left, bottom, right, top = page.get_bbox()
    box_left, box_bottom = max(left, block.box[0]), max(bottom, block.box[1])
    box_right, box_top = min(right, block.box[2]), min(top, block.box[3])
    width, height = box_right - box_left, box_top - box_bottom
    if width < MIN_POINTS or height < MIN_POINTS:
        return None
    scale = min(SCALE, MAX_WIDTH / width, MAX_HEIGHT / height)
    margins = (box_left - left, box_bottom - bottom, right - box_right, top - box_top)
    try:
        bitmap = page.render(scale=scale, crop=margins, fill_color=(255, 255, 255, 255), may_draw_forms=False)
    except (pdfium.PdfiumError, ValueError):
        return None
    picture = bitmap.to_pil().convert("RGB")
    bitmap.close()
    data = io.BytesIO()
    picture.save(data, "webp", quality=72, method=4)
    return FigurePicture(block.picture, number, picture.width, picture.height, data.getvalue())
