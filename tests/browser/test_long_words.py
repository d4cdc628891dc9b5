"""WCAG 1.4.10 with German words: in every place for text a word of 67 letters breaks at 320 px, and nothing is cut off.

The word takes the place of each text on each kind of page, so no place can be forgotten; what the programme's content
does not show (blocks, notices, errors of forms) is made here.
"""

import datetime
from typing import Any

import pytest
from playwright.sync_api import Page

from events.models import EventPage
from ogl_portal.core.blocks.body import BodyBlock
from ogl_portal.pages.models import StandardPage
from tests.browser.pages import PAGES

WORD = "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung"
NARROW = {"width": 320, "height": 800}

# Dates and the buttons of a search are the site's own, the honeypot is nobody's: no places for words.
_PUT_WORD = """(word) => {
    const made = 'script, style, svg, .day, time, .cover, .ask button, .form__trap, .visually-hidden, option';
    document.querySelectorAll('details').forEach(details => { details.open = true; });
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.textContent.trim() && !node.parentElement.closest(made)) node.textContent = word;
    }
}"""

# Where text ends beyond the window or beyond a box that cuts it off; what scrolls by itself (tables) may be wider.
_LOST = """() => {
    const lost = new Set();
    const unseen = 'script, style, svg, .cover, .form__trap, .visually-hidden, .skip-links';
    const one = element => element.tagName.toLowerCase() + (element.className ? '.' + element.className : '');
    const name = element => one(element.parentElement) + ' > ' + one(element);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (!node.textContent.trim() || parent.closest(unseen)) continue;
        if (!parent.checkVisibility({visibilityProperty: true})) continue;
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        let scrolls = false;
        for (let around = parent; around !== document.body; around = around.parentElement) {
            const style = getComputedStyle(around);
            if (['auto', 'scroll'].includes(style.overflowX)) { scrolls = true; break; }
            const edge = around.getBoundingClientRect();
            if (edge.width <= 1) { scrolls = true; break; }  // unseen on purpose
            const cut = ['hidden', 'clip'].includes(style.overflowX)
                && (box.right > edge.right + 1 || box.left < edge.left - 1);
            const below = ['hidden', 'clip'].includes(style.overflowY) && box.bottom > edge.bottom + 2;
            if (cut || below) lost.add('cut off: ' + name(parent) + ' in ' + name(around));
        }
        if (!scrolls && (box.right > innerWidth + 1 || box.left < -1)) lost.add('sticks out: ' + name(parent));
    }
    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) lost.add('the page is ' + wide + ' px wide');
    return [...lost].slice(0, 8);
}"""


@pytest.fixture(scope="module")
def site(site_of_its_own: str) -> str:
    """Not the one that others read: a page and an event are changed here."""
    return site_of_its_own


def lost_words(page: Page) -> list[str]:
    """Where WORD does not fit, after it took the place of every text."""
    page.set_viewport_size(NARROW)
    page.evaluate(_PUT_WORD, WORD)
    return list(page.evaluate(_LOST))


@pytest.mark.parametrize("kind", PAGES)
def test_a_long_word_breaks_on_every_kind_of_page(page: Page, kind: str) -> None:
    page.goto(PAGES[kind])
    assert lost_words(page) == []


def _text(block: Any) -> Any:
    """A value of ``block`` with words in it; files and pictures stay away."""
    if hasattr(block, "child_blocks"):
        return {name: _text(child) for name, child in block.child_blocks.items()}
    if hasattr(block, "child_block"):
        return [_text(block.child_block)] * 2
    kind = type(block).__name__
    if kind == "ChoiceBlock":
        return block.get_default()
    known = {
        "RichTextBlock": "<p>Wort</p><ul><li>Wort</li></ul>",
        "URLBlock": "https://wort.example/",
        "FuzzyDateBlock": "2022",
    }
    return known.get(kind, None if "Chooser" in kind else "Wort")


TABLE = {
    "data": [["Wort", "Wort", "Wort"], ["Wort", "2", "3"]],
    "cell": [],
    "first_row_is_table_header": True,
    "first_col_is_header": True,
    "table_caption": "Wort",
    "table_header_choice": "both",
}


@pytest.fixture
def every_block(site: str) -> str:
    page = StandardPage.objects.live().get(slug="programm")
    needs_file = {"picture", "download", "film", "sound"}
    page.body = [
        (name, TABLE if name == "table" else "<h3>Wort</h3><p>Wort</p>" if name == "paragraph" else _text(block))
        for name, block in BodyBlock().child_blocks.items()
        if name not in needs_file
    ]
    page.save_revision().publish()
    return str(page.url)


def test_a_long_word_breaks_in_every_block(page: Page, every_block: str) -> None:
    page.goto(every_block)
    assert page.locator(".kern-accordion").count() == 2
    assert lost_words(page) == []


@pytest.fixture
def busy_event(site: str) -> str:
    """With every button, notice and fact that an event can have."""
    event = EventPage.objects.live().get(slug="jour-fixe-der-laborteams")
    event.start_date, event.start_time, event.end_date, event.end_time = datetime.date(2100, 5, 12), None, None, None
    event.registration_url, event.online_url, event.state = "https://a.example/", "https://b.example/", "moved"
    event.is_step_free, event.accessibility_note, event.organiser = True, "Aufzug", "Stadt"
    event.save_revision().publish()
    return str(event.url)


def test_a_long_word_breaks_in_buttons_and_notices_of_an_event(page: Page, busy_event: str) -> None:
    page.goto(busy_event)
    assert page.locator(".kern-btn").count() == 3
    assert lost_words(page) == []
    page.goto("/termine/")
    assert lost_words(page) == []


@pytest.mark.parametrize("address", ["/kontakt/", "/barriere-melden/"])
def test_a_long_word_breaks_in_the_errors_of_a_form(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("main form button[type=submit]").click()
    page.locator(".kern-alert--danger").wait_for()
    assert lost_words(page) == []


def test_a_long_word_breaks_in_suggestions(page: Page) -> None:
    page.set_viewport_size(NARROW)
    page.goto("/suche/")
    page.locator("#suche").press_sequentially("Brandis")
    page.get_by_role("option").first.wait_for()
    assert lost_words(page) == []
