"""What tests of typed text do: write, lose the session, the tab or the browser, and sign in again."""

import os
import re
import signal
from contextlib import suppress

from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Page

from events.models import EventIndexPage
from labs.models import LabIndexPage
from news.models import NewsIndexPage
from tests.accounts.people import PASSWORD, code

# The newest copy in the browser, in milliseconds since 1970, or 0; and how many there are.
COPIES = """async () => {
  const opening = indexedDB.open("ogl-typed-text", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("copies", {keyPath: "id"});
  await new Promise((done) => (opening.onsuccess = done));
  const all = opening.result.transaction("copies").objectStore("copies").getAll();
  await new Promise((done) => (all.onsuccess = done));
  opening.result.close();
  return all.result.map((it) => it.time);
}"""


def draw_late(page: Page) -> None:
    """Give the title values that nobody has typed, until an automatic save begins; »refused«: that it did not go on."""
    page.evaluate("addEventListener('w-autosave:save', (event) => (window.refused = event.defaultPrevented))")
    draw = """() => {
        document.querySelector("[name=title]").value = `Gezeichnet ${Math.round(performance.now())}`;
        return window.refused !== undefined;
    }"""
    page.wait_for_function(draw, polling=1000)


def title_of(page: Page) -> Locator:
    return page.locator("input[name=title], textarea[name=title]")


def panel(page: Page) -> Locator:
    """What the screen says of session and connection."""
    return page.locator(".ogl-session")


def offer(page: Page) -> Locator:
    return page.locator(".ogl-offer")


def new_event_form(page: Page) -> None:
    page.goto(f"/admin/pages/add/events/eventpage/{EventIndexPage.objects.get().pk}/")


def new_event(page: Page, title: str) -> int:
    """A draft made as the admin makes it, never public; its number."""
    new_event_form(page)
    return _written(page, title)


def new_news_form(page: Page) -> None:
    page.goto(f"/admin/pages/add/news/newspage/{NewsIndexPage.objects.get().pk}/")


def new_news(page: Page, title: str) -> int:
    new_news_form(page)
    return _written(page, title)


def new_lab(page: Page, title: str) -> int:
    page.goto(f"/admin/pages/add/labs/labpage/{LabIndexPage.objects.get().pk}/")
    return _written(page, title)


def _written(page: Page, title: str) -> int:
    title_of(page).press_sequentially(title)
    page.wait_for_url("**/edit/")
    return pk_in(page)


def pk_in(page: Page) -> int:
    """The number of the page that stands in the editor."""
    return int(re.search(r"/pages/(\d+)/edit/", page.url)[1])


def end_all_sessions() -> None:
    Session.objects.all().delete()


def sign_in(page: Page, username: str, secret: str = "") -> None:
    cache.clear()  # codes work once, and other tests have used some
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    if secret:
        page.get_by_label("Code").fill(code(secret))
        page.keyboard.press("Enter")


def copies(page: Page) -> list[int]:
    """When the form of each copy in the browser was read, in milliseconds since 1970."""
    return page.evaluate(COPIES)


def wait_until_kept(page: Page) -> None:
    """Until the browser's store has what was typed last (``conftest.TYPED``), or what the page opened with."""
    _wait_for_copies(page, "(times) => Math.max(0, ...times) >= (window.lastTyped ?? performance.timeOrigin)")


def wait_until_nothing_is_kept(page: Page) -> None:
    _wait_for_copies(page, "(times) => times.length === 0")


def _wait_for_copies(page: Page, condition: str) -> None:
    page.evaluate(
        f"""async () => {{
          const begin = Date.now();
          const holds = {condition};
          while (!holds(await ({COPIES})())) {{
            if (Date.now() - begin > 30000) throw new Error("The copies in the browser are not as expected.");
            await new Promise((again) => setTimeout(again, 50));
          }}
        }}"""
    )


def kill_tabs(page: Page) -> Page:
    """Kill the processes of all tabs of this browser, without a warning; a new tab at the same address."""
    context, url = page.context, page.url
    session = context.browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    with page.expect_event("crash"):
        for process in processes:
            if process["type"] == "renderer":
                with suppress(ProcessLookupError):
                    os.kill(process["id"], signal.SIGKILL)
    session.detach()
    with suppress(PlaywrightError):
        page.close()
    fresh = context.new_page()
    fresh.goto(url)
    return fresh
