"""The dialog »Zeitplan« as people use it: times to the minute, and nothing that covers it."""

import datetime
import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect
from wagtail.models import Page as WagtailPage
from wagtail.models import Revision

from ogl_portal.core.models import PublishedVersion
from ogl_portal.editorial.schedule import publish_due
from ogl_portal.mail.models import QueuedMail
from ogl_portal.pages.models import HomePage
from tests.accounts.people import PASSWORD, code
from tests.browser.conftest import Desk
from tests.browser.measures import violations

DAY = datetime.datetime(2031, 3, 5, 9, 17, tzinfo=ZoneInfo("Europe/Berlin"))
TITLE = "Beispiel mit Zeitplan"
PAGES_BELOW = re.compile(r"/admin/pages/\d+/$")


@pytest.fixture
def publisher(browser: Browser, desk: Desk) -> Iterator[Page]:
    """The admin in front of »kim«, who may release."""
    cache.clear()
    with browser.new_context(base_url=desk.url, locale="de-DE", viewport={"width": 1280, "height": 720}) as visitor:
        page = visitor.new_page()
        page.goto("/admin/")
        page.locator("input[name=username]").fill("kim")
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_label("Code").fill(code(desk.app))
        page.keyboard.press("Enter")
        page.get_by_text("Guten Tag").wait_for()
        yield page


def open_dialog(page: Page) -> None:
    if not page.get_by_role("button", name="Zeitplan festlegen").is_visible():
        page.get_by_role("button", name=re.compile("^Status")).click()
    # At once: the panel is drawn anew with each automatic save, also between pressing and releasing the mouse.
    page.get_by_role("button", name="Zeitplan festlegen").evaluate("(button) => button.click()")
    expect(page.get_by_label("Öffentlich ab")).to_be_visible()


def is_covered(control: Locator) -> bool:
    """Whether something else lies over the middle of it."""
    return bool(
        control.evaluate(
            """element => { const box = element.getBoundingClientRect();
               const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
               return !(element === top || element.contains(top)); }"""
        )
    )


def test_a_first_publication_is_planned_to_the_minute_and_happens(publisher: Page) -> None:
    page = publisher
    page.goto(f"/admin/pages/add/pages/standardpage/{HomePage.objects.get().pk}/")
    page.locator("input[name=title], textarea[name=title]").press_sequentially(TITLE)
    page.wait_for_url("**/edit/")
    open_dialog(page)
    page.get_by_label("Öffentlich bis").focus()
    page.get_by_label("Öffentlich ab").fill(f"{DAY:%Y-%m-%dT%H:%M}")
    for control in (page.get_by_label("Öffentlich bis"), page.get_by_role("button", name="Zeitplan speichern")):
        assert not is_covered(control)
    assert violations(page, serious=True) == []
    with page.expect_navigation():
        page.get_by_role("button", name="Zeitplan speichern").click()
    page.get_by_role("button", name="Mehr Aktionen").click()
    page.locator("button[name=action-publish]").click()
    page.wait_for_url(PAGES_BELOW)
    planned = WagtailPage.objects.get(title=TITLE)
    assert planned.scheduled_revision.approved_go_live_at == DAY
    assert not PublishedVersion.objects.filter(page_id=planned.pk).exists()
    assert page.request.get(planned.url).status == 404

    let_it_be_time(planned)
    assert publish_due() == 1
    page.goto(planned.url)
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    page.goto(f"/admin/pages/{planned.pk}/history/")
    expect(page.get_by_role("row").filter(has_text="Wie geplant öffentlich geworden")).to_contain_text("Kim Beispiel")


