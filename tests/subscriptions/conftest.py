from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nobody_has_sent_anything_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
