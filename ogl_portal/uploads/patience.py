"""How long those who upload are kept waiting; what takes longer is looked at behind their back, and told later."""

import time


class TakesLong(Exception):  # noqa: N818  not an error: somebody else goes on
    """A file is not through within the patience for it, and nothing is known against it."""


class Patience:
    """How long a web thread may be at the uploads of one request."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    @property
    def left(self) -> float:
        return max(0.0, self._until - time.monotonic())
