"""Automatic saves: nothing typed is left out, and together with a submission they make one page, however slowly."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, Request, Route
from wagtail.models import Comment

from events.models import EventIndexPage, EventPage
from tests.browser.writing import draw_late
from tests.factories import EventPageFactory

CREATE = "**/admin/pages/add/events/eventpage/**"


@pytest.fixture
def form(staff: Page) -> Page:
    """The form of a new event."""
    staff.add_init_script(
        """const seen = (window.seen = new Set());
           for (const name of ["w-unsaved:watch-edits", "w-autosave:save"])
             document.addEventListener(name, () => seen.add(name));"""
    )
    staff.goto(f"/admin/pages/add/events/eventpage/{EventIndexPage.objects.get().pk}/")
    return staff


@pytest.fixture
def watched(form: Page) -> Page:
    """The same, once Wagtail looks for changes."""
    form.wait_for_function("() => seen.has('w-unsaved:watch-edits')")
    return form


def by_itself(request: Request) -> bool:
    return request.method == "POST" and request.headers["accept"] == "application/json"


def held(page: Page) -> list[Route]:
    """Automatic saves of a new page, kept from the server; what somebody submits goes on."""
    routes: list[Route] = []
    page.route(CREATE, lambda route: routes.append(route) if by_itself(route.request) else route.continue_())
    return routes


def press_save(form: Page) -> None:
    form.get_by_role("button", name="Entwurf speichern").focus()
    form.keyboard.press("Enter")


def test_what_is_typed_at_once_is_saved_without_another_change(form: Page) -> None:
    form.locator("input[name=title], textarea[name=title]").press_sequentially("Beispiel sofort")
    form.wait_for_url("**/edit/")
    assert EventPage.objects.get(title="Beispiel sofort")


def test_what_is_typed_while_a_save_is_on_its_way_is_saved_next(watched: Page) -> None:
    on_their_way = held(watched)
    title = watched.locator("input[name=title], textarea[name=title]")
    with watched.expect_request(by_itself):
        title.press_sequentially("Beispiel")
    title.press("End")
    title.press_sequentially(" später")
    with watched.expect_response(lambda answer: by_itself(answer.request) and "/edit/" in answer.url):
        on_their_way[0].continue_()
    assert EventPage.objects.latest("pk").latest_revision.content["title"] == "Beispiel später"


def test_a_submission_waits_for_the_automatic_save_on_its_way(watched: Page) -> None:
    on_their_way = held(watched)
    with watched.expect_request(by_itself):
        watched.locator("input[name=title], textarea[name=title]").fill("Beispiel mit Weile")
    watched.locator("input[name=start_date]").fill("2031-05-05")
    press_save(watched)
    watched.wait_for_timeout(500)
    assert not EventPage.objects.filter(title="Beispiel mit Weile").exists()  # nothing has reached the server
    on_their_way[0].continue_()
    watched.wait_for_url("**/edit/")
    watched.locator(".messages .success").wait_for()
    event = EventPage.objects.get(title="Beispiel mit Weile")
    assert event.latest_revision.content["start_date"] == "2031-05-05"


def test_an_automatic_save_that_has_not_started_is_called_off(watched: Page) -> None:
    sent: list[Request] = []
    slow: list[Route] = []

    def notice(route: Route) -> None:
        if by_itself(route.request):
            sent.append(route.request)
            route.continue_()
        else:
            slow.append(route)

    watched.route(CREATE, notice)
    watched.locator("input[name=title], textarea[name=title]").fill("Beispiel ohne Weile")
    watched.locator("input[name=start_date]").fill("2031-05-05")
    watched.wait_for_function("() => seen.has('w-autosave:save')")
    press_save(watched)
    watched.wait_for_timeout(4_000)  # twice as long as the automatic save waits
    assert sent == []
    slow[0].continue_()
    watched.wait_for_url("**/edit/")
    assert EventPage.objects.filter(title="Beispiel ohne Weile").count() == 1


def test_what_is_drawn_late_is_no_change(form: Page) -> None:
    """As on a slow machine: a field gets its value after Wagtail has looked, and nobody has touched the form."""
    title = form.locator("input[name=title], textarea[name=title]")
    form.wait_for_function("() => seen.has('w-unsaved:watch-edits')")
    draw_late(form)
    assert form.evaluate("window.refused")
    with form.expect_request(by_itself):
        title.press_sequentially(" und getippt")
    form.wait_for_url("**/edit/")


def test_an_answer_to_a_comment_is_saved_although_the_form_is_not_touched(staff: Page) -> None:
    event = EventPageFactory(parent=EventIndexPage.objects.get(), title="Mit Kommentar", live=False)
    event.save_revision()
    author = get_user_model().objects.exclude(username="mara").earliest("pk")
    comment = Comment.objects.create(page=event, user=author, text="Stimmt der Titel?", contentpath="title")
    staff.goto(f"/admin/pages/{event.pk}/edit/")
    # By keyboard: Wagtail closes all comments 200 ms after a press of the mouse elsewhere, maybe after the next click.
    staff.get_by_role("button", name="Kommentare umschalten").press("Enter")
    shown = staff.locator("#comments .comment", has_text="Stimmt der Titel?")
    shown.click()
    shown.locator(".comment__reply-input").fill("Ja, er stimmt.")
    with staff.expect_response(lambda answer: by_itself(answer.request)):
        shown.locator(".comment__reply-actions button").first.click()
    assert [reply.text for reply in comment.replies.all()] == ["Ja, er stimmt."]
