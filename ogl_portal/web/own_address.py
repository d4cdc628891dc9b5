"""The host under which readers reach the site (``OGL_BASE_URL``): in names that last, and to tell own addresses."""

from urllib.parse import urlsplit

from django.conf import settings


def own_host() -> str:
    """The name of the host alone, for feeds, calendars and mails."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def is_own_host(netloc: str) -> bool:
    """Whether host and port of an address are those of the site."""
    return netloc.lower() == urlsplit(settings.BASE_URL).netloc.lower()


def tag(name: str) -> str:
    """A name that never changes, wherever a page moves (RFC 4151)."""
    return f"tag:{own_host()},2020:{name}"
