"""Looking at pictures of a page: what shows of a letter, and what is painted in its place.

Places are left, top, right and bottom in pixels; they may lie outside of the picture.
"""

from __future__ import annotations

from typing import Any

from PIL import Image, ImageChops, ImageFilter

from publications.pdf import painting

Place = tuple[float, float, float, float]

SEEN_SHARE = 0.4
"""Of its height and width so much of a letter has to show for it to be seen."""


def cut(picture: Image.Image, place: Place, *, inset: float = 0.0) -> Image.Image | None:
    """The part of the picture in this place, None if there is none."""
    left, top = max(0, int(place[0] + inset)), max(0, int(place[1] + inset))
    right, bottom = min(picture.width, int(place[2] - inset) + 1), min(picture.height, int(place[3] - inset) + 1)
    return picture.crop((left, top, right, bottom)) if right > left and bottom > top else None


def clearly_seen(changed: Image.Image, place: Place, size: float) -> bool:
    """Whether a text object shows over its whole length, without a gap in which two letters could be hidden. `size` is
    that of its font in pixels."""
    if place[0] < -1 or place[1] < -1 or place[2] > changed.width + 1 or place[3] > changed.height + 1:
        return False
    part = cut(changed, place)
    if part is None:
        return False
    across, down = part.getprojection()
    long, short = (across, down) if len(across) >= len(down) else (down, across)
    gap = max(3, int(0.9 * size))
    return any(long) and b"\0" * gap not in bytes(long) and _extent(short) >= SEEN_SHARE * len(short)


def _extent(projection: list[int]) -> int:
    data = bytes(projection)
    return data.rfind(1) - data.find(1) + 1 if any(projection) else 0


def is_seen(changed: Image.Image, place: Place) -> bool:
    """Whether enough of a letter shows to be read. Its box is cut a little, for its neighbours reach into it."""
    width, height = place[2] - place[0], place[3] - place[1]
    if width <= 0 or height <= 0:
        return True  # a sign without a body, such as an accent that is part of another letter
    part = cut(changed, place, inset=0.5 if min(width, height) > 4 else 0.0)
    box = part.getbbox() if part is not None else None
    if box is None:
        return False
    return (width < 3 or box[2] - box[0] >= SEEN_SHARE * width) and (
        height < 3 or box[3] - box[1] >= SEEN_SHARE * height
    )


def has_colour(without: Image.Image, place: Place, colours: tuple[tuple[int, int, int, int], ...]) -> bool:
    """Whether what is painted there has these colours, give or take what nobody sees."""
    part = cut(without, place)
    if part is None:
        return False
    extremes: Any = part.getextrema()
    tolerance = painting.DIFFERENCE + 4
    return all(
        all(
            low - tolerance <= channel <= high + tolerance and high - low <= 48
            for channel, (low, high) in zip(colour[:3], extremes, strict=True)
        )
        for colour in colours
    )


def has_ink(without: Image.Image, place: Place) -> bool:
    """Whether there is writing, or something else that is more than a line, in the place of a word (grey picture)."""
    part = cut(without, place)
    if part is None:
        return False
    ground = max(range(256), key=part.histogram().__getitem__)
    box = part.point(lambda value: 255 if abs(value - ground) > 40 else 0).getbbox()
    return box is not None and box[2] - box[0] >= 0.5 * part.width and box[3] - box[1] >= 0.4 * part.height


def has_contrast(picture: Image.Image, radius: int) -> bool:
    """Whether anything stands out from what is around it within so many pixels, as writing does (grey picture)."""
    around = picture.filter(ImageFilter.BoxBlur(radius))
    return ImageChops.difference(picture, around).point(lambda value: 255 if value > 40 else 0).getbbox() is not None


def is_dark(without: Image.Image, place: Place) -> bool:
    """Whether there is nothing but a dark colour (grey picture)."""
    part = cut(without, place)
    if part is None:
        return False
    counts = part.histogram()
    return sum(counts[:100]) >= 0.95 * sum(counts)
