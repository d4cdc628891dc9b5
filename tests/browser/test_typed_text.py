"""Typed text outlives the session, the connection, a crash and a second window. Each page here was never public."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from events.models import EventPage
from ogl_portal.core.models import Topic
from ogl_portal.users.models import User
from tests.accounts.people import give_codes
from tests.browser.conftest import Desk
from tests.browser.writing import end_all_sessions, new_event, panel, sign_in, title_of

SIGNED_OUT = "Sie sind abgemeldet."
OFFLINE = "Keine Verbindung zum Server."


def saved_title(pk: int) -> str:
    return EventPage.objects.get(pk=pk).latest_revision.content["title"]


@pytest.fixture
def event(staff: Page) -> int:
    return new_event(staff, "Beispiel")


def test_the_session_ends_while_typing_and_typing_goes_on(staff: Page, event: int) -> None:
    end_all_sessions()
    title_of(staff).press("End")
    title_of(staff).press_sequentially(" eins")
    expect(panel(staff)).to_contain_text(SIGNED_OUT)
    title_of(staff).press_sequentially(" zwei")
    with staff.expect_popup() as opened:
        panel(staff).get_by_role("link", name="Anmelden").click()
    assert opened.value.evaluate("innerWidth") < 800  # a small window beside the form
    sign_in(opened.value, "mara")
    expect(panel(staff)).to_be_hidden(timeout=20_000)
    expect(title_of(staff)).to_be_focused()
    expect(title_of(staff)).to_have_value("Beispiel eins zwei")
    staff.wait_for_function(
        "() => document.querySelector('.w-autosave-indicator').dataset.wAutosaveStateValue === 'saved'"
    )
    assert saved_title(event) == "Beispiel eins zwei"


def test_saving_after_the_session_has_ended_keeps_the_form(staff: Page, event: int) -> None:
    end_all_sessions()
    title_of(staff).fill("Beispiel danach")
    staff.get_by_role("button", name="Entwurf speichern").click()
    expect(panel(staff)).to_contain_text(SIGNED_OUT)
    with staff.expect_popup() as opened:
        panel(staff).get_by_role("link", name="Anmelden").click()
    sign_in(opened.value, "mara")
    expect(panel(staff)).to_be_hidden(timeout=20_000)
    expect(staff.get_by_role("button", name="Entwurf speichern")).to_be_focused()
    staff.get_by_role("button", name="Entwurf speichern").click()
    staff.locator(".messages .success").wait_for()
    assert saved_title(event) == "Beispiel danach"


def test_signing_in_elsewhere_changes_the_token_without_a_word(staff: Page, event: int) -> None:
    other = staff.context.new_page()
    other.goto("/admin/")
    staff.context.clear_cookies()
    other.goto("/admin/login/")
    sign_in(other, "mara")
    other.get_by_text("Guten Tag").wait_for()
    with staff.expect_response(lambda it: it.request.method == "POST" and "/edit/" in it.url and it.ok):
        title_of(staff).fill("Beispiel mit neuem Zeichen")
    staff.get_by_role("button", name="Entwurf speichern").click()
    staff.locator(".messages .success").wait_for()
    assert saved_title(event) == "Beispiel mit neuem Zeichen"


def test_another_person_saves_nothing_of_the_first(staff: Page, event: int, desk: Desk) -> None:
    other = staff.context.new_page()
    staff.context.clear_cookies()
    other.goto("/admin/login/")
    sign_in(other, "kim", desk.app)
    other.get_by_text("Guten Tag").wait_for()
    title_of(staff).fill("Text von Mara")
    expect(panel(staff)).to_contain_text("ist jetzt Kim Beispiel angemeldet")
    staff.get_by_role("button", name="Entwurf speichern").click()
    expect(panel(staff).get_by_role("button", name="Als Mara Muster anmelden")).to_be_focused()
    assert saved_title(event) == "Beispiel"
    with staff.expect_popup() as opened:
        panel(staff).get_by_role("button", name="Als Mara Muster anmelden").click()
    sign_in(opened.value, "mara")
    expect(panel(staff)).to_be_hidden(timeout=20_000)
    staff.get_by_role("button", name="Entwurf speichern").click()
    staff.locator(".messages .success").wait_for()
    assert saved_title(event) == "Text von Mara"
    assert EventPage.objects.get(pk=event).latest_revision.user.username == "mara"


def test_without_a_connection_typing_goes_on_and_is_saved_by_itself(staff: Page, event: int) -> None:
    staff.context.set_offline(True)
    title_of(staff).fill("Beispiel ohne Netz")
    expect(panel(staff)).to_contain_text(OFFLINE)
    staff.get_by_role("button", name="Entwurf speichern").click()
    expect(title_of(staff)).to_have_value("Beispiel ohne Netz")
    with staff.expect_response(lambda it: it.request.method == "POST" and "/edit/" in it.url and it.ok):
        staff.context.set_offline(False)
    assert saved_title(event) == "Beispiel ohne Netz"


@pytest.mark.parametrize("status", [502, 503])
def test_while_the_server_starts_anew_nothing_is_sent_into_the_void(staff: Page, event: int, status: int) -> None:
    def fail(route: Route) -> None:
        route.fulfill(status=status, body="Bad gateway")

    staff.route("**/admin/**", fail)
    title_of(staff).fill(f"Beispiel nach {status}")
    staff.get_by_role("button", name="Entwurf speichern").click()
    expect(panel(staff)).to_contain_text(OFFLINE)
    with staff.expect_response(lambda it: it.request.method == "POST" and "/edit/" in it.url and it.ok, timeout=60_000):
        staff.unroute("**/admin/**", fail)
    assert saved_title(event) == f"Beispiel nach {status}"


def test_a_form_without_automatic_saves_waits_as_well(staff: Page) -> None:
    topic = Topic.objects.first()
    staff.goto(f"/admin/snippets/core/topic/edit/{topic.pk}/")
    staff.locator("textarea[name=description]").fill("Ein neuer Satz.")
    end_all_sessions()
    staff.locator("form[data-edit-form] button[type=submit]").first.click()
    expect(panel(staff)).to_contain_text(SIGNED_OUT)
    with staff.expect_popup() as opened:
        panel(staff).get_by_role("link", name="Anmelden").click()
    sign_in(opened.value, "mara")
    expect(panel(staff)).to_be_hidden(timeout=20_000)
    staff.locator("form[data-edit-form] button[type=submit]").first.click()
    staff.locator(".messages .success").wait_for()
    assert Topic.objects.get(pk=topic.pk).description == "Ein neuer Satz."


def test_the_window_asks_for_the_second_factor_too(browser: Browser, desk: Desk) -> None:
    """An app's code, and the next time a recovery code."""
    spare = give_codes(User.objects.get(username="kim"))[0]
    with browser.new_context(base_url=desk.url, locale="de-DE") as visitor:
        page = visitor.new_page()
        page.goto("/admin/login/")
        sign_in(page, "kim", desk.app)
        page.get_by_text("Guten Tag").wait_for()
        pk = new_event(page, "Beispiel")
        for number in ("eins", "zwei"):
            end_all_sessions()
            title_of(page).fill(f"Beispiel {number}")
            expect(panel(page)).to_contain_text(SIGNED_OUT)
            with page.expect_popup() as opened:
                panel(page).get_by_role("link", name="Anmelden").click()
            if number == "eins":
                sign_in(opened.value, "kim", desk.app)
            else:
                sign_in(opened.value, "kim")
                opened.value.get_by_label("Code").fill(spare)
                opened.value.keyboard.press("Enter")
            expect(panel(page)).to_be_hidden(timeout=20_000)
            expect(page.locator("#w-autosave-indicator")).to_have_attribute("data-w-autosave-state-value", "saved")
            assert saved_title(pk) == f"Beispiel {number}"


