"""The municipalities of a lab by their size, as bars: what the drawing shows is what its table says."""

from collections.abc import Iterable
from dataclasses import dataclass

from labs.models import LabMunicipality

ROW = 46  # units (pixels) from one bar to the next


@dataclass(frozen=True)
class SizeBar:
    """``people`` is None where no number is known; such a municipality stands last. ``width`` is in percent."""

    name: str
    note: str
    people: int | None
    width: float
    y: int


@dataclass(frozen=True)
class SizeBars:
    bars: list[SizeBar]
    height: int

    @property
    def says_more(self) -> bool:
        """Whether the table tells what the drawing has no room for."""
        return any(bar.note for bar in self.bars)


def size_bars(municipalities: Iterable[LabMunicipality], people: dict[str, int]) -> SizeBars | None:
    """The largest first; None where there is nothing to compare."""
    known = [(item, people.get(item.ags)) for item in municipalities]
    known.sort(key=lambda pair: -(pair[1] or -1))
    longest = max((count or 0 for _, count in known), default=0)
    counted = sum(1 for _, count in known if count is not None)
    if counted < 2:
        return None
    bars = [
        SizeBar(item.name, item.note, count, round(100 * (count or 0) / longest, 1), number * ROW)
        for number, (item, count) in enumerate(known)
    ]
    return SizeBars(bars, len(bars) * ROW)
