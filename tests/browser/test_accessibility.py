"""axe-core finds nothing on any kind of page, in the light and in the dark."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from tests.browser.pages import PAGES

AXE = Path(settings.BASE_DIR, "node_modules/axe-core/axe.min.js")
# Named one by one: the defaults of axe leave out WCAG 2.2.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    page.add_script_tag(path=AXE)
    found = page.evaluate(
        "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", RULES
    )
    return [
        f"{rule['id']}: {rule['help']}: {[' '.join(map(str, node['target'])) for node in rule['nodes'][:3]]}"
        for rule in found["violations"]
    ]


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing(browser: Browser, site: str, kind: str, scheme: str, width: int) -> None:
    # The page's own policy would keep axe out.
    with browser.new_context(
        base_url=site, bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900}
    ) as visitor:
        page = visitor.new_page()
        page.goto(PAGES[kind])
        assert violations(page) == []


def test_axe_finds_nothing_in_a_form_with_mistakes(browser: Browser, site: str) -> None:
    with browser.new_context(base_url=site, bypass_csp=True) as visitor:
        page = visitor.new_page()
        page.goto("/kontakt/")
        page.get_by_label("E-Mail").fill("mara@")
        page.get_by_role("button", name="Nachricht senden").click()
        assert page.get_by_role("heading", name="Das Formular wurde noch nicht gesendet").is_visible()
        assert violations(page) == []


def test_axe_would_notice_a_mistake(browser: Browser, site: str) -> None:
    with browser.new_context(base_url=site, bypass_csp=True) as visitor:
        page = visitor.new_page()
        page.goto("/kontakt/")
        page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/x.png\">')")
        assert any(rule.startswith("image-alt") for rule in violations(page))
