"""A release from submission to decision, as author and reviewer see it."""

import pytest
from playwright.sync_api import Page, expect

from events.models import EventPage
from tests.browser.writing import draw_late, new_event, offer


def decide(page: Page, address: str, button: str, comment: str = "") -> None:
    page.goto(address)
    page.locator("html[data-ogl-copies=ready]").wait_for()
    page.get_by_role("button", name="Mehr Aktionen").click()
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()
        if comment:
            page.locator(".modal").get_by_label("Anmerkung").fill(comment)
            page.locator(".modal").get_by_role("button", name=button).click()


@pytest.mark.parametrize(
    "again",
    [["Erneut einreichen: Freigabe"], ["Aus der Freigabe zurückziehen", "Zur Freigabe einreichen"]],
    ids=["submitted again", "withdrawn and submitted"],
)
def test_a_page_goes_back_and_comes_again(staff: Page, publisher: Page, again: list[str]) -> None:
    title = f"Termin zur Freigabe, {len(again)}"
    pk = new_event(staff, title)
    address = f"/admin/pages/{pk}/edit/"
    decide(staff, address, "Zur Freigabe einreichen")

    decide(publisher, address, "Änderungen anfordern", "Bitte den Ort nennen.")
    said = publisher.locator(".messages")
    expect(said).to_contain_text(f"»{title}« ging zurück an Mara Muster.")
    expect(said).not_to_contain_text("aktualisiert")
    publisher.goto(address)
    publisher.locator("html[data-ogl-copies=ready]").wait_for()
    expect(publisher.get_by_role("region", name="Anmerkung aus der Freigabe")).to_be_visible()
    expect(offer(publisher)).to_have_count(0)  # the sentence has been sent with the decision

    staff.goto(address)
    notes = staff.get_by_role("region", name="Anmerkung aus der Freigabe")
    staff.locator("html[data-ogl-copies=ready]").wait_for()
    notes.get_by_label("Antwort").fill("Der Ort steht im Text.")
    for button in again:  # the answer goes along with the first
        staff.get_by_role("button", name="Mehr Aktionen").click()
        with staff.expect_navigation():
            staff.get_by_role("button", name=button, exact=True).click()
        staff.goto(address)
        staff.locator("html[data-ogl-copies=ready]").wait_for()
        expect(notes).to_contain_text("Antwort von Mara Muster")
    expect(offer(staff)).to_have_count(0)

    publisher.goto(address)
    expect(publisher.get_by_role("region", name="Anmerkung aus der Freigabe")).to_contain_text("Der Ort steht im Text.")
    decide(publisher, address, "Freigeben und veröffentlichen")
    expect(said).to_contain_text("ist jetzt öffentlich")
    assert not EventPage.objects.get(pk=pk).revisions.filter(user__username="kim").exists(), "nothing was changed"
    said.get_by_role("link", name="Ansehen").click()
    expect(publisher.get_by_role("heading", level=1)).to_have_text(title)


def test_a_decision_with_its_note_is_no_work_on_the_page(staff: Page, publisher: Page) -> None:
    """On a slow machine a field is drawn after Wagtail has looked; a version in the name of the reviewer came of it."""
    pk = new_event(staff, "Termin, über den nur entschieden wird")
    decide(staff, f"/admin/pages/{pk}/edit/", "Zur Freigabe einreichen")
    publisher.add_init_script("addEventListener('w-unsaved:watch-edits', () => (window.watched = true))")
    publisher.goto(f"/admin/pages/{pk}/edit/")
    publisher.wait_for_function("() => window.watched")
    publisher.get_by_role("button", name="Mehr Aktionen").click()
    publisher.get_by_role("button", name="Änderungen anfordern", exact=True).click()
    publisher.locator(".modal").get_by_label("Anmerkung").press_sequentially("Bitte den Ort nennen.")
    draw_late(publisher)
    assert publisher.evaluate("window.refused")