@pytest.fixture
def plain(browser: Browser, desk: Desk) -> Iterator[BrowserContext]:
    """A browser without scripts."""
    with browser.new_context(base_url=desk.url, locale="de-DE", java_script_enabled=False) as visitor:
        yield visitor


def test_without_scripts_the_form_waits_on_the_page_that_tells_of_it(plain: BrowserContext) -> None:
    page = plain.new_page()
    page.goto("/admin/login/")
    sign_in(page, "mara")
    page.wait_for_url("**/admin/")
    topic = Topic.objects.last()
    page.goto(f"/admin/snippets/core/topic/edit/{topic.pk}/")
    page.locator("textarea[name=description]").fill("Ein Satz\nin zwei Zeilen.")
    end_all_sessions()
    page.locator("form[data-edit-form] button[type=submit]").first.click()
    expect(page.get_by_role("heading", name="Sie sind abgemeldet")).to_be_visible()
    with plain.expect_page() as opened:
        page.get_by_role("link", name="Anmelden").click()
    sign_in(opened.value, "mara")
    opened.value.get_by_role("heading", name="Sie sind angemeldet").wait_for()
    page.get_by_role("button", name="Noch einmal senden").click()
    page.get_by_text("im Namen von Mara Muster").wait_for()  # the token had changed
    page.get_by_role("button", name="Noch einmal senden").click()
    page.locator(".messages .success").wait_for()
    assert Topic.objects.get(pk=topic.pk).description.splitlines() == ["Ein Satz", "in zwei Zeilen."]
