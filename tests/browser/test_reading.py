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


@pytest.mark.parametrize("anchor", ["absatz-42-2", "treffer-42"])
def test_an_old_link_to_a_passage_ends_there_too(page: Page, anchor: str) -> None:
    page.goto(f"{REPORT}lesen/#{anchor}")
    page.wait_for_url(f"**{REPORT}lesen/ab-seite-41/#{anchor}")
    expect(page.locator(".reading__bar")).to_contain_text("42 von 53")


@pytest.mark.parametrize("wrong", ["%E0%A4%A", "100%", "seite-", "seite-99999", "<b>"])
def test_an_anchor_that_is_none_breaks_nothing(page: Page, wrong: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{REPORT}lesen/#{wrong}")
    expect(page.locator(".reading__bar")).to_contain_text("1 von 53")
    page.locator("#seite-3 [data-cite]").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert errors == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("words", ["59", "2,7", "Strukturwandel", "82.000"])
@pytest.mark.parametrize("has_script", [True, False])
def test_every_hit_leads_to_its_mark_and_the_bar_names_its_page(
    browser: Browser, site: str, width: int, words: str, has_script: bool
) -> None:
    size = {"width": width, "height": 740}
    with browser.new_context(base_url=site, java_script_enabled=has_script, viewport=size) as visitor:
        page = visitor.new_page()
        page.goto(f"{REPORT}lesen/suche/?q={words}")
        links = [str(link.get_attribute("href")) for link in page.locator(".page-hits a").all()]
        assert links
        for link in links[:4]:
            number = link.partition("#treffer-")[2]
            page.goto("about:blank")
            page.goto(link)
            expect(page.locator(f"#treffer-{number}")).to_be_in_viewport()
            if has_script:
                expect(page.locator("[data-counted]").first).to_contain_text(f"{number} von 53")


def test_a_link_to_a_page_with_marks_leads_to_them_whatever_the_browser_finds(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{REPORT}lesen/suche/?q=59")
    path, number = str(page.locator(".page-hits a").last.get_attribute("href")).split("#treffer-")
    page.goto(f"{path}#seite-{number}:~:text=Das%20steht%20nirgends")
    expect(page.locator(f"#seite-{number} mark").first).to_be_in_viewport()


def test_a_quotation_leads_to_its_own_place_and_the_bar_names_its_page(page: Page) -> None:
    """The browser shows it in the middle; another page may stand above it, and have the same words."""
    page.goto(f"{REPORT}lesen/suche/?q=82.000")
    hit = str(page.locator(".page-hits a").first.get_attribute("href"))
    page.goto(hit)
    number = hit.partition("#treffer-")[2]
    page.evaluate("getSelection().selectAllChildren(document.querySelector('mark:target'))")
    page.get_by_role("button", name="Auswahl zitieren").click()
    link = str(page.get_by_role("dialog").locator(".cite a").last.get_attribute("href"))
    page.goto("about:blank")
    page.goto(link.partition("/ergebnisse")[1] + link.partition("/ergebnisse")[2])
    expect(page.locator(f"#{link.partition('#')[2].partition(':')[0]}")).to_be_in_viewport()
    expect(page.locator("[data-counted]").first).to_contain_text(f"{number} von 53")


def test_the_bar_follows_a_reader_who_goes_on(page: Page) -> None:
    page.goto(f"{REPORT}lesen/#seite-7")
    expect(page.locator("[data-counted]").first).to_contain_text("7 von 53")
    page.mouse.move(300, 300)
    page.mouse.wheel(0, -500)
    expect(page.locator("[data-counted]").first).to_contain_text("6 von 53")


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
    assert response.headers["content-encoding"] == "br"
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
    assert words.strip()[:10] in unquote(link.partition(":~:text=")[2])
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


def test_two_presses_open_one_citation(page: Page) -> None:
    page.goto(f"{REPORT}lesen/ab-seite-11/")
    page.locator("#seite-12 [data-cite]").dispatch_event("click")
    page.locator("#seite-12 [data-cite]").dispatch_event("click")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)


def test_a_citation_that_does_not_arrive_is_asked_for_as_a_page(page: Page) -> None:
    page.goto(f"{REPORT}lesen/ab-seite-11/")
    page.route("**/lesen/zitat/**", lambda route: route.abort(), times=1)
    page.locator("#seite-12 [data-cite]").click()
    page.wait_for_url("**/lesen/zitat/?pdf-seite=12")
    expect(page.get_by_role("heading", level=1)).to_contain_text("zitieren")


def test_a_selection_over_the_end_of_a_page_leaves_its_foot_out(page: Page) -> None:
    page.goto(f"{REPORT}lesen/ab-seite-11/")
    page.evaluate(
        """() => {
            const body = document.querySelector('#seite-12 .reading__body');
            const words = [...body.children].filter((one) => !one.matches('.reading__artifact')).at(-1);
            const next = document.querySelector('#seite-13 .reading__body').lastElementChild;
            getSelection().setBaseAndExtent(words, 0, next, next.childNodes.length);
        }"""
    )
    assert page.locator("#seite-12 .reading__artifact").count()
    page.get_by_role("button", name="Auswahl zitieren").click()
    passage = page.get_by_role("dialog").locator(".quote__passage")
    expect(passage).to_be_visible()
    expect(passage).not_to_contain_text("kein Originaldokument")


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
    refused = {"status": 429, "headers": {"Retry-After": "600"}, "body": "Erst in zehn Minuten wieder."}
    page.goto(f"{REPORT}lesen/ab-seite-11/")
    page.route("**/seite-1-13.webp", lambda route: route.fulfill(**refused), times=2)
    page.locator("#seite-13 [data-picture]").click()
    expect(page.locator("#seite-13 [role=status]")).to_have_text(refused["body"])  # one sentence, the server's
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


def test_tables_are_stops_for_the_keyboard_where_they_scroll(page: Page, plain: Page) -> None:
    stops = """() => [...document.querySelectorAll('.table-region')].every(
        (one) => one.matches('[tabindex]') === one.scrollWidth > one.clientWidth)"""
    page.goto(f"{REPORT}lesen/")
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        page.wait_for_function(stops)
    plain.goto(f"{REPORT}lesen/")
    assert plain.locator(".table-region").count() == plain.locator(".table-region[tabindex='0']").count() > 0


def test_on_a_phone_the_way_back_stands_beside_its_arrow(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{REPORT}lesen/")
    shown = page.locator(".breadcrumbs li:visible")
    expect(shown).to_have_count(1)
    assert shown.evaluate("(one) => getComputedStyle(one).flexWrap") == "nowrap"
    assert shown.evaluate("(one) => one.querySelector('a').offsetTop - one.offsetTop") == 0
