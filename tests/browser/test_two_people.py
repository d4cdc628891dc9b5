"""Two people, or two windows, on a page that was never public: each sees the other, nothing is replaced unseen."""

import pytest
from playwright.sync_api import Page, expect

from news.models import NewsPage
from tests.browser.measures import violations
from tests.browser.writing import new_news, title_of


def press_save(page: Page) -> None:
    page.get_by_role("button", name="Entwurf speichern").click()


def save(page: Page) -> None:
    with page.expect_navigation():  # the page may still show what was said of an earlier save
        press_save(page)
    page.locator(".messages .success").wait_for()


def titles(pk: int) -> list[str]:
    return [revision.content["title"] for revision in NewsPage.objects.get(pk=pk).revisions.order_by("pk")]


@pytest.fixture
def news(staff: Page) -> int:
    pk = new_news(staff, "Beispiel")
    save(staff)
    return pk


def test_each_sees_the_name_of_the_other(staff: Page, publisher: Page, news: int) -> None:
    publisher.goto(staff.url)
    expect(staff.locator(".w-editing-sessions")).to_contain_text("Kim Beispiel", timeout=30_000)
    expect(publisher.locator(".w-editing-sessions")).to_contain_text("Mara Muster", timeout=30_000)


def test_a_conflict_shows_both_versions_and_loses_neither(staff: Page, publisher: Page, news: int) -> None:
    publisher.goto(staff.url)
    title_of(publisher).fill("Von Kim")
    save(publisher)
    title_of(staff).fill("Von Mara")
    warning = staff.get_by_role("alert", name="Zwei Versionen")
    expect(warning).to_contain_text("Kim Beispiel hat diese Seite um")
    warning.get_by_role("button", name="Beide Versionen vergleichen").click()
    expect(staff.get_by_role("heading", name="Version von Kim Beispiel").first).to_be_visible()
    assert violations(staff) == []
    assert "Von Mara" not in titles(news)
    group = staff.get_by_role("group", name="Titel", exact=True)
    expect(group.get_by_role("radio", name="beide")).to_be_checked()
    staff.get_by_role("button", name="Zusammenführen und als Entwurf speichern").click()
    expect(staff.locator(".messages .success")).to_contain_text("stehen beide in der Historie")
    assert titles(news)[-3:] == ["Von Kim", "Von Mara", "Von Mara / Von Kim"]
    expect(title_of(staff)).to_have_value("Von Mara / Von Kim")
    assert not NewsPage.objects.get(pk=news).live


def test_saving_by_hand_before_anybody_was_told_replaces_nothing_either(
    staff: Page, publisher: Page, news: int
) -> None:
    """The other has saved a moment ago; no ping and no save by itself has told of it yet."""
    publisher.goto(staff.url)
    title_of(publisher).wait_for()
    staff.evaluate("document.querySelector('[data-edit-form]').dataset.wAutosaveActiveValue = 'false'")
    title_of(staff).fill("Von Mara")
    title_of(publisher).fill("Von Kim")
    save(publisher)
    press_save(staff)
    expect(staff.get_by_role("heading", name="Version von Kim Beispiel").first).to_be_visible()
    staff.get_by_role("group", name="Titel", exact=True).get_by_role("radio", name="deren").check()
    staff.get_by_role("button", name="Zusammenführen und als Entwurf speichern").click()
    expect(title_of(staff)).to_have_value("Von Kim")
    assert titles(news)[-3:] == ["Von Kim", "Von Mara", "Von Kim"]


def test_a_second_window_of_the_same_person_replaces_nothing(staff: Page, news: int) -> None:
    other = staff.context.new_page()
    other.goto(staff.url)
    title_of(other).fill("Im zweiten Fenster")
    save(other)
    title_of(staff).fill("Im ersten Fenster")
    warning = staff.get_by_role("alert", name="Zwei Versionen")
    expect(warning).to_contain_text("Sie selbst haben diese Seite um")
    press_save(staff)
    expect(staff.get_by_role("heading", name="Zwei Versionen")).to_be_visible()
    assert titles(news)[-1] == "Im zweiten Fenster"


def test_saving_by_hand_after_saves_by_itself_is_no_conflict(staff: Page, news: int) -> None:
    title_of(staff).fill("Von selbst gespeichert")
    expect(staff.locator("#w-autosave-indicator")).to_have_attribute("data-w-autosave-state-value", "saved")
    title_of(staff).fill("Und von Hand")
    save(staff)
    assert titles(news)[-1] == "Und von Hand"
