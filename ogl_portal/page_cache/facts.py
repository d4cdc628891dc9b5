"""What is remembered of the content for a few seconds: never longer than the state of the content that it is of.

Menus, addresses of index pages and the like stand on every page. Remembered by time alone, they would be put into a
page that is made after they have changed, and kept with it.
"""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache

from ogl_portal.page_cache import generation
from ogl_portal.page_cache.generation import Number, made_from

# Keys of the cache that hold facts of the content; all but the first are Wagtail's.
OF_CONTENT = ("content:", "wagtail_site_root_paths", "wagtail_locales_display_name", "wagtail-rendition-")

LASTS = 60  # seconds

Fact = TypeVar("Fact")


def remembered(name: str, read: Callable[[], Fact]) -> Fact:
    """What ``read`` gave in this state of the content, not None; a copy of its own for whoever asks."""
    if not settings.OGL_WATCH_CONTENT:
        return read()
    state = content_key()
    found: Fact | None = cache.get(f"content:{name}")
    if found is None:
        found = read()
        if content_key() == state:  # else it is of the state that has ended meanwhile
            cache.set(f"content:{name}", found, LASTS)
    return found


def content_key() -> str:
    """Tells the states of the content apart; no query.

    While a page is made that will be kept, it is that of the page. Else it is the last that this process knows of, and
    never the same as the one of a page: what is read then may be newer already. Empty in tests, whose changes are
    never committed: who remembers something has to forget it by signals and after some seconds.
    """
    if not settings.OGL_WATCH_CONTENT:
        return ""
    number, state = made_from.get(), generation.watch.known().state
    ends = state.ends.isoformat() if state else ""
    if number is not None:
        return f"{_joined(number)}.{ends}"
    return f"about.{_joined(state.number)}.{ends}" if state else ""


def _joined(number: Number) -> str:
    return ".".join(map(str, number))


def make_key(key: str, prefix: str, version: int) -> str:
    """A key as the cache stores it: ``KEY_FUNCTION`` of ``CACHES``. Those of the content are of one state of it."""
    of_state = f"{content_key()}:" if key.startswith(OF_CONTENT) else ""
    return f"{prefix}:{version}:{of_state}{key}"
