"""axe finds nothing serious in the admin views of our own. Which there are is read from tests/access/matrix.txt."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.access.table import Row, read_table
from tests.access.world import World
from tests.browser.measures import GRAVE, Mode, axe, said
from tests.test_access_matrix import address_of

OURS = (
    *(
        "admin/barriere",
        "admin/berichte/",
        "admin/dateiversionen/",
        "admin/durchsicht/",
        "admin/laborteams/",
        "admin/planung/",
    ),
    *("admin/papierkorb/", "admin/uebernahme/", "admin/veroeffentlichungen/", "admin/vorschaulinks/"),
    *("admin/users/<int:pk>/hilfe/", "admin/pages/<int:page_id>/vorschaulinks/"),
    *("admin/pages/<int:page_id>/rueckgaengig/", "admin/pages/<int:page_id>/edit/", "admin/pages/add/"),
    "muster/",
)
ROWS = [
    row
    for row in read_table()
    if (row.pattern == "admin/" or row.pattern.startswith(OURS)) and not row.pattern.endswith("preview/")
]
MODES = (
    Mode("light", "light", 1280),
    Mode("narrow", "light", 360),
    Mode("forced colours", "light", 1280, forced=True),
)
# Tables that reach beyond the window where nothing scrolls: Wagtail hides what is wider than its <main>.
CUT_OFF = """[...document.querySelectorAll("main table")].filter(table => {
  if (table.getBoundingClientRect().right <= innerWidth) return false
  for (let box = table.parentElement; box.tagName !== "MAIN"; box = box.parentElement)
    if (["auto", "scroll"].includes(getComputedStyle(box).overflowX)) return false
  return true
}).map(table => table.innerText.slice(0, 80))"""

# What one can do with a row of a table of ours and that a narrow screen shows only to somebody who thinks of scrolling.
OFF_SCREEN = """[...document.querySelectorAll("main td a, main td button, main tbody th a")]
  .filter(one => !one.closest("#listing-results") || one.closest("form"))
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth)
  .map(one => one.innerText)"""


@pytest.fixture(scope="module")
def site(world: World) -> Iterator[str]:
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


def page_of(row: Row, world: World) -> Any:
    """The answer to the administrator; None for a file, a part of a page, or where a view only takes what is sent."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions["administrator"]
    response = client.get(address_of(row, world))
    return response if b"<main" in b"".join(response) else None


def test_no_view_does_what_its_content_policy_forbids(browser: Browser, site: str, world: World) -> None:
    """Each template of the admin that starts something, fields included, is opened (conftest: nothing_is_stopped)."""
    known = {row.pattern for row in ROWS}  # opened below; test_admin_on_a_phone.py opens others, but with a finger
    seen: set[str] = set()
    opened = 0
    with browser.new_context(base_url=site, locale="de-DE") as visitor:
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": world.sessions["administrator"], "url": site}
        visitor.add_cookies([cookie])
        page = visitor.new_page()
        for row in read_table():
            if not row.pattern.startswith("admin/") or row.pattern in known or not (answer := page_of(row, world)):
                continue
            starting = {one.name for one in answer.templates if "<script" in one.source or "data-con" in one.source}
            if starting - seen:
                page.goto(address_of(row, world))
                opened += 1
            seen |= starting
    assert opened > 10


def test_a_script_among_the_text_is_stopped_and_noticed(
    browser: Browser, site: str, nothing_is_stopped: list[str]
) -> None:
    script = "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))"
    with browser.new_context(base_url=site) as visitor:
        page = visitor.new_page()
        page.goto(reverse("wagtailadmin_login"))
        with page.expect_console_message(lambda said: said.text.startswith("content policy:")):
            page.evaluate(script)
        assert not page.evaluate("'ran' in window")
    assert [said.split()[2] for said in nothing_is_stopped] == ["script-src-elem"]
    nothing_is_stopped.clear()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.pattern)
def test_axe_finds_nothing_serious(browser: Browser, site: str, world: World, row: Row) -> None:
    address = address_of(row, world)
    if not page_of(row, world):
        return
    with browser.new_context(base_url=site, locale="de-DE") as visitor:
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": world.sessions["administrator"], "url": site}
        visitor.add_cookies([cookie])
        page = visitor.new_page()
        page.goto(address)
        found = {}
        for mode in MODES:
            mode.apply(page)
            grave = said(rule for rule in axe(page, contrast=not mode.forced) if rule["impact"] in GRAVE)
            if grave:
                found[mode.name] = grave
            if mode.name == "narrow" and page.evaluate(CUT_OFF):
                found["cut off"] = page.evaluate(CUT_OFF)
            if mode.name == "narrow" and page.evaluate(OFF_SCREEN):
                found["off screen"] = page.evaluate(OFF_SCREEN)
        assert found == {}


def test_axe_finds_nothing_serious_in_any_tab_of_an_editor(browser: Browser, site: str, world: World) -> None:
    """A tab that is closed is not looked at: one page of each kind, each of its tabs."""
    pages = {one.specific_class.__name__: one.pk for one in world.portal.home.get_descendants(inclusive=True)}
    assert {"PublicationPage", "LabPage", "NewsPage"} <= set(pages)
    found = {}
    with browser.new_context(base_url=site, locale="de-DE") as visitor:
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": world.sessions["administrator"], "url": site}
        visitor.add_cookies([cookie])
        for kind, pk in pages.items():
            page = visitor.new_page()
            MODES[0].apply(page)
            page.goto(reverse("wagtailadmin_pages:edit", args=[pk]))
            page.locator("#page-edit-form").wait_for()
            for tab in page.locator("#page-edit-form [role=tab]:visible").all():
                tab.click()
                expect(tab).to_have_attribute("aria-selected", "true")
                if grave := said(rule for rule in axe(page) if rule["impact"] in GRAVE):
                    found[f"{kind}, {tab.inner_text()}"] = grave
            page.close()
    assert found == {}


def test_the_table_names_our_views() -> None:
    """So that a view that is renamed does not fall out of sight."""
    patterns = {row.pattern for row in ROWS}
    assert [beginning for beginning in OURS[1:] if not any(one.startswith(beginning) for one in patterns)] == []
