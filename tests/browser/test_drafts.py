"""What editors must not lose, as they meet it: drafts with something unreadable, addresses, notes, pages in the bin."""

import re

from playwright.sync_api import Page, expect

from events.models import EventIndexPage, EventPage
from labs.models import LabIndexPage, LabPage
from ogl_portal.pages.models import HomePage, StandardPage
from ogl_portal.users.models import User
from tests.browser.writing import new_news


def open_new_event(staff: Page) -> None:
    staff.goto(f"/admin/pages/add/events/eventpage/{EventIndexPage.objects.get().pk}/")


def test_an_unreadable_date_is_saved_and_stands_at_its_field(staff: Page) -> None:
    open_new_event(staff)
    staff.locator("[name=title]").fill("Sprechtag im Frühling")
    staff.locator("input[name=fuzzy_date]").fill("irgendwann im Frühling")
    staff.get_by_role("button", name="Entwurf speichern").click()
    staff.wait_for_url("**/edit/")
    saved = "Gespeichert, wie Sie es getippt haben; das fehlt noch oder stimmt noch nicht"
    staff.get_by_role("heading", name=saved).wait_for()
    field = staff.locator("input[name=fuzzy_date]")
    expect(field).to_have_value("irgendwann im Frühling")
    staff.reload()
    expect(field).to_have_value("irgendwann im Frühling")
    staff.locator("[data-form-problems] a").first.click()
    expect(field).to_be_focused()
    event = EventPage.objects.get(title="Sprechtag im Frühling")
    assert (event.live, event.fuzzy_date, event.first_published_at) == (False, "", None)


def test_a_day_typed_in_part_is_not_said_to_be_saved(staff: Page) -> None:
    open_new_event(staff)
    staff.locator("[name=title]").fill("Termin mit halbem Tag")
    staff.wait_for_url("**/edit/")
    bar = staff.locator(".w-autosave-indicator__state--saved")
    expect(bar).to_be_visible()
    day = staff.locator("input[name=start_date]")
    day.press_sequentially("12")
    staff.locator("[name=title]").press_sequentially("!")
    expect(staff.get_by_role("alert").filter(has_text="Bitte geben Sie Tag, Monat und Jahr ein")).to_be_visible()
    expect(bar).to_have_text("Nicht alles gespeichert")
    day.fill("2027-05-04")
    expect(bar).to_have_text("Gespeichert")
    expect(staff.locator("[data-half]")).to_have_count(0)
    expect(bar).to_be_visible()


def test_what_is_wrong_is_told_while_writing_and_goes_when_it_is_put_right(staff: Page) -> None:
    open_new_event(staff)
    staff.locator("[name=title]").fill("Termin irgendwann")
    staff.wait_for_url("**/edit/")
    when = staff.locator("input[name=fuzzy_date]")
    told = staff.locator(".w-field", has=when).locator(".error-message")
    when.fill("irgendwann")
    staff.locator("[name=title]").press("End")
    expect(told).to_be_visible()
    expect(staff.locator("[data-form-problems] li")).to_have_count(1)
    when.fill("Mai 2027")
    expect(told).to_have_count(0)
    expect(staff.locator("[data-form-problems]")).to_have_count(0)


def test_what_was_missing_for_publishing_is_told_until_it_is_there(publisher: Page) -> None:
    new_news(publisher, "Meldung ohne Tag")
    publisher.get_by_role("button", name="Mehr Aktionen").click()
    publisher.locator("button[name=action-publish]").click()
    missing = publisher.locator("[data-form-refused] li")
    expect(missing).to_have_text(re.compile("Datum: Dieses Feld"))
    with publisher.expect_response("**/admin/pruefung/**"):
        publisher.locator("[name=title]").press_sequentially("!")
    expect(missing).to_have_count(1)
    day = publisher.locator("[name=dates-0-date]")
    day.fill("4. Mai 2027")
    day.blur()
    expect(publisher.locator("[data-form-problems] li")).to_have_count(0)
    expect(publisher.locator("[data-edit-form] .error-message")).to_have_count(0)
    expect(publisher.locator(".messages .error")).to_have_count(0)


