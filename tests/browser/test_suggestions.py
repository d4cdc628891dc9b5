"""Suggestions while typing, as the combobox pattern of the ARIA Authoring Practices Guide has them."""

from pathlib import Path

from django.conf import settings
from playwright.sync_api import BrowserContext, Page, Route, expect

LARGEST = 4 * 1024  # bytes of the script


def test_the_script_is_small() -> None:
    assert Path(settings.BASE_DIR, "static/src/js/suggest.js").stat().st_size <= LARGEST


def test_arrow_keys_choose_and_enter_opens(page: Page) -> None:
    page.goto("/suche/")
    field = page.get_by_role("combobox")
    expect(field).to_have_attribute("aria-expanded", "false")
    with page.expect_response("**/?q=wuerzb"):
        field.press_sequentially("wuerzb")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    expect(field).to_be_focused()
    field.press("Enter")
    page.wait_for_url("**/labore/wuerzburg/")


def test_a_late_answer_does_not_take_the_choice_away(page: Page) -> None:
    page.goto("/suche/")
    field = page.get_by_role("combobox")
    field.press_sequentially("wuerz")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    late: list[Route] = []
    page.route("**/?q=wuerzb", lambda route, _request: late.append(route))
    with page.expect_request("**/?q=wuerzb"):
        field.press("b")
    field.press("ArrowDown")
    late[0].fulfill(json={"suggestions": [{"text": "Brandis", "url": "/labore/brandis/", "kind": ""}]})
    field.press("Enter")
    page.wait_for_url("**/labore/wuerzburg/")


def test_escape_closes_and_keeps_what_was_typed(page: Page) -> None:
    page.goto("/suche/")
    field = page.get_by_role("combobox")
    field.press_sequentially("bürger")
    expect(page.get_by_role("listbox")).to_be_visible()
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("bürger")


def test_a_click_opens_the_suggestion(page: Page) -> None:
    page.goto("/suche/")
    page.get_by_role("combobox").press_sequentially("brandis")
    page.get_by_role("option").first.click()
    page.wait_for_url("**/labore/brandis/**")


def test_enter_without_a_choice_searches(page: Page) -> None:
    page.goto("/suche/")
    field = page.get_by_role("combobox")
    field.press_sequentially("bürgerrat")
    field.press("Enter")
    page.wait_for_url("**/suche/?q=b%C3%BCrgerrat")
    expect(page.locator(".results > li").first).to_be_visible()


def test_search_works_without_javascript(context: BrowserContext, site: str) -> None:
    assert context.browser is not None
    with context.browser.new_context(base_url=site, java_script_enabled=False) as visitor:
        page = visitor.new_page()
        page.goto("/suche/")
        page.locator("#suche").fill("Wirkungsmodell")
        page.get_by_role("button", name="Suchen").click()
        expect(page.locator(".page-hits a").first).to_be_visible()
        page.get_by_role("navigation", name="Treffer eingrenzen").get_by_role("link").first.click()
        expect(page.locator(".chip")).to_be_visible()
