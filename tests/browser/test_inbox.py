"""Answering a message: what is typed outlives the page and the network, and is sent once."""

from playwright.sync_api import Page, Route, expect

from ogl_portal.mail.models import QueuedMail
from ogl_portal.pages.models import Message
from tests.browser.writing import wait_until_kept


def open_message(staff: Page, receipt: str) -> None:
    Message.objects.create(text="Eine Frage", receipt=receipt, email="mara@example.org")
    staff.goto("/admin/posteingang/")
    staff.get_by_role("link", name=receipt, exact=True).click()


def test_a_draft_outlives_the_page_and_the_answer_goes_out(staff: Page) -> None:
    open_message(staff, "20310505-ABCDEF")
    staff.get_by_label("Antwort").fill("Wir prüfen das.")
    staff.get_by_text("Entwurf gespeichert um").wait_for()
    staff.reload()
    expect(staff.get_by_label("Antwort")).to_have_value("Wir prüfen das.")
    staff.get_by_role("button", name="Antwort senden").click()
    staff.get_by_text("Die Antwort ist an mara@example.org unterwegs.").wait_for()
    message = Message.objects.get(receipt="20310505-ABCDEF")
    assert (message.state, message.answer, message.answer_draft) == ("answered", "Wir prüfen das.", "")
    assert QueuedMail.objects.filter(subject=f"Antwort auf Ihre Nachricht {message.receipt}").count() == 1


def test_without_a_network_it_is_said_and_made_up_for(staff: Page) -> None:
    open_message(staff, "20310505-FEDCBA")

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.abort()
        else:
            route.continue_()

    staff.route("**/admin/posteingang/*/", lose)
    staff.get_by_label("Antwort").fill("Nicht verloren")
    staff.get_by_text("Der Entwurf ist noch nicht gespeichert").wait_for()
    staff.unroute("**/admin/posteingang/*/", lose)
    staff.get_by_text("Entwurf gespeichert um").wait_for()
    assert Message.objects.get(receipt="20310505-FEDCBA").answer_draft == "Nicht verloren"


def test_what_is_typed_before_the_script_has_come_is_kept(staff: Page) -> None:
    on_its_way: list[Route] = []

    def hold(route: Route) -> None:
        on_its_way.append(route)

    staff.route("**/admin-draft*.js", hold)
    with staff.expect_request("**/admin-draft*.js"):
        open_message(staff, "20310505-DEFABC")
    staff.get_by_label("Antwort").fill("Früh getippt")
    on_its_way[0].continue_()
    staff.get_by_text("Entwurf gespeichert um").wait_for()
    assert Message.objects.get(receipt="20310505-DEFABC").answer_draft == "Früh getippt"


def test_what_the_browser_remembers_of_the_field_replaces_nobodys_draft(staff: Page, publisher: Page) -> None:
    """On the way back a browser fills fields in as they were left, over a draft that has come meanwhile."""
    open_message(staff, "20310505-EDCBAF")
    address = staff.url
    # As long as this page lives: on the way out it tries once more.
    staff.evaluate("() => { window.fetch = () => Promise.reject(new Error('no network')); }")
    staff.wait_for_function("() => document.documentElement.dataset.oglCopies === 'ready'")
    staff.get_by_label("Antwort").press_sequentially("Maras Version.")
    staff.get_by_text("Der Entwurf ist noch nicht gespeichert").wait_for()
    wait_until_kept(staff)
    staff.goto("/admin/posteingang/")
    publisher.goto(address)
    publisher.get_by_label("Antwort").fill("Kims Version.")
    publisher.get_by_text("Entwurf gespeichert um").wait_for()
    staff.go_back()
    expect(staff.get_by_label("Antwort")).to_have_value("Kims Version.")
    staff.get_by_text("Es gibt Text, der noch nicht gespeichert war").wait_for()
    assert Message.objects.get(receipt="20310505-EDCBAF").answer_draft == "Kims Version."


def test_two_drafts_of_one_answer_both_stay_until_somebody_decides(staff: Page, publisher: Page) -> None:
    open_message(staff, "20310505-BADCFE")
    publisher.goto(staff.url)
    message = Message.objects.get(receipt="20310505-BADCFE")
    publisher.get_by_label("Antwort").fill("Kims Version.")
    publisher.get_by_text("Entwurf gespeichert um").wait_for()
    staff.get_by_label("Antwort").fill("Maras Version.")
    staff.get_by_text("Jemand hat inzwischen einen anderen Entwurf gespeichert").wait_for()
    expect(staff.get_by_text("Kims Version.")).to_be_visible()
    expect(staff.get_by_label("Antwort")).to_have_value("Maras Version.")
    message.refresh_from_db()
    assert message.answer_draft == "Kims Version."
    staff.get_by_role("button", name="Meinen Text als Entwurf speichern").click()
    staff.get_by_text("Entwurf gespeichert um").wait_for()
    expect(staff.get_by_text("Kims Version.")).to_have_count(0)
    message.refresh_from_db()
    assert message.answer_draft == "Maras Version."
