"""The address under which the site knows itself: canonical links, feeds and calendars are made of it."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site

DEFAULT_PORTS = {"http": 80, "https": 443}


def host_and_port(url: str) -> tuple[str, int]:
    """»https://labore.example« is (»labore.example«, 443)."""
    parts = urlsplit(url)
    return parts.hostname or "localhost", parts.port or DEFAULT_PORTS.get(parts.scheme, 80)


def follow_base_url() -> None:
    """Let the default site follow ``OGL_BASE_URL``; called at every start, since the address may have changed."""
    hostname, port = host_and_port(settings.BASE_URL)
    site = Site.objects.filter(is_default_site=True).first()
    if site and (site.hostname, site.port) != (hostname, port):
        site.hostname, site.port = hostname, port
        site.save()  # not update(): saving clears Wagtail's cache of site addresses