def test_what_one_has_submitted_for_a_day_another_approves_and_both_learn_of_it(staff: Page, publisher: Page) -> None:
    title = "Beispiel zur Freigabe mit Zeitplan"
    staff.goto(f"/admin/pages/add/pages/standardpage/{HomePage.objects.get().pk}/")
    staff.locator("input[name=title], textarea[name=title]").press_sequentially(title)
    staff.wait_for_url("**/edit/")
    open_dialog(staff)
    staff.get_by_label("Öffentlich ab").fill(f"{DAY:%Y-%m-%dT%H:%M}")
    with staff.expect_navigation():
        staff.get_by_role("button", name="Zeitplan speichern").click()
    staff.get_by_role("button", name="Mehr Aktionen").click()
    staff.locator("button[name=action-submit]").click()
    staff.wait_for_url(PAGES_BELOW)
    waiting = WagtailPage.objects.get(draft_title=title)
    publisher.goto(f"/admin/pages/{waiting.pk}/edit/")
    publisher.get_by_role("button", name="Mehr Aktionen").click()
    publisher.get_by_role("button", name="Freigeben und veröffentlichen", exact=True).click()
    publisher.wait_for_url(PAGES_BELOW)
    planned = WagtailPage.objects.get(pk=waiting.pk)
    assert planned.scheduled_revision.approved_go_live_at == DAY
    assert publisher.request.get(planned.url).status == 404
    assert told("mara@example.org", title) == [f"»{title}« erscheint am 5. März 2031 um 9:17 Uhr"]

    let_it_be_time(planned)
    assert publish_due() == 1
    staff.goto(planned.url)
    expect(staff.get_by_role("heading", name=title)).to_be_visible()
    staff.goto(f"/admin/pages/{planned.pk}/history/")
    expect(staff.get_by_role("row").filter(has_text="Wie geplant öffentlich geworden")).to_contain_text("Kim Beispiel")
    assert told("mara@example.org", title)[1:] == [f"»{title}« ist jetzt öffentlich"]


def told(address: str, title: str) -> list[str]:
    """The subjects of the mails to somebody about a page, in order; other tests of the file sign the same people in."""
    subjects = [" ".join(mail.subject.split()) for mail in QueuedMail.objects.filter(to=address).order_by("pk")]
    return [subject for subject in subjects if title in subject]


def let_it_be_time(planned: WagtailPage) -> None:
    """As if the moment had come."""
    past = timezone.now() - datetime.timedelta(minutes=1)
    revision = planned.scheduled_revision
    revision.content["go_live_at"] = past.isoformat()
    Revision.objects.filter(pk=revision.pk).update(content=revision.content, approved_go_live_at=past)


def test_a_day_without_its_time_is_asked_for_and_nothing_is_public_meanwhile(publisher: Page) -> None:
    """The browser sends such a field as empty: the page would have been public at once."""
    page = publisher
    page.goto(f"/admin/pages/add/pages/standardpage/{HomePage.objects.get().pk}/")
    page.locator("input[name=title], textarea[name=title]").press_sequentially("Beispiel mit halbem Zeitplan")
    page.wait_for_url("**/edit/")
    open_dialog(page)
    begin = page.get_by_label("Öffentlich ab")
    begin.focus()
    page.keyboard.type("05052031")
    page.get_by_role("button", name="Zeitplan speichern").click()
    expect(begin).to_be_focused()
    assert begin.evaluate("field => field.validationMessage").startswith("Bitte geben Sie Tag und Uhrzeit ganz ein")
    page.keyboard.press("Escape")
    expect(begin).to_be_hidden()
    page.get_by_role("button", name="Mehr Aktionen").click()
    page.locator("button[name=action-publish]").click()
    expect(begin).to_be_focused()
    assert not WagtailPage.objects.get(title="Beispiel mit halbem Zeitplan").live
    begin.fill(f"{DAY:%Y-%m-%dT%H:%M}")
    with page.expect_navigation():
        page.get_by_role("button", name="Zeitplan speichern").click()
    assert (
        WagtailPage.objects.get(title="Beispiel mit halbem Zeitplan").get_latest_revision_as_object().go_live_at == DAY
    )


def test_a_note_that_comes_with_an_automatic_save_does_not_move_a_button_that_is_being_pressed(publisher: Page) -> None:
    """The click would be lost: pressed on the button, released beside it."""
    page = publisher
    page.goto(f"/admin/pages/add/pages/standardpage/{HomePage.objects.get().pk}/")
    page.locator("input[name=title], textarea[name=title]").press_sequentially("Beispiel mit gedrücktem Knopf")
    page.wait_for_url("**/edit/")
    open_dialog(page)
    begin = page.get_by_label("Öffentlich ab")
    begin.focus()
    page.keyboard.type("05052031")
    save = page.get_by_role("button", name="Zeitplan speichern")
    save.hover(position={"x": 20, "y": 4})
    page.mouse.down()
    page.evaluate("""() => document.querySelector('[data-edit-form]').dispatchEvent(
        new CustomEvent('w-autosave:success', {bubbles: true}))""")
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    page.mouse.up()
    expect(begin).to_be_focused()
    expect(page.get_by_role("alert").filter(has_text="Noch nicht gespeichert. Bitte geben Sie Tag")).to_be_visible()
    assert begin.evaluate("field => field.validationMessage").startswith("Bitte geben Sie Tag und Uhrzeit ganz ein")
