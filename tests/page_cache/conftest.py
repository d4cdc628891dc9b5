"""A reader of a site that keeps its pages. What these tests write is committed, as only that is a change."""

import time
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import caches
from django.test import Client

from ogl_portal.page_cache import generation, middleware
from ogl_portal.page_cache.generation import Watch
from tests.factories import Portal

SECOND = 1.0  # how long a change may take until every process shows it


@pytest.fixture
def portal(transactional_db: None) -> Portal:
    return Portal.current()


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """What is known of the state, by a thread of its own that ends with the test."""
    fresh = Watch()
    monkeypatch.setattr(middleware, "watch", fresh)
    monkeypatch.setattr(generation, "watch", fresh)
    yield fresh
    fresh.stop()


@pytest.fixture
def reader(portal: Portal, watch: Watch, settings) -> Iterator[Client]:
    settings.OGL_PAGE_CACHE_MB = 8
    settings.OGL_WATCH_CONTENT = True
    caches["pages"].clear()
    caches["queries"].clear()
    yield Client()
    caches["pages"].clear()
    caches["queries"].clear()


def until(holds: Callable[[], bool], seconds: float = 10) -> float:
    """Seconds until ``holds``; fails where it does not at last."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, "It has not come to that."
        time.sleep(0.02)
    return time.monotonic() - began
