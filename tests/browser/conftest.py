"""A real Chromium in front of the whole programme."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from ogl_portal.users.models import RoleKey
from tests.access.world import World
from tests.accounts.people import PASSWORD, code, give_app
from tests.browser.chromium import ARGUMENTS, MISSING, find_chromium
from tests.database import TestServer
from tests.teams.teams import person

expect.set_options(timeout=30_000)  # as for clicks: a machine that does other work as well is not at fault


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the browser is; without one the run fails, it never passes unseen."""
    found = find_chromium()
    if not found:
        pytest.fail(MISSING, pytrace=False)
    return found


# What a page's content policy has stopped, by the way that the browser tells tests apart from all else it logs.
STOPPED = "content policy:"
REPORT = f"""document.addEventListener("securitypolicyviolation", (event) => console.error("{STOPPED}",
  event.effectiveDirective, event.blockedURI, "from", event.sourceFile, event.lineNumber, "on", location.pathname))"""
# When something was typed last, in milliseconds since 1970; what waits for its copy compares with it.
TYPED = "document.addEventListener('input', (it) => it.isTrusted && (window.lastTyped = Date.now()), true)"
_stopped: list[str] = []


@pytest.fixture(autouse=True)
def nothing_is_stopped() -> Iterator[list[str]]:
    """No page of any browser test does what its content policy forbids; so there is no inline script in the admin."""
    yield _stopped
    stopped = list(dict.fromkeys(_stopped))
    _stopped.clear()
    assert stopped == []


def _watch(new_context: Callable[..., BrowserContext]) -> Callable[..., BrowserContext]:
    def watched(**options: Any) -> BrowserContext:
        visitor = new_context(**options)
        visitor.add_init_script(REPORT)
        visitor.add_init_script(TYPED)
        visitor.on("console", lambda said: _stopped.append(said.text) if said.text.startswith(STOPPED) else None)
        return visitor

    return watched


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, and Django would refuse its database calls beside one.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        vars(started)["new_context"] = _watch(started.new_context)  # all tests open theirs through it
        yield started
        started.close()


@pytest.fixture(scope="module")
def site(programme_site: None) -> Iterator[str]:
    """The address of a server that shows the whole programme."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A fresh visitor with a wide screen, whose relative addresses are those of the site."""
    with browser.new_context(base_url=site, viewport={"width": 1280, "height": 800}, locale="de-DE") as visitor:
        yield visitor


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@dataclass(frozen=True)
class Desk:
    """The whole programme, to be changed, and two people with PASSWORD who work on it.

    »mara« belongs to the programme staff, »kim« to the publishers; ``app`` is the secret of kim's app for codes.
    """

    url: str
    app: str


@pytest.fixture(scope="module")
def site_of_its_own(programme_database: str, database_server: TestServer, django_db_blocker: Any) -> Iterator[str]:
    """The address of a server over a copy of the programme, so that nobody else meets what is changed in it."""
    name = f"{database_server.copy_name}_desk"
    with django_db_blocker.unblock():
        database_server.copy(programme_database, name)
        database_server.point_django_at(name)
        cache.clear()
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()
        database_server.point_django_at(database_server.copy_name)
        database_server.drop(name)
        cache.clear()


@pytest.fixture(scope="module")
def desk(site_of_its_own: str) -> Desk:
    """A copy of the programme with people who work on it."""
    people = {
        username: person(role, username=username, first_name=first, last_name=last, email=f"{username}@example.org")
        for username, role, first, last in (
            ("mara", RoleKey.STAFF, "Mara", "Muster"),
            ("kim", RoleKey.PUBLISHERS, "Kim", "Beispiel"),
        )
    }
    for one in people.values():
        one.set_password(PASSWORD)
        one.save()
    return Desk(site_of_its_own, give_app(people["kim"]))


@pytest.fixture
def staff(browser: Browser, desk: Desk) -> Iterator[Page]:
    """The admin in front of »mara«, who has signed in."""
    with _signed_in(browser, desk, "mara") as page:
        yield page


@pytest.fixture
def publisher(browser: Browser, desk: Desk) -> Iterator[Page]:
    """The admin in front of »kim«, who may publish and has signed in with a second factor."""
    with _signed_in(browser, desk, "kim") as page:
        yield page


@pytest.fixture(scope="module")
def world(database_server: TestServer, django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """A database of its own in which lab A has one of everything (tests/access)."""
    name = f"{database_server.copy_name}_world"
    with django_db_blocker.unblock():
        database_server.copy(database_server.migrated_template(), name)
        database_server.point_django_at(name)
        cache.clear()
        world = World.build()
        _ = world.values, world.names
        yield world
        connection.close()
        database_server.point_django_at(database_server.copy_name)
        database_server.drop(name)
        cache.clear()


@contextmanager
def _signed_in(browser: Browser, desk: Desk, username: str) -> Iterator[Page]:
    cache.clear()
    with browser.new_context(base_url=desk.url, locale="de-DE", viewport={"width": 1280, "height": 900}) as visitor:
        page = visitor.new_page()
        page.goto("/admin/")
        page.locator("input[name=username]").fill(username)
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        if username == "kim":
            page.get_by_label("Code").fill(code(desk.app))
            page.keyboard.press("Enter")
        page.get_by_text("Guten Tag").wait_for()
        yield page
