"""Covers for documents without a picture: open rings, in a form and on a ground that a document keeps.

Forms are told apart without their colours: one large ring, rings in rings, a chain, a field of small ones, two that
meet. All keep to the lower part of the sheet, below the title.
"""

import math
import zlib
from collections.abc import Callable
from dataclasses import dataclass

WIDTH, HEIGHT = 210, 297  # of the sheet, in millimetres
_GROUNDS = "abcde"
_GROUNDS_START = 141  # spreads the programme's own documents over the grounds
_OPEN = 0.76  # how much of a ring is drawn


@dataclass(frozen=True)
class CoverRing:
    """``dash`` draws the ring open; ``turn`` is where the opening lies, in degrees."""

    x: float
    y: float
    radius: float
    stroke: float
    turn: int

    @property
    def dash(self) -> str:
        round_it = 2 * math.pi * self.radius
        return f"{round_it * _OPEN:.0f} {round_it * (1 - _OPEN):.0f}"


@dataclass(frozen=True)
class DrawnCover:
    ground: str
    form: str
    rings: list[CoverRing]


def drawn_cover(slug: str) -> DrawnCover:
    """Always the same one for the same document."""
    ground = _GROUNDS[zlib.crc32(slug.encode(), _GROUNDS_START) % len(_GROUNDS)]
    number = zlib.crc32(slug.encode())
    form = list(_FORMS)[number % len(_FORMS)]
    return DrawnCover(ground, form, _FORMS[form](number // len(_FORMS) % 360))


def _one(turn: int) -> list[CoverRing]:
    return [CoverRing(158, 262, 82, 24, turn)]


def _nested(turn: int) -> list[CoverRing]:
    return [CoverRing(105, 300, radius, 9, turn + 47 * step) for step, radius in enumerate((34, 62, 90, 118))]


def _chain(turn: int) -> list[CoverRing]:
    return [CoverRing(26 + 53 * step, 270 - 18 * step, 31, 8, turn + 65 * step) for step in range(4)]


def _field(turn: int) -> list[CoverRing]:
    return [
        CoverRing(30 + 50 * column, 204 + 50 * row, 17, 5, turn + 31 * (column + 4 * row))
        for row in range(2)
        for column in range(4)
    ]


def _pair(turn: int) -> list[CoverRing]:
    return [CoverRing(74, 246, 58, 14, turn), CoverRing(142, 246, 58, 14, turn + 150)]


_FORMS: dict[str, Callable[[int], list[CoverRing]]] = {
    "one": _one,
    "nested": _nested,
    "chain": _chain,
    "field": _field,
    "pair": _pair,
}
