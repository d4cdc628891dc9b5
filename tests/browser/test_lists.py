"""Lists on small screens and on paper: entries instead of half a table, and what narrows them folded above."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.measures import overflowing

FOLDED = ["/labore/", "/ergebnisse/", "/termine/", "/suche/?q=Beteiligung"]


@pytest.mark.parametrize("width", [320, 360, 642])  # a page of A4 between its margins has 642 px
def test_literature_is_a_list_of_entries_where_a_table_has_no_room(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/literatur/")
    table = page.get_by_role("table").first
    cells = table.get_by_role("row").nth(1).locator("th, td")
    lefts = cells.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().left)")
    assert len(lefts) == 4
    assert len(set(lefts)) == 1, "cells stand below one another"
    assert table.get_by_role("columnheader").count() == 4  # what it is stays a table
    assert overflowing(page, width) == []
    with page.expect_navigation():
        table.get_by_role("link", name="Jahr").click()
    expect(page.locator("[aria-sort=ascending]").first).to_contain_text("Jahr")


def test_literature_is_a_table_where_there_is_room(page: Page) -> None:
    page.goto("/literatur/")
    cells = page.get_by_role("table").first.get_by_role("row").nth(1).locator("th, td")
    tops = cells.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().top)")
    assert len(set(tops)) == 1


@pytest.mark.parametrize("address", FOLDED)
def test_what_narrows_a_list_is_folded_above_it_on_a_phone_and_open_on_a_desk(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(address)
    fold = page.locator("main details.fold")
    control = fold.locator("select, a").first
    expect(control).to_be_hidden()
    first = page.locator("main ol > li, main .rows > li, main .pub-rows > li, main .lab-rows > li").first
    assert fold.bounding_box()["y"] < first.bounding_box()["y"]  # type: ignore[index]
    fold.locator("summary").click()
    expect(control).to_be_visible()
    fold.locator("summary").click()
    expect(control).to_be_hidden()

    page.set_viewport_size({"width": 1280, "height": 800})
    expect(control).to_be_visible()
    expect(fold.locator("summary")).to_be_hidden()


def test_a_chosen_filter_leaves_its_fold_open(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/labore/?land=SN")
    expect(page.get_by_label("Land", exact=True)).to_be_visible()


def test_a_page_found_is_named_by_its_number_and_first_words_and_the_rest_is_no_link(page: Page) -> None:
    page.goto("/suche/?q=Losverfahren")
    hit = page.locator(".page-hits li").first
    link = hit.get_by_role("link").first
    words = link.inner_text()
    assert words.startswith("S.")
    assert len(words) < len(hit.inner_text()) / 2
    assert link.evaluate("(link) => getComputedStyle(link).textDecorationLine") == "underline"
