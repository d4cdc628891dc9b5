"""The reading view in a browser: light, easy to move in, cited by a press or a selection; all without script too."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.measures import overflowing, violations

REPORT = "/ergebnisse/projektbericht-2020-2022/"
MOST_BYTES = 60_000
MOST_LANDMARKS = 12

# What a screen reader lists: elements and roles that are landmarks, as far as they are shown.
LANDMARKS = """() => [...document.querySelectorAll(
    'header, nav, main, footer, aside, [role=region], [role=search], search, form[aria-label], section[aria-label],'
    + 'section[aria-labelledby]')].filter((one) => one.checkVisibility()
        && !(one.matches('header, footer') && one.closest('main, article'))).length"""


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """A reader without scripts."""
    with browser.new_context(
        base_url=site, java_script_enabled=False, viewport={"width": 360, "height": 740}
    ) as visitor:
        yield visitor.new_page()


def test_an_old_link_to_a_page_ends_at_that_page(page: Page) -> None:
    page.goto(f"{REPORT}lesen/#seite-42")
    page.wait_for_url(f"**{REPORT}lesen/ab-seite-41/#seite-42")
    expect(page.locator("#seite-42")).to_be_in_viewport()


def test_without_script_an_old_link_shows_the_way(plain: Page) -> None:
    plain.goto(f"{REPORT}lesen/#seite-42")
    link = plain.get_by_role("link", name="Weiter zu Seite 40", exact=True)
    expect(link).to_be_in_viewport()
    expect(plain.get_by_role("link", name="Weiter zu Seite 41", exact=True)).to_have_count(0)
    link.click()
    plain.wait_for_url(f"**{REPORT}lesen/ab-seite-41/#seite-42")


def test_the_view_is_light_and_has_few_landmarks(page: Page) -> None:
    """Static files lie compressed on the server of a site; here they do not, so the text alone is weighed."""
    response = page.goto(f"{REPORT}lesen/ab-seite-11/")
    assert response is not None
    assert response.headers["content-encoding"] == "gzip"
    assert page.evaluate("performance.getEntriesByType('navigation')[0].encodedBodySize") < MOST_BYTES / 3
    assert page.evaluate(LANDMARKS) <= MOST_LANDMARKS


@pytest.mark.parametrize(
    "address", ["lesen/ab-seite-11/", "lesen/suche/?q=59", "lesen/zitat/?pdf-seite=12", "lesen/ganz/"]
)
def test_nothing_sticks_out_and_axe_finds_nothing(page: Page, address: str) -> None:
    page.goto(f"{REPORT}lesen/{address}")
    assert {width: found for width in (320, 360, 1280) if (found := overflowing(page, width))} == {}
    assert violations(page) == []


def test_the_bar_tells_chapter_and_page(page: Page) -> None:
    page.goto(f"{REPORT}lesen/ab-seite-11/#seite-14")
    bar = page.locator(".reading__bar")
    expect(bar).to_contain_text("14 von 53")
    page.locator("#seite-18").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#seite-18').scrollIntoView()")
    expect(bar).to_contain_text("18 von 53")
    expect(bar).to_be_in_viewport()
    assert page.locator("#kapitel [aria-current=location]").count() == 1


def test_the_contents_follow_the_reader(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 400})
    page.goto(f"{REPORT}lesen/ab-seite-41/#seite-50")
    expect(page.locator("#kapitel [aria-current=location]")).to_be_in_viewport()
    page.set_viewport_size({"width": 360, "height": 500})
    page.get_by_role("button", name="Inhalt").click()
    expect(page.locator("#kapitel [aria-current=location]")).to_be_in_viewport()


def test_the_contents_stand_beside_the_text_and_below_the_bar(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{REPORT}lesen/")
    tops = page.evaluate(
        "['.reading__bar', '#kapitel', '.reading__text'].map((one) =>"
        " document.querySelector(one).getBoundingClientRect()).map((box) => [box.top, box.bottom])"
    )
    assert tops[1][0] >= tops[0][1]
    assert abs(tops[1][0] - tops[2][0]) < 24


def test_on_a_phone_the_contents_open_without_script(plain: Page) -> None:
    plain.goto(f"{REPORT}lesen/")
    plain.get_by_role("button", name="Inhalt").click()
    expect(plain.get_by_role("navigation", name="Inhalt des Dokuments")).to_be_in_viewport()
    plain.keyboard.press("Escape")
    expect(plain.get_by_role("navigation", name="Inhalt des Dokuments")).to_be_hidden()


def test_a_selected_passage_is_cited_and_its_link_marks_it(page: Page) -> None:
    page.goto(f"{REPORT}lesen/ab-seite-11/")
    words = page.evaluate(
        """() => {
            const text = document.querySelector('#seite-12 .reading__body > p').firstChild;
            getSelection().setBaseAndExtent(text, 0, text, 40);
            return String(getSelection());
        }"""
    )
    page.get_by_role("button", name="Auswahl zitieren").click()
    dialog = page.get_by_role("dialog", name="zitieren")
    expect(dialog).to_contain_text(words.strip()[:20].translate(str.maketrans("»«", "›‹")))
    expect(dialog).to_contain_text("PDF-Seite\N{NO-BREAK SPACE}12")
    link = dialog.locator(".cite a").last.get_attribute("href") or ""
    assert "/lesen/ab-seite-11/#absatz-12-" in link
    assert unquote(link.partition(":~:text=")[2]).startswith(words.strip()[:10])
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_a_page_is_cited_by_a_press_and_without_script_by_a_page(page: Page, plain: Page) -> None:
    page.goto(f"{REPORT}lesen/ab-seite-11/")
    page.locator("#seite-12 [data-cite]").click()
    expect(page.get_by_role("dialog")).to_contain_text("Quellenangabe")
    plain.goto(f"{REPORT}lesen/ab-seite-11/")
    plain.locator("#seite-12 [data-cite]").click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("zitieren")
    expect(plain.locator(".cite").first).to_contain_text("Projektbericht")


def test_a_number_is_quoted_with_its_page_in_four_clicks_from_the_home_page(plain: Page) -> None:
    plain.goto("/")
    plain.locator("main input[type=search], main input[name=q]").first.fill("59")
    plain.keyboard.press("Enter")  # 1
    plain.locator(f"a[href^='{REPORT}lesen/']").first.click()  # 2
    expect(plain.locator("mark").first).to_have_text("59")
    plain.locator("section:has(mark) [data-cite]").first.click()  # 3
    expect(plain.locator(".cite").first).to_contain_text("S.\N{NO-BREAK SPACE}")


def test_the_way_to_the_citation_is_in_the_first_screen_of_a_phone(plain: Page) -> None:
    plain.goto(REPORT)
    expect(plain.locator(".pub__jumps").get_by_role("link", name="Zitieren")).to_be_in_viewport()


def test_how_a_page_looks_is_loaded_when_it_is_asked_for(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith(".webp") else None)
    page.goto(f"{REPORT}lesen/ab-seite-11/")
    assert not [url for url in asked if "/seite-1-12." in url]
    with page.expect_response("**/seite-1-12.webp") as answer:
        page.locator("#seite-12 [data-picture]").click()
    assert answer.value.status == 200
    picture = page.locator("#seite-12 img.reading__picture")
    expect(picture).to_have_attribute("alt", re.compile("^So sieht Seite.* im PDF aus"))
    expect(picture).to_be_visible()
    page.locator("#seite-12 [data-picture]").click()
    expect(picture).to_be_hidden()


def test_a_picture_that_does_not_arrive_is_said_and_can_be_asked_for_again(page: Page) -> None:
    page.goto(f"{REPORT}lesen/ab-seite-11/")
    page.route("**/seite-1-13.webp", lambda route: route.fulfill(status=503), times=1)
    page.locator("#seite-13 [data-picture]").click()
    expect(page.locator("#seite-13 [role=status]")).to_contain_text("noch einmal")
    page.locator("#seite-13 [data-picture]").click()
    expect(page.locator("#seite-13 img.reading__picture")).to_be_visible()
    expect(page.locator("#seite-13 [role=status]")).to_have_count(0)


def test_without_script_the_picture_of_a_page_is_a_link(plain: Page) -> None:
    plain.goto(f"{REPORT}lesen/ab-seite-11/")
    assert not plain.locator("img[src*='/seite-1-']").count()
    with plain.expect_navigation() as answer:
        plain.locator("#seite-14 [data-picture]").click()
    assert answer.value
    assert answer.value.headers["content-type"] == "image/webp"


def test_a_part_is_printed_as_a_document(page: Page) -> None:
    page.goto(f"{REPORT}lesen/ab-seite-11/")
    page.emulate_media(media="print")
    assert (
        page.evaluate(
            "[...document.querySelectorAll('.reading__bar, #kapitel, [data-cite], [data-picture], .reading__parts')]"
            ".filter((one) => one.checkVisibility()).length"
        )
        == 0
    )
