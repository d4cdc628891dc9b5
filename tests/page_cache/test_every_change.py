"""Four processes that keep pages: after any change all of them show what a process shows that keeps none."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from labs.models import LabPage
from news.models import NewsPage
from ogl_portal.users.models import User
from tests.database import TestServer
from tests.page_cache.conftest import until
from tests.page_cache.kinds_of_change import ADDRESSES, acts, texts
from tests.web.served import Served, web_server

PROCESSES = 4

Pages = dict[str, tuple[int, bytes]]
"""Status and content of each address."""


@pytest.fixture(scope="module")
def processes(programme_database: str, database_server: TestServer, django_db_blocker: Any) -> Iterator[list[Served]]:
    """Four web servers of one process each, over a copy of the programme."""
    name = f"{database_server.copy_name}_changes"
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        database_server.copy(programme_database, name)
        database_server.point_django_at(name)
        cache.clear()
        patch.setenv("OGL_WORKERS", "1")
        patch.setattr(settings, "OGL_PAGE_CACHE_MB", 8)
        patch.setattr(settings, "OGL_WATCH_CONTENT", True)
        for module in ("ogl_portal.wsgi", "ogl_portal.rsgi"):  # they read the settings once
            patch.delitem(sys.modules, module, raising=False)
        servers = [stack.enter_context(web_server()) for _ in range(PROCESSES)]
        patch.setattr(settings, "OGL_PAGE_CACHE_MB", 0)
        patch.setattr(settings, "OGL_WATCH_CONTENT", False)
        yield servers
        stack.close()
        database_server.point_django_at(database_server.copy_name)
        database_server.drop(name)
        cache.clear()


def made_anew() -> Pages:
    """What a reader would be shown if nothing were remembered."""
    cache.clear()
    client = Client(raise_request_exception=False)
    answers = {address: client.get(address) for address in ADDRESSES}
    connection.close()
    return {address: (answer.status_code, answer.content) for address, answer in answers.items()}


def given(server: Served, addresses: Any = ADDRESSES) -> Pages:
    answers = {address: server.ask("GET", address) for address in addresses}
    return {address: (answer.status, answer.body) for address, answer in answers.items()}


def given_by_all(processes: list[Served], addresses: Any = ADDRESSES) -> list[Pages]:
    with ThreadPoolExecutor(PROCESSES) as pool:
        return list(pool.map(lambda server: given(server, addresses), processes))


def test_all_processes_follow_every_change(processes: list[Served]) -> None:
    before = made_anew()
    assert {status for status, _ in before.values()} == {200}
    assert given_by_all(processes) == [before] * PROCESSES
    assert given_by_all(processes) == [before] * PROCESSES
    seen: set[str] = set()
    for name, change in (*texts(), *acts().items()):
        change()
        if name == "a page expires":
            until(lambda: not LabPage.objects.filter(slug="brandis", expire_at__gt=timezone.now()).exists())
        after = made_anew()
        assert not [address for address, (status, _) in after.items() if status >= 500], name
        changed = [address for address in ADDRESSES if after[address] != before[address]]
        if changed:
            seen.add(name)
        expected = {address: after[address] for address in changed}
        for number, pages in enumerate(given_by_all(processes, changed)):
            old = [address for address in changed if pages[address] != expected[address]]
            assert not old, f"Process {number} still shows what was before »{name}«: {old}"
        before = after
    # A list of changes that no page shows would prove nothing.
    assert seen >= set(acts())
    assert len(seen) > len(acts()) + 10


def test_who_loses_a_right_has_lost_it_in_all_processes(processes: list[Served]) -> None:
    editor = User.objects.create_user("einmal", password="x", is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    cookie = f"Cookie: sessionid={client.cookies['sessionid'].value}"
    address = f"/admin/pages/{NewsPage.objects.values_list('pk', flat=True)[0]}/edit/"
    connection.close()
    assert {server.ask("GET", address, cookie).status for server in processes} == {200}
    User.objects.filter(pk=editor.pk).update(is_superuser=False)
    connection.close()
    assert {server.ask("GET", address, cookie).status for server in processes} == {302}