def test_an_address_that_is_wrong_on_another_tab_is_shown_there(staff: Page) -> None:
    open_new_event(staff)
    staff.locator("[name=title]").fill("Termin mit falscher Adresse")
    staff.wait_for_url("**/edit/")
    panel = staff.locator("[role=tabpanel]", has=staff.locator("input[name=slug]")).get_attribute("id")
    staff.locator(f"[role=tab][href='#{panel}']").click()
    slug = staff.locator("input[name=slug]")
    expect(slug).to_have_value("termin-mit-falscher-adresse")
    slug.evaluate("field => { field.removeAttribute('data-controller'); field.value = 'a b'; }")
    staff.get_by_role("tab").first.click()
    staff.evaluate(
        """() => {
          const form = document.querySelector('#page-edit-form');
          const sent = document.createElement('input');
          Object.assign(sent, { type: 'hidden', name: 'action-submit', value: 'action-submit' });
          form.append(sent);
          form.requestSubmit();
        }"""
    )
    staff.get_by_role("heading", name="Das fehlt noch oder stimmt noch nicht").wait_for()
    expect(staff.locator("input[name=slug]")).to_be_visible()
    expect(staff.locator("[data-form-problems] [tabindex]")).to_be_focused()
    staff.locator("[data-form-problems] a[href='#id_slug']").click()
    expect(staff.locator("input[name=slug]")).to_be_focused()


def test_a_lab_is_made_without_a_look_at_its_address(staff: Page) -> None:
    staff.goto(f"/admin/pages/add/labs/labpage/{LabIndexPage.objects.get().pk}/")
    title = staff.locator("[name=title]")
    title.fill("Größeres Labor für Köln")
    staff.locator("input[name=slug]").evaluate("field => { field.value = ''; }")
    staff.locator("#page-edit-form").evaluate("form => form.requestSubmit()")
    staff.wait_for_url("**/edit/")
    expect(staff.locator("input[name=slug]")).to_have_value("groesseres-labor-fuer-koeln")
    assert not LabPage.objects.get(title="Größeres Labor für Köln").live


def test_the_note_of_a_reviewer_stands_above_the_form_until_it_is_answered(staff: Page) -> None:
    open_new_event(staff)
    staff.locator("[name=title]").fill("Termin mit Anmerkung")
    staff.get_by_role("button", name="Entwurf speichern").click()
    staff.wait_for_url("**/edit/")
    event = EventPage.objects.get(title="Termin mit Anmerkung")
    mara, kim = User.objects.get(username="mara"), User.objects.get(username="kim")
    event.get_workflow().start(event, mara)
    event.refresh_from_db()
    state = EventPage.objects.get(pk=event.pk).current_workflow_task_state
    state.specific.reject(user=kim, comment="Bitte den Ort nennen.")
    staff.goto(f"/admin/pages/{event.pk}/edit/")
    notes = staff.get_by_role("region", name="Anmerkung aus der Freigabe")
    expect(notes).to_contain_text("Bitte den Ort nennen.")
    expect(notes).to_contain_text("Kim Beispiel")
    notes.get_by_label("Antwort").fill("Der Ort steht im Text.")
    notes.get_by_role("button", name="Antworten").click()
    expect(notes).to_contain_text("Antwort von Mara Muster")
    expect(notes.get_by_role("button", name="Antworten")).to_have_count(0)


def test_a_page_with_an_umlaut_in_its_address_comes_back_from_the_bin(staff: Page) -> None:
    page = StandardPage(title="Übersicht der Öffnung", slug="übersicht-der-öffnung", live=False)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision()
    staff.goto(f"/admin/pages/{page.pk}/delete/")
    with staff.expect_navigation():
        staff.get_by_role("button", name="In den Papierkorb legen").click()
    staff.goto("/admin/papierkorb/")
    staff.get_by_role("link", name="Wiederherstellen: Übersicht der Öffnung").click()
    expect(staff.locator("input[name=slug]")).to_have_value("übersicht-der-öffnung")
    staff.get_by_role("button", name="Wiederherstellen").click()
    staff.get_by_text("als Entwurf wieder da").wait_for()
    assert StandardPage.objects.get(pk=page.pk).url_path.endswith("/übersicht-der-öffnung/")
