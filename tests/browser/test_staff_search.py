"""The choosers of the admin find as readers' search does, while somebody types."""

from playwright.sync_api import Page, expect

from news.models import NewsIndexPage
from tests.browser.conftest import Desk
from tests.factories import NewsPageFactory


def test_who_types_while_a_dialog_comes_goes_on_typing(staff: Page) -> None:
    staff.goto("/admin/snippets/search/bestbet/add/")
    staff.get_by_role("button", name="Seite auswählen").click()
    typed = staff.locator(".modal input[name=q]")
    expect(typed).to_be_focused()
    staff.keyboard.type("b")
    staff.evaluate("jQuery('.modal').trigger('focus').trigger('shown.bs.modal')")  # what Bootstrap does in the end
    staff.keyboard.type("uergerbeteil")
    expect(typed).to_have_value("buergerbeteil")


def test_a_page_chooser_finds_text_while_it_is_typed(desk: Desk, staff: Page) -> None:
    news = NewsPageFactory(
        parent=NewsIndexPage.objects.get(), title="Drei Abende im Rathaus", slug="drei-abende", live=False
    )
    news.teaser = "Eine Bürgerbeteiligungsplattform geht an den Start."
    news.save_revision()

    staff.goto("/admin/snippets/search/bestbet/add/")
    staff.get_by_role("button", name="Seite auswählen").click()
    typed = staff.locator(".modal input[name=q]")
    expect(staff.locator(".modal").get_by_role("link", name="Regionale Open Government Labore")).to_be_visible()
    typed.press_sequentially("buergerbeteil")
    found = staff.locator(".modal tr", has_text="Drei Abende im Rathaus")
    expect(found.locator("mark")).to_have_text("Bürgerbeteiligungsplattform")
    expect(found).to_contain_text("Anreißer:")

    typed.fill("Beteiligungsplatform")  # a letter is missing
    found.get_by_role("link", name="Drei Abende im Rathaus").click()
    expect(staff.locator("[data-chooser-title]", has_text="Drei Abende im Rathaus")).to_be_visible()
    # Who works by keyboard goes on at the field: the button that opened the dialog is gone.
    expect(staff.locator(".chooser", has_text="Drei Abende im Rathaus").get_by_role("button").first).to_be_focused()
