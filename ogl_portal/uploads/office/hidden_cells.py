"""Which hidden columns of a sheet hold something."""

from dataclasses import dataclass, field


@dataclass
class HiddenCells:
    """Of one sheet: how many columns are described, which are hidden, and which of these hold something."""

    columns: int = 0
    hidden: list[range] = field(default_factory=list)
    filled: set[int] = field(default_factory=set)

    def fill(self, start: int, repeated: int = 1) -> None:
        for columns in self.hidden:
            self.filled.update(range(max(start, columns.start), min(start + repeated, columns.stop)))
