from collections.abc import Callable, Iterator

import pytest

from ogl_portal.statistics.counter import counter
from ogl_portal.statistics.models import DailyRequests

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
Sums = Callable[[], dict[tuple[str, int, int], int]]


@pytest.fixture(autouse=True)
def _fresh_counter() -> Iterator[None]:
    counter.forget_parent()
    yield
    counter.forget_parent()


@pytest.fixture
def sums(db: None) -> Sums:
    """Stores what was counted, and gives the sums by kind, page and version."""

    def stored() -> dict[tuple[str, int, int], int]:
        counter.store()
        return {(row.kind, row.page, row.version): row.count for row in DailyRequests.objects.all()}

    return stored
