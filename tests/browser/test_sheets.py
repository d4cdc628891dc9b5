"""A page with a sheet of its own looks as it would with the whole one (static/build/sheets.mjs)."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.pages import PAGES

WHOLE = "site.css"
# What one sees of a rule that was left out; all properties would take minutes.
LOOKS = """
background-color border-block-end-width border-block-start-width border-inline-start-width border-radius box-shadow
color column-gap content display fill flex-grow float font-size font-weight grid-column-start grid-template-columns
height hyphens justify-content letter-spacing line-height list-style-type margin-bottom margin-left margin-top max-width
min-height opacity outline-width overflow-x padding-bottom padding-left padding-top position row-gap stroke
stroke-dasharray stroke-width text-align text-decoration-line top transform visibility width z-index
"""
STYLES = """(looks) => [...document.body.querySelectorAll("*")].flatMap((element) =>
  ["", "::before", "::after", "::placeholder"].map((part) => {
    const style = getComputedStyle(element, part || null);
    const seen = looks.trim().split(/\\s+/).map((name) => style.getPropertyValue(name));
    return `${element.tagName}.${element.getAttribute("class")}${part} ${seen}`;
  }))"""
TAKE_THE_WHOLE = """(address) => new Promise((done) => {
  const sheet = document.querySelector("link[rel=stylesheet]");
  const whole = sheet.cloneNode();
  whole.href = address;
  whole.onload = () => { sheet.remove(); done(); };
  sheet.after(whole);
})"""
# A picture that comes between two looks would be a difference.
ALL_PICTURES = """() => Promise.all([document.fonts.ready, ...[...document.images].map((picture) => {
  picture.loading = "eager";
  return picture.decode().catch(() => null);
})]).then(() => true)"""
MEDIA: tuple[dict[str, str], ...] = (
    {"media": "screen", "color_scheme": "light", "forced_colors": "none"},
    {"media": "screen", "color_scheme": "dark", "forced_colors": "none"},
    {"media": "screen", "color_scheme": "light", "forced_colors": "active"},
    {"media": "print", "color_scheme": "light", "forced_colors": "none"},
)
ADDRESSES = [PAGES[name] for name in ("home", "lab", "news", "event", "standard", "standard-child")] + [
    "/labore/oberrhein/"
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("width", [360, 1280])
def test_a_page_looks_the_same_with_all_rules(page: Page, address: str, width: int) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    page.evaluate(ALL_PICTURES)
    own = page.locator("link[rel=stylesheet]").get_attribute("href") or ""
    assert not own.endswith(WHOLE)
    looks = [_looks(page, medium) for medium in MEDIA]
    page.evaluate(TAKE_THE_WHOLE, re.sub(r"[\w-]+\.css$", WHOLE, own))
    assert [_looks(page, medium) for medium in MEDIA] == looks


def _looks(page: Page, medium: dict[str, str]) -> list[str]:
    page.emulate_media(**medium)  # type: ignore[arg-type]  # names of one value each
    found: list[str] = page.evaluate(STYLES, LOOKS)
    return found
