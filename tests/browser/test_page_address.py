"""The address that the editor's script proposes is spelled as the server spells it."""

from playwright.sync_api import Page, expect

from ogl_portal.pages.models import HomePage, StandardPage

TITLE = "Bürgerbeteiligung für alle – Łódź, İstanbul, Ørsted & »Straße« 2020–2022"
ADDRESS = "buergerbeteiligung-fuer-alle-lodz-istanbul-oersted-strasse-2020-2022"
TITLE_FIELD = "input[name=title], textarea[name=title]"


def test_umlauts_are_spelled_out_while_the_title_is_typed(staff: Page) -> None:
    staff.goto(f"/admin/pages/add/pages/standardpage/{HomePage.objects.get().pk}/")
    staff.locator(TITLE_FIELD).press_sequentially(TITLE)
    expect(staff.locator("[name=slug]")).to_have_value(ADDRESS)
    staff.locator(TITLE_FIELD).fill("U\u0308bersicht u\u0308ber A\u030aland")  # as copied from a Mac
    staff.locator(TITLE_FIELD).press("End")
    expect(staff.locator("[name=slug]")).to_have_value("uebersicht-ueber-aland")


def test_an_address_with_umlauts_that_stands_already_is_not_touched(staff: Page) -> None:
    home = HomePage.objects.get()
    page = home.add_child(instance=StandardPage(title="Übung für alle", slug="übung-für-alle"))
    page.save_revision().publish()
    staff.goto(f"/admin/pages/{page.pk}/edit/")
    left = staff.locator("[name=slug]").evaluate(
        """field => new Promise(done => {
             field.addEventListener("w-slug:applied", () => done(field.value));
             field.dispatchEvent(new FocusEvent("blur"));
           })"""
    )
    assert left == "übung-für-alle"


def test_a_new_topic_gets_its_address_from_its_name(staff: Page) -> None:
    staff.goto("/admin/snippets/core/topic/add/")
    staff.locator("[name=name]").press_sequentially("Öffentliche Räume")
    expect(staff.locator("[name=slug]")).to_have_value("oeffentliche-raeume")
