"""Attempts of one test must not count in the next."""

import pytest
from django.core.cache import cache

from tests.factories import Portal


@pytest.fixture(autouse=True)
def site(portal: Portal) -> None:
    """Every page of the admin needs the site; rate limits are kept in the cache."""
    cache.clear()
