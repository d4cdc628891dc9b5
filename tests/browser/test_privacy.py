"""Readers owe nothing: no cookie, nothing stored, no request to anybody else, nothing the policy has to stop."""

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.pages import PAGES

STORED = "[localStorage.length, sessionStorage.length]"


@pytest.mark.parametrize("kind", PAGES)
def test_a_visit_leaves_nothing_and_asks_nobody_else(context: BrowserContext, site: str, kind: str) -> None:
    page = context.new_page()
    requests: list[str] = []
    failed: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("response", lambda answer: failed.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(PAGES[kind], wait_until="networkidle")
    # Pictures further down are loaded when a reader comes near.
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    assert [url for url in requests if not url.startswith((f"{site}/", "data:"))] == []
    assert context.cookies() == []
    assert page.evaluate(STORED) == [0, 0]
    expected = [f"404 {site}{PAGES[kind]}"] if kind.endswith("not-found") else []
    assert failed == expected
    assert [text for text in complaints if "status of 404" not in text or not expected] == []


def test_a_walk_through_the_site_leaves_no_cookie(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/")
    with page.expect_navigation():
        page.get_by_role("navigation", name="Hauptnavigation").first.get_by_role("link", name="Labore").click()
    page.goto("/suche/?q=Jugend")
    page.goto("/kontakt/")
    page.get_by_role("textbox", name="Nachricht").fill("Eine Frage.")
    page.get_by_role("button", name="Nachricht senden").click()
    page.get_by_role("heading", name="Ihre Nachricht ist angekommen").wait_for()
    assert context.cookies() == []
    assert page.evaluate(STORED) == [0, 0]
