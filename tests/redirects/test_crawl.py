"""Every address that was public answers after each page was renamed and moved: 200 or 410, one hop away at most."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from wagtail.models import Page

from ogl_portal.core.slugs import free_slug
from ogl_portal.pages.models import HomePage
from tests.database import TestServer
from tests.page_links import Links
from tests.test_html_validity import sitemap
from tests.test_links import is_ours


@pytest.fixture
def changeable(programme_database: str, database_server: TestServer, django_db_blocker: Any) -> Iterator[None]:
    """The whole programme in this run's own database: the one that others read stays as it is."""
    server = database_server
    with django_db_blocker.unblock():
        connection.close()
        server.copy(programme_database)
        cache.clear()
        yield
        connection.close()
        server.copy(server.portal_name)
        cache.clear()


def public_addresses() -> set[str]:
    """Every page, and all that the pages lead to: feeds, calendars, files, pictures, exports, change logs, archives."""
    client = Client()
    found = {"/", *sitemap(client)}
    for address in list(found):
        response = client.get(address)
        if response.streaming or not response.headers["Content-Type"].startswith("text/html"):
            continue
        links = Links()
        links.feed(response.content.decode())
        found |= {urlsplit(urljoin(address, target)).path for target in links.targets if is_ours(target)}
    return {path for path in found if path.startswith("/") and not path.startswith("/static/")}


def rename_all() -> int:
    keys = list(Page.objects.filter(depth__gt=2).order_by("depth").values_list("pk", flat=True))
    for key in keys:
        page = Page.objects.get(pk=key).specific
        page.slug = f"{page.slug}-neu"
        page.save(clean=False)
    return len(keys)


def move_all() -> int:
    """Every page that may stand elsewhere, to another page of those that it may stand below."""
    moved, turn = 0, cycle((0, 1, 2, 3))
    for page in Page.objects.filter(depth__gt=2).order_by("-depth").specific():
        here = [page.get_parent().pk, *page.get_descendants(inclusive=True).values_list("pk", flat=True)]
        others = Page.objects.type(*page.allowed_parent_page_models()).exclude(pk__in=here)
        places = [place for place in others if free_slug(place, page.slug) == page.slug and page.can_move_to(place)]
        if places:
            page.move(places[next(turn) % len(places)], pos="last-child")
            moved += 1
    return moved


def test_every_address_that_was_public_still_answers(changeable: None) -> None:
    addresses = public_addresses()
    assert len(addresses) > 150
    assert rename_all() > 60
    assert move_all() > 10
    client, faults, hops = Client(), {}, 0
    for address in sorted(addresses):
        response = client.get(address)
        if response.status_code == 301:
            hops += 1
            response = client.get(response.headers["Location"])
        if response.status_code not in (200, 410):
            faults[address] = response.status_code
        response.close()
    assert faults == {}
    assert hops > len(addresses) / 2
    assert HomePage.objects.get().url == "/"
