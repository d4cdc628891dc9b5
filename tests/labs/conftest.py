"""What several tests of the labs share."""

from functools import cache
from typing import Any

import pytest

from labs.places.sources import BUNDLED, read_places
from labs.places.store import copy_rows, table_rows


@cache
def bundled_rows() -> list[list[Any]]:
    """The bundled list, read and folded once for all tests."""
    return table_rows(read_places(BUNDLED))


@pytest.fixture
def places(db: None) -> None:
    """The bundled list of places."""
    copy_rows(bundled_rows())
