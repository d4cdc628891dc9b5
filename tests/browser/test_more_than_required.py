"""Level AAA where it costs nothing: text contrast 7:1, targets of 44 px in navigation, search and forms (L-BITV-5)."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.measures import bring_axe
from tests.browser.pages import MAIN, PAGES

# Links in running text are excepted by WCAG 2.5.5 (inline); a label belongs to the target it names.
SMALL_TARGETS = """() => {
    const places = 'header, .breadcrumbs ~ nav, nav.pagination, form, .site-footer nav, .page-nav';
    const targets = 'a, button, summary, input:not([type=hidden]), select, textarea';
    const shown = (one) => {
        const box = one.getBoundingClientRect();
        return box.width > 0 && box.height > 0 && box.right > 0 && getComputedStyle(one).visibility !== 'hidden';
    };
    const hidden = (one) => one.closest('.visually-hidden, .skip-links, [aria-hidden=true]');
    const inline = (one) => one.tagName === 'A' && one.closest('p');
    const size = (one) => {
        const label = one.labels && one.matches('[type=checkbox], [type=radio]') && one.labels[0];
        const boxes = [one, label].filter(Boolean).map((part) => part.getBoundingClientRect());
        return [Math.max(...boxes.map((box) => box.width)), Math.max(...boxes.map((box) => box.height))];
    };
    return [...new Set([...document.querySelectorAll(places)].flatMap((place) => [...place.querySelectorAll(targets)]))]
        .filter((one) => shown(one) && !hidden(one) && !inline(one))
        .map((one) => [one.tagName, (one.textContent || one.name).trim().slice(0, 40), ...size(one)])
        .filter(([, , width, height]) => height < 43.5 || width < 24);
}"""


def poor_contrasts(page: Page) -> list[tuple[str, float]]:
    """Elements whose text does not reach 7:1 (large text 4.5:1), with what they reach (WCAG 1.4.6)."""
    bring_axe(page)
    found = page.evaluate(
        "() => axe.run(document, {runOnly: {type: 'rule', values: ['color-contrast-enhanced']},"
        " rules: {'color-contrast-enhanced': {enabled: true}}})"
    )
    assert found["passes"], "the rule has looked at nothing"
    nodes = [node for rule in found["violations"] for node in rule["nodes"]]
    return [(" ".join(map(str, node["target"])), node["any"][0]["data"].get("contrastRatio")) for node in nodes]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", MAIN)
def test_text_has_a_contrast_of_seven_to_one(browser: Browser, site: str, kind: str, scheme: str) -> None:
    with browser.new_context(base_url=site, color_scheme=scheme) as visitor:
        page = visitor.new_page()
        page.goto(PAGES[kind])
        assert poor_contrasts(page) == []


def test_poor_contrast_would_be_noticed(browser: Browser, site: str) -> None:
    with browser.new_context(base_url=site, color_scheme="light") as visitor:
        page = visitor.new_page()
        page.goto("/kontakt/")
        page.evaluate("document.querySelector('main p').style.cssText = 'color: #767676; background: #fff'")
        assert poor_contrasts(page)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("kind", MAIN)
def test_targets_are_44_pixels_high(page: Page, kind: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(PAGES[kind])
    assert page.evaluate(SMALL_TARGETS) == []
