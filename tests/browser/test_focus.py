"""Where the keyboard is, is seen; and the words that it stands on stay legible. Judged by the pixels of the page."""

import io
from typing import Any

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page

from tests.browser.measures import modes
from tests.browser.pages import PAGES

# Glyphs that a link shows unfocused and does not focused, and the other way round. Smoothing at the edges moves a few
# per cent, as light letters on dark ones look bolder; a line that is covered loses all of its own.
_LOST = 0.35
_EDGES = 20  # pixels that a line of a single thin sign may lose
_CHUNK = 4_000  # CSS pixels: a screenshot of more is cut by the browser

# Underlines are no letters.
_PLAIN = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('*, *::before, *::after { transition: none !important; animation: none !important;'
        + ' text-decoration: none !important; }');
    document.adoptedStyleSheets.push(sheet);
    scrollTo({top: 0, behavior: 'instant'});
}"""

# Every link, button and summary with words, in the order of the document, with the boxes of each line of its words.
_STOPS = """() => [...document.querySelectorAll('a[href], button, summary')].map((stop) => {
    const rects = [];
    const texts = document.createTreeWalker(stop, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(texts.currentNode);
        const style = getComputedStyle(texts.currentNode.parentElement);
        if (texts.currentNode.parentElement.closest('.visually-hidden, svg, .cover')) continue;
        for (const {x, y, width, height} of range.getClientRects())
            if (width > 4 && height > 8) rects.push([x, y + scrollY, width, height]);
    }
    const shown = stop.checkVisibility({visibilityProperty: true, opacityProperty: true})
        && !stop.closest('[inert], .skip-links, svg');
    const {left, top, right, bottom} = stop.getBoundingClientRect();
    const box = [left, top + scrollY, right, bottom + scrollY];
    return {name: stop.textContent.trim().replace(/\\s+/g, ' ').slice(0, 60), lines: shown ? rects : [], box};
})"""


def _shot(page: Page) -> Image.Image:
    """The whole page in grey, whatever its length."""
    width, height = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollHeight]")
    whole = Image.new("L", (width, height))
    for top in range(0, height, _CHUNK):
        clip: Any = {"x": 0, "y": top, "width": width, "height": min(_CHUNK, height - top)}
        whole.paste(Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip))).convert("L"), (0, top))
    return whole


def _letters(shot: Image.Image, line: list[float]) -> Image.Image:
    """The letters of a line as white on black, whichever of the two is the darker on the page."""
    x, y, width, height = line
    cut = shot.crop((round(x), round(y), round(x + width), round(y + height)))
    shades = [shade for shade, count in enumerate(cut.histogram()) if count]
    middle = (shades[0] + shades[-1]) // 2
    mask = cut.point(lambda value: 255 * (value > middle))
    return ImageChops.invert(mask) if mask.histogram()[255] * 2 > mask.width * mask.height else mask


def _force(page: Page, numbers: list[int]) -> Any:
    """A session in which these stops look as if each had the focus; one after the other would take minutes."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("DOM.enable")
    cdp.send("CSS.enable")
    root = cdp.send("DOM.getDocument")["root"]["nodeId"]
    nodes = cdp.send("DOM.querySelectorAll", {"nodeId": root, "selector": "a[href], button, summary"})["nodeIds"]
    for number in numbers:
        forced = {"nodeId": nodes[number], "forcedPseudoClasses": ["focus", "focus-visible"]}
        cdp.send("CSS.forcePseudoState", forced)
    return cdp


def illegible(page: Page) -> list[str]:
    """Stops of the Tab key whose words are covered while they have the focus, or which do not look different."""
    page.evaluate(_PLAIN)
    stops = page.evaluate(_STOPS)
    before = _shot(page)
    numbers = [number for number, stop in enumerate(stops) if stop["lines"]]
    cdp = _force(page, numbers)
    focused = _shot(page)
    cdp.detach()
    wrong = []
    for stop in (stops[number] for number in numbers):
        for line in stop["lines"]:
            was, is_now = _letters(before, line), _letters(focused, line)
            lost = ImageChops.difference(was, is_now).histogram()[255]
            if lost > _LOST * was.histogram()[255] + _EDGES:
                wrong.append(f"covered: {stop['name']}")
        left, top, right, bottom = (round(value) for value in stop["box"])
        box = (max(left - 8, 0), max(top - 8, 0), right + 8, bottom + 8)
        changed = ImageChops.difference(before.crop(box), focused.crop(box)).point(lambda value: 255 * (value > 24))
        if changed.histogram()[255] < 2 * (right - left):  # an edge of two pixels below is the least
            wrong.append(f"not seen: {stop['name']}")
    return list(dict.fromkeys(wrong))


@pytest.mark.parametrize("kind", PAGES)
def test_the_focus_is_seen_and_covers_no_words(page: Page, kind: str) -> None:
    page.goto(PAGES[kind])
    found = {}
    for mode in modes(360):
        mode.apply(page)
        found[mode.name] = illegible(page)
    assert found == {mode.name: [] for mode in modes(360)}


def test_a_frame_that_covers_wrapped_words_is_told(page: Page) -> None:
    """The way it was: a broad shadow around each line lies on the words of the line before."""
    modes(360)[0].apply(page)
    page.goto(PAGES["home"])
    page.evaluate("""() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('a:focus-visible { background: none !important; box-shadow: 0 0 0 8px navy !important }');
        document.adoptedStyleSheets.push(sheet);
    }""")
    assert any(fault.startswith("covered") for fault in illegible(page))


def test_a_focus_that_does_not_show_is_told(page: Page) -> None:
    modes(360)[0].apply(page)
    page.goto(PAGES["home"])
    page.evaluate("""() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('a:focus-visible { all: revert-layer !important; background: none !important;'
            + ' color: inherit !important; box-shadow: none !important; outline: none !important }');
        document.adoptedStyleSheets.push(sheet);
    }""")
    assert any(fault.startswith("not seen") for fault in illegible(page))


def test_in_the_drawing_of_topics_the_focus_is_marked_as_everywhere(page: Page) -> None:
    """On yellow, with a dark edge below; its own lines stay while those of the others fade."""
    page.goto("/labore/")
    for kind, words in ((".web__topic", "g"), (".web__lab", ".web__disc")):
        link = page.locator(kind).nth(2)
        link.focus()
        page.keyboard.press("Tab")  # so that the focus is one of the keyboard
        page.keyboard.press("Shift+Tab")
        assert link.evaluate("(link) => link === document.activeElement")
        mark = link.locator(words).first
        assert "web-fokus" in mark.evaluate("(mark) => getComputedStyle(mark).filter")
        picture: Any = Image.open(io.BytesIO(mark.screenshot())).convert("RGB")
        assert any(
            red > 240 and green > 200 and blue < 80 for _, (red, green, blue) in picture.getcolors(1 << 24) or ()
        ), kind
        faint = "(all) => all.filter((lines) => getComputedStyle(lines).strokeOpacity === '1').length"
        assert page.locator(".web__strands:visible").evaluate_all(faint) == 1, kind
