"""Sections of the privacy notice that other apps write about what they store. Who stores something says so itself."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

WriteSection = Callable[[HttpRequest], SafeString | str]
_sections: list[WriteSection] = []


def register(section: WriteSection) -> None:
    """Add a section: HTML that begins with an ``<h2>``, or an empty string where there is nothing to say."""
    if section not in _sections:
        _sections.append(section)


def sections(request: HttpRequest) -> list[SafeString | str]:
    """What the apps have to say, in the order in which they were registered."""
    return [text for section in _sections if (text := section(request))]
