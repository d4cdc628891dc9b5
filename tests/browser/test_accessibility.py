"""axe-core finds nothing on any kind of page: in the light, in the dark and in forced colours."""

import pytest
from playwright.sync_api import Browser

from tests.browser.measures import Mode, lost_in_forced_colours, violations, violations_in_modes
from tests.browser.pages import PAGES

MODES = (
    Mode("light", "light", 1280),
    Mode("dark", "dark", 360),
    Mode("forced colours", "light", 360, forced=True),
    Mode("forced colours, dark", "dark", 1280, forced=True),
)


@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing(browser: Browser, site: str, kind: str) -> None:
    with browser.new_context(base_url=site) as visitor:
        page = visitor.new_page()
        page.goto(PAGES[kind])
        assert violations_in_modes(page, MODES) == {}


def test_axe_finds_nothing_in_a_form_with_mistakes(browser: Browser, site: str) -> None:
    with browser.new_context(base_url=site) as visitor:
        page = visitor.new_page()
        page.goto("/kontakt/")
        page.get_by_label("E-Mail").fill("mara@")
        page.get_by_role("button", name="Nachricht senden").click()
        page.get_by_role("heading", name="Das Formular wurde noch nicht gesendet").wait_for()
        assert violations(page) == []


def test_axe_would_notice_a_mistake(browser: Browser, site: str) -> None:
    with browser.new_context(base_url=site) as visitor:
        page = visitor.new_page()
        page.goto("/kontakt/")
        page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/x.png\">')")
        assert any(rule.startswith("image-alt") for rule in violations(page))


def test_what_forced_colours_take_away_would_be_noticed(browser: Browser, site: str) -> None:
    with browser.new_context(base_url=site, forced_colors="active") as visitor:
        page = visitor.new_page()
        page.goto("/kontakt/")
        assert lost_in_forced_colours(page) == []
        page.evaluate(
            """() => {
              document.querySelector("main textarea").style.setProperty("border", "0", "important");
              document.querySelector("main h1").style.maskImage = "linear-gradient(#000, #000)";
            }"""
        )
        assert {lost.partition(":")[0] for lost in lost_in_forced_colours(page)} == {"no border", "no icon"}
