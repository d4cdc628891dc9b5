"""The Tab key leads through every main template: in order, to everything, always seen, and out again."""

import pytest
from playwright.sync_api import Page

from tests.browser.pages import MAIN, PAGES
from tests.browser.walk import faults_of_a_walk


@pytest.mark.parametrize("kind", MAIN)
def test_the_keyboard_reaches_everything_in_order_and_sees_where_it_is(page: Page, kind: str) -> None:
    page.goto(PAGES[kind])
    assert faults_of_a_walk(page) == []


@pytest.mark.parametrize("kind", ["home", "labs", "contact"])
def test_so_it_does_on_a_phone_and_in_forced_colours(page: Page, kind: str) -> None:
    page.emulate_media(forced_colors="active")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(PAGES[kind])
    page.evaluate("document.querySelector('.menu').open = true")  # a click would begin the walk behind it
    assert faults_of_a_walk(page) == []


@pytest.mark.parametrize(
    ("harm", "complaint"),
    [
        ("document.querySelector('main a').tabIndex = 3", "tabindex 3"),
        ("document.querySelector('main form').style.flexDirection = 'row-reverse';"
         "document.querySelector('main form').style.display = 'flex'", "another order"),
        ("document.querySelector('main button').addEventListener('blur', (event) => event.target.focus())", "still on"),
        ("document.querySelector('main').addEventListener('keydown', (event) => event.key === 'Tab'"
         " && document.querySelector('.site-footer a').focus())", "not reached"),
        ("Object.assign(document.querySelector('main a').style,"
         "{outline: 'none', boxShadow: 'none', background: 'none', textDecorationThickness: '2px', color: 'inherit'})",
         "does not show"),
        ("Object.assign(document.body.appendChild(document.createElement('p')).style,"
         "{position: 'fixed', inset: 0, zIndex: 99})", "is covered"),
    ],
)  # fmt: skip
def test_a_bad_page_would_be_noticed(page: Page, harm: str, complaint: str) -> None:
    page.goto("/kontakt/")
    page.evaluate(f"() => {{ {harm} }}")
    assert any(complaint in fault for fault in faults_of_a_walk(page))
