"""Which addresses of other sites stand on which public pages."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag, urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.db import transaction

from ogl_portal.editorial.checks import parts_of
from ogl_portal.editorial.checks.parts import Link as LinkPart
from ogl_portal.editorial.checks.parts import RichText
from ogl_portal.editorial.checks.store import live_pages
from ogl_portal.links.models import Link, LinkUse

LONGEST = 1000


def addresses_of(page: Any) -> set[str]:
    """Addresses of other sites on a page, without what follows »#«."""
    found = {urldefrag(url.strip()).url for url in _urls(page)}
    own = urlsplit(settings.BASE_URL).netloc
    return {url for url in found if len(url) <= LONGEST and _is_web(url) and urlsplit(url).netloc != own}


def _urls(page: Any) -> Iterator[str]:
    for part in parts_of(page):
        if isinstance(part, LinkPart):
            yield part.url
        elif isinstance(part, RichText):
            for anchor in BeautifulSoup(part.html, "html.parser").select("a[href]"):
                yield str(anchor["href"])


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def collect() -> int:
    """Bring the list of links in line with the public pages; gives the number of links."""
    for pages in live_pages():
        _store({page.pk: addresses_of(page) for page in pages})
    LinkUse.objects.exclude(page__live=True).delete()
    Link.objects.filter(uses__isnull=True).delete()
    return Link.objects.count()


@transaction.atomic
def _store(wanted: dict[int, set[str]]) -> None:
    urls = set().union(*wanted.values()) if wanted else set()
    Link.objects.bulk_create(
        [Link(url=url, host=urlsplit(url).hostname or "") for url in sorted(urls)], ignore_conflicts=True
    )
    keys = dict(Link.objects.filter(url__in=urls).values_list("url", "pk"))
    pairs = {(keys[url], page) for page, found in wanted.items() for url in found}
    stale = [use.pk for use in LinkUse.objects.filter(page__in=wanted) if (use.link_id, use.page_id) not in pairs]
    LinkUse.objects.filter(pk__in=stale).delete()
    LinkUse.objects.bulk_create(
        [LinkUse(link_id=link, page_id=page) for link, page in sorted(pairs)], ignore_conflicts=True
    )
