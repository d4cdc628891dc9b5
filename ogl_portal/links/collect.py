"""Which addresses of other sites stand on which public pages, and which links to own pages and files lead nowhere."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urldefrag, urlsplit

from bs4 import BeautifulSoup
from django.db import transaction

from ogl_portal.editorial.checks import parts_of
from ogl_portal.editorial.checks.content_nodes import ContentNode, LinkNode, RichTextNode
from ogl_portal.editorial.checks.own_links import dead_links
from ogl_portal.editorial.checks.store import live_pages
from ogl_portal.links.models import Link, LinkState, LinkUse
from ogl_portal.web.own_address import is_own_host

LONGEST = 1000


def collect() -> int:
    """Bring the list of links in line with the public pages; gives the number of links."""
    for pages in live_pages():
        collect_from(pages)
    LinkUse.objects.exclude(page__live=True).delete()
    forget_unused()
    return Link.objects.count()


def collect_from(pages: Sequence[Any]) -> None:
    """The same for ``pages``, public ones as what they are."""
    parts = [parts_of(page) for page in pages]
    own: dict[str, str] = {}
    wanted: dict[int, set[str]] = {}
    for page, found, dead in zip(pages, parts, dead_links(parts), strict=True):
        reasons = {link.address[:LONGEST]: link.reason for link in dead}
        own |= reasons
        wanted[page.pk] = addresses_of(found) | set(reasons)
    _store(wanted, own)


def forget_unused() -> None:
    """Delete the links that stand nowhere any more."""
    Link.objects.filter(uses__isnull=True).delete()


def addresses_of(parts: Sequence[ContentNode]) -> set[str]:
    """Addresses of other sites on a page, without what follows »#«."""
    found = {urldefrag(url.strip()).url for url in _urls(parts)}
    return {url for url in found if len(url) <= LONGEST and _is_web(url) and not is_own_host(urlsplit(url).netloc)}


def _urls(parts: Sequence[ContentNode]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, LinkNode):
            yield part.url
        elif isinstance(part, RichTextNode):
            for anchor in BeautifulSoup(part.html, "html.parser").select("a[href]"):
                yield str(anchor["href"])


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


@transaction.atomic
def _store(wanted: dict[int, set[str]], own: dict[str, str]) -> None:
    """``wanted``: the links of each page; ``own``: why those to something of ours lead nowhere."""
    urls = set().union(*wanted.values()) if wanted else set()
    others = [Link(url=url, host=urlsplit(url).hostname or "") for url in sorted(urls - set(own))]
    Link.objects.bulk_create(others, ignore_conflicts=True)
    Link.objects.bulk_create(
        [Link(url=url, state=LinkState.OWN, detail=reason) for url, reason in sorted(own.items())],
        update_conflicts=True,
        unique_fields=["url"],
        update_fields=["state", "detail"],
    )
    keys = dict(Link.objects.filter(url__in=urls).values_list("url", "pk"))
    pairs = {(keys[url], page) for page, found in wanted.items() for url in found}
    stale = [use.pk for use in LinkUse.objects.filter(page__in=wanted) if (use.link_id, use.page_id) not in pairs]
    LinkUse.objects.filter(pk__in=stale).delete()
    LinkUse.objects.bulk_create(
        [LinkUse(link_id=link, page_id=page) for link, page in sorted(pairs)], ignore_conflicts=True
    )
