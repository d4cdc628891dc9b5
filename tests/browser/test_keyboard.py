"""Everything works with the keyboard alone, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

FOCUSED = """() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    // A marker of the map shows its focus by its ring.
    const circles = [...element.querySelectorAll('circle')];
    const look = (style) => [style.stroke, style.strokeWidth, style.fill].join();
    const shown = () => circles.map((one) => look(getComputedStyle(one))).join();
    const focused = shown();
    element.blur();
    const blurred = shown();
    element.focus({focusVisible: true});
    return {
        ring: focused !== blurred,
        text: element.textContent.trim().replace(/\\s+/g, ' '),
        tag: element.tagName.toLowerCase(),
        outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        shadow: style.boxShadow !== 'none',
        box: element.getBoundingClientRect().toJSON(),
    };
}"""


def tab(page: Page) -> dict:
    page.keyboard.press("Tab")
    return page.evaluate(FOCUSED)


@pytest.mark.parametrize("address", ["/", "/labore/", "/ergebnisse/projektbericht-2020-2022/", "/gibt-es-nicht/"])
def test_the_first_stop_is_the_skip_link_and_it_leads_to_the_content(page: Page, address: str) -> None:
    page.goto(address)
    first = tab(page)
    assert first["text"] == "Zum Inhalt"
    assert first["box"]["y"] >= 0
    assert first["box"]["height"] >= 24
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhalt"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_can_always_be_seen(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto("/labore/")
    for _ in range(30):
        stop = tab(page)
        if stop["tag"] == "body":
            break
        assert stop["outline"] or stop["shadow"] or stop["ring"], stop
        assert stop["box"]["width"] > 0, stop


def test_the_menu_of_a_phone_opens_and_closes_with_the_keyboard(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    navigation = page.get_by_role("navigation", name="Hauptnavigation")
    assert not navigation.get_by_role("link", name="Labore").is_visible()
    for _ in range(12):
        if tab(page)["tag"] == "summary":
            break
    page.keyboard.press("Enter")
    link = navigation.get_by_role("link", name="Labore")
    link.wait_for()
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/labore/")
    assert page.get_by_role("heading", level=1).inner_text()


def test_escape_closes_the_menu_of_a_phone_and_the_focus_goes_back(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/labore/")
    menu = page.locator("details.menu")
    switch = menu.locator("summary")
    switch.focus()
    for stop in ("summary", "input", "nav a"):
        page.keyboard.press("Enter")
        menu.locator(stop).first.focus()
        assert menu.evaluate("(menu) => menu.open")
        page.keyboard.press("Escape")
        assert not menu.evaluate("(menu) => menu.open"), stop
        assert switch.evaluate("(switch_) => switch_ === document.activeElement"), stop


def test_escape_empties_the_search_field_of_the_menu_first(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/labore/")
    menu = page.locator("details.menu")
    menu.locator("summary").click()
    field = menu.get_by_role("searchbox")
    field.fill("Brandis")
    page.keyboard.press("Escape")
    assert field.input_value() == ""
    assert menu.evaluate("(menu) => menu.open")
    page.keyboard.press("Escape")
    assert not menu.evaluate("(menu) => menu.open")


def test_targets_are_large_enough_for_fingers(page: Page) -> None:
    """WCAG 2.2, 2.5.8: controls of the header are at least 24 px high."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    boxes = page.locator("header a, header summary, header button").evaluate_all(
        "(all) => all.map((one) => [one.textContent.trim(), one.getBoundingClientRect().height])"
        ".filter(([, height]) => height > 0)"
    )
    assert boxes
    assert [box for box in boxes if box[1] < 24] == []


def test_a_reader_can_move_without_a_mouse_through_the_search(page: Page) -> None:
    page.goto("/labore/")
    page.get_by_role("searchbox").first.focus()
    page.keyboard.type("Brandis")
    page.keyboard.press("Enter")
    page.wait_for_url("**/suche/?q=Brandis")
    page.get_by_role("link", name="Brandis").first.wait_for()


def test_filters_sorting_search_and_contact_work_without_javascript(browser: Browser, site: str) -> None:
    with browser.new_context(base_url=site, java_script_enabled=False) as visitor:
        page = visitor.new_page()
        page.goto("/labore/")
        page.get_by_label("Land", exact=True).select_option("SN")
        page.get_by_role("button", name="Anzeigen").click()
        expect(page).to_have_url(re.compile("land=SN"))
        expect(page.locator("main")).to_contain_text("Brandis")

        page.goto("/literatur/")
        page.get_by_role("table").first.get_by_role("link", name="Titel").click()
        expect(page).to_have_url(re.compile("sortierung=titel"))
        page.locator("[aria-sort=ascending]").first.wait_for()

        page.goto("/suche/")
        page.locator("main").get_by_role("searchbox").fill("Bürgerrat")
        page.locator("main").get_by_role("button", name="Suchen").click()
        expect(page).to_have_url(re.compile("q=B%C3%BCrgerrat"))
        expect(page.locator("main")).to_contain_text("Bürgerrat")

        page.goto("/kontakt/")
        page.get_by_role("textbox", name="Nachricht").fill("Eine Frage.")
        page.get_by_label("E-Mail").fill("mara@")
        page.get_by_role("button", name="Nachricht senden").click()
        page.get_by_role("heading", name="Das Formular wurde noch nicht gesendet").wait_for()
        expect(page.get_by_role("textbox", name="Nachricht")).to_have_value("Eine Frage.")
        page.get_by_label("E-Mail").fill("mara@example.org")
        page.get_by_role("button", name="Nachricht senden").click()
        page.get_by_role("heading", name="Ihre Nachricht ist angekommen").wait_for()


def test_the_phone_menu_opens_without_javascript(browser: Browser, site: str) -> None:
    with browser.new_context(
        base_url=site, java_script_enabled=False, viewport={"width": 360, "height": 740}
    ) as visitor:
        page = visitor.new_page()
        page.goto("/")
        page.get_by_text("Menü", exact=True).click()
        page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name="Labore").wait_for()
