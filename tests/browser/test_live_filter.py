"""The lab directory filters in place where there is a script, and by form where there is none."""

import re
from itertools import pairwise

from playwright.sync_api import Browser, BrowserContext, expect


def test_a_choice_filters_in_place_and_keeps_the_focus(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/labore/", wait_until="networkidle")
    page.evaluate("() => { window.samePage = true }")
    land = page.get_by_label("Land", exact=True)
    land.focus()
    land.select_option("NW")
    expect(page).to_have_url(re.compile(r"/labore/\?land=NW$"))
    expect(page.get_by_role("status")).to_have_text("4 Labore")
    expect(land).to_be_focused()
    expect(page.locator(".lab-rows > li")).to_have_count(4)
    expect(page.locator(".map__marker")).to_have_count(4)
    page.go_back()
    expect(page.get_by_role("status")).to_have_text("13 Labore")
    expect(land).to_have_value("")
    assert page.evaluate("() => window.samePage")


def test_without_a_script_the_form_filters(browser: Browser, site: str) -> None:
    with browser.new_context(base_url=site, java_script_enabled=False) as visitor:
        page = visitor.new_page()
        page.goto("/labore/")
        page.get_by_label("Land", exact=True).select_option("NW")
        page.get_by_role("button", name="Anzeigen").click()
        expect(page).to_have_url(re.compile("land=NW"))
        expect(page.get_by_role("status")).to_have_text("4 Labore")


def test_the_keyboard_walks_over_the_map_from_north_to_south(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/labore/")
    markers = page.locator(".map__marker")
    markers.first.focus()
    heights = []
    for number in range(markers.count()):
        expect(markers.nth(number)).to_be_focused()
        # The true place: markers give way to each other by a few units.
        heights.append(page.evaluate("() => document.activeElement.transform.baseVal[0].matrix.f"))
        page.keyboard.press("Tab")
    assert all(lower > higher - 24 for higher, lower in pairwise(heights))
    assert heights[-1] - heights[0] > 200
