"""The table editor in the form of a page."""

from playwright.sync_api import Page, expect

from news.models import NewsIndexPage


def test_the_menu_of_a_table_is_german_and_offers_what_the_page_shows(staff: Page) -> None:
    staff.goto(f"/admin/pages/add/news/newspage/{NewsIndexPage.objects.get().pk}/")
    staff.get_by_role("button", name="Einen Block einfügen").first.click()
    staff.get_by_role("option", name="Tabelle").click()
    staff.locator(".htCore td").first.click(button="right")
    menu = staff.locator(".htContextMenu .htItemWrapper")
    expect(menu.first).to_be_visible()
    assert [text for text in menu.all_inner_texts() if text] == [  # without the lines between groups
        *("Zeile darüber einfügen", "Zeile darunter einfügen", "Spalte links einfügen", "Spalte rechts einfügen"),
        *("Zeile löschen", "Spalte löschen", "Rückgängig", "Wiederholen"),
    ]
