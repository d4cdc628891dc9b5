"""»Planung« as people use it: moved with the mouse, with the keyboard, without a script, read on a phone."""

import datetime
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from wagtail.models import Page as WagtailPage

from ogl_portal.editorial.reviews.models import PageReview
from ogl_portal.pages.models import HomePage
from tests.browser.conftest import Desk
from tests.browser.measures import violations

DAY = datetime.date(2031, 3, 12)
MONTH = "/admin/planung/?monat=2031-03"


@pytest.fixture
def review(desk: Desk) -> Iterator[PageReview]:
    """A page to be reviewed on ``DAY``."""
    page = WagtailPage.objects.get(pk=HomePage.objects.get().pk)
    found, _ = PageReview.objects.update_or_create(page=page, defaults={"due_on": DAY})
    yield found
    found.delete()


@pytest.fixture
def calendar(staff: Page, review: PageReview) -> Page:
    staff.goto(MONTH)
    staff.locator('[data-planning="ready"]').wait_for()
    return staff


def entry(page: Page, review: PageReview) -> Locator:
    return page.locator(f"#durchsicht-{review.page_id}")


def due(review: PageReview) -> datetime.date | None:
    return PageReview.objects.get(pk=review.pk).due_on


def day(page: Page, number: int) -> Locator:
    return page.locator(f'[data-day="2031-03-{number:02d}"]')


def test_an_entry_is_dragged_to_another_day_and_put_back(calendar: Page, review: PageReview) -> None:
    with calendar.expect_navigation():
        entry(calendar, review).drag_to(day(calendar, 20))
    expect(calendar.get_by_text("ist jetzt am 20. März 2031 zur Durchsicht fällig")).to_be_visible()
    expect(day(calendar, 20).locator(".ogl-plan--durchsicht")).to_have_count(1)
    assert due(review) == datetime.date(2031, 3, 20)
    assert violations(calendar, serious=True) == []
    with calendar.expect_navigation():
        calendar.get_by_role("button", name="Rückgängig").click()
    assert due(review) == DAY


def test_an_entry_is_moved_with_the_arrow_keys(calendar: Page, review: PageReview) -> None:
    handle = entry(calendar, review).get_by_role("link", name="Verschieben")
    handle.focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowLeft", "ArrowLeft"):
        calendar.keyboard.press(key)
    expect(calendar.get_by_role("status").filter(has_text="Dienstag, 18. März")).to_be_attached()
    calendar.keyboard.press("Escape")
    expect(calendar.locator(".ogl-day--target")).to_have_count(0)
    calendar.keyboard.press("ArrowDown")
    with calendar.expect_navigation():
        calendar.keyboard.press("Enter")
    expect(calendar.get_by_text("ist jetzt am 19. März 2031 zur Durchsicht fällig")).to_be_visible()
    assert due(review) == DAY + datetime.timedelta(days=7)


def test_without_arrow_keys_the_link_leads_to_a_form(calendar: Page, review: PageReview) -> None:
    entry(calendar, review).get_by_role("link", name="Verschieben").focus()
    with calendar.expect_navigation():
        calendar.keyboard.press("Enter")
    calendar.get_by_label("Tag").fill("2031-04-02")
    with calendar.expect_navigation():
        calendar.get_by_role("button", name="Verschieben").click()
    assert due(review) == datetime.date(2031, 4, 2)
    expect(calendar.get_by_role("heading", name="Planung")).to_contain_text("April 2031")


def test_on_a_phone_it_is_a_list_of_the_days_that_have_something(calendar: Page, review: PageReview) -> None:
    calendar.set_viewport_size({"width": 390, "height": 844})
    expect(calendar.get_by_role("heading", name="Mittwoch, 12. März")).to_be_visible()
    expect(day(calendar, 13)).to_be_hidden()
    assert calendar.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(calendar, serious=True) == []
