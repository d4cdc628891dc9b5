"""What a reviewer said stands above the form, with name and time, until it is answered."""

from typing import Any

import pytest
from django.core import mail
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from labs.models import LabPage
from news.models import NewsPage
from ogl_portal.editorial.reviewer_notes.notes import notes_on
from ogl_portal.mail.models import QueuedMail
from ogl_portal.teams import grants
from ogl_portal.users.models import RoleKey, User
from tests.factories import LabPageFactory, Portal
from tests.teams.teams import member, person, signed_in


@pytest.fixture
def lab(portal: Portal) -> LabPage:
    return LabPageFactory(parent=portal.labs, title="Brandis")


@pytest.fixture
def mara(lab: LabPage) -> User:
    return member(grants.create_team(lab), first_name="Mara", last_name="Muster", email="mara@example.org")


@pytest.fixture
def kim(portal: Portal) -> User:
    return person(RoleKey.PUBLISHERS, first_name="Kim", last_name="Beispiel", email="kim@example.org")


def news_form(**action: str) -> dict[str, Any]:
    lists = {"dates": inline_formset([{"date": "2022"}]), "corrections": inline_formset([])}
    data = {"title": "Neues", "slug": "neues", "body": streamfield([]), "comments": inline_formset([]), **lists}
    return nested_form_data(data) | action


@pytest.fixture
def page(lab: LabPage, mara: User, kim: User) -> Page:
    """A page that was never public, submitted through its form and sent back with a note."""
    submit = {"action-submit": "action-submit"}
    response = signed_in(mara).post(f"/admin/pages/add/news/newspage/{lab.pk}/", news_form(**submit))
    assert response.status_code == 302
    send_back(NewsPage.objects.get(), kim, "Bitte den Titel kürzen.")
    return NewsPage.objects.get()


def send_back(page: Page, reviewer: User, comment: str) -> None:
    state = page.current_workflow_task_state
    address = f"/admin/pages/workflow/action/{page.pk}/reject/{state.pk}/"
    assert signed_in(reviewer).post(address, {"comment": comment}).status_code in (200, 302)


def form_of(page: Page, user: User) -> str:
    return signed_in(user).get(f"/admin/pages/{page.pk}/edit/").content.decode()


def test_the_note_stands_above_the_form(page: Page, mara: User) -> None:
    text = form_of(page, mara)
    head = text[: text.index('id="page-edit-form"')]
    assert "Bitte den Titel kürzen." in head
    assert "Kim Beispiel, " in head
    assert "Antworten" in head


def test_the_mail_names_the_page_and_the_note(page: Page) -> None:
    (sent,) = [one for one in mail.outbox if one.to == ["mara@example.org"]]
    for part in ("Guten Tag Mara Muster,", "»Neues«", "»Bitte den Titel kürzen.«", f"/admin/pages/{page.pk}/edit/"):
        assert part in sent.body


def edited(page: Page, user: User, **fields: str) -> Any:
    row = inline_formset([{"id": str(page.dates.get().pk), "date": "2022"}], initial=1)
    form = {**news_form(**fields), **nested_form_data({"dates": row})}
    return signed_in(user).post(f"/admin/pages/{page.pk}/edit/", form)


def answered(page: Page, text: str) -> dict[str, str]:
    """What the field »Antwort« adds to the form of the page."""
    (note,) = notes_on(page)
    return {"note-answer-to": str(note.key), "note-answer": text}


@pytest.mark.parametrize(
    "way",
    [["action-submit"], ["action-restart-workflow"], ["action-cancel-workflow", "action-submit"]],
    ids=["submitted again", "begun anew", "withdrawn and submitted"],
)
def test_answer_stands_above_the_reviewers_form_however_the_page_comes_again(
    page: Page, mara: User, kim: User, way: list[str]
) -> None:
    answer = answered(page, "Er ist der amtliche Name.")
    for action in way:
        edited(NewsPage.objects.get(), mara, **answer, **{action: action})
    form = form_of(page, kim)
    head = form[: form.index('id="page-edit-form"')]
    assert "Bitte den Titel kürzen." in head
    assert "Er ist der amtliche Name." in head


def test_a_withdrawn_release_leaves_the_note_open(page: Page, mara: User) -> None:
    edited(page, mara, **{"action-cancel-workflow": "yes"})
    (note,) = notes_on(NewsPage.objects.get())
    assert note.is_open
    edited(page, mara, **answered(NewsPage.objects.get(), "Der Titel bleibt."))
    assert not notes_on(NewsPage.objects.get())[0].is_open


def test_what_was_said_before_the_page_became_public_is_over(page: Page, kim: User) -> None:
    edited(page, kim, **{"action-publish": "yes"})
    assert NewsPage.objects.get().live
    assert notes_on(NewsPage.objects.get()) == []


def test_it_is_answered_by_submitting_again_and_several_stand_in_order(page: Page, mara: User, kim: User) -> None:
    edited(page, mara, **{"action-submit": "action-submit"})
    assert [note.is_open for note in notes_on(NewsPage.objects.get())] == [False]
    assert "Bitte den Titel kürzen." in form_of(page, kim), "the reviewer sees what was asked for"
    send_back(NewsPage.objects.get(), kim, "Jetzt fehlt der Anreißer.")
    notes = notes_on(NewsPage.objects.get())
    assert [(note.text, note.is_open) for note in notes] == [
        ("Bitte den Titel kürzen.", False),
        ("Jetzt fehlt der Anreißer.", True),
    ]


def test_an_answer_is_shown_to_the_reviewer_and_sent_once(page: Page, mara: User, kim: User) -> None:
    edited(page, mara, **answered(page, " "))
    assert notes_on(NewsPage.objects.get())[0].is_open, "an empty answer is none"
    assert edited(page, mara, **answered(page, "Er ist der amtliche Name.")).status_code == 302
    edited(page, mara, **answered(page, "Noch einmal."))
    (after,) = notes_on(NewsPage.objects.get())
    assert (after.is_open, after.answer and after.answer.text) == (False, "Er ist der amtliche Name.")
    mails = QueuedMail.objects.filter(to="kim@example.org", subject__startswith="Antwort")
    assert mails.count() == 1
    assert "»Er ist der amtliche Name.«" in mails.get().text
    assert "Er ist der amtliche Name." in form_of(page, kim)


def test_a_save_by_itself_takes_no_answer(page: Page, mara: User) -> None:
    row = inline_formset([{"id": str(page.dates.get().pk), "date": "2022"}], initial=1)
    form = {**news_form(), **nested_form_data({"dates": row}), **answered(page, "Er ist der")}
    response = signed_in(mara).post(f"/admin/pages/{page.pk}/edit/", form, headers={"Accept": "application/json"})
    assert response.json()["success"]
    assert notes_on(NewsPage.objects.get())[0].is_open


def test_an_answer_stays_typed_when_the_page_is_refused(page: Page, kim: User) -> None:
    row = inline_formset([{"id": str(page.dates.get().pk), "date": ""}], initial=1)
    answer = answered(page, "Der Titel bleibt.")
    form = {**news_form(**{"action-publish": "1"}), **nested_form_data({"dates": row}), **answer}
    response = signed_in(kim).post(f"/admin/pages/{page.pk}/edit/", form)
    assert 'value="Der Titel bleibt."' in response.content.decode()


def test_others_can_neither_see_nor_answer(page: Page, portal: Portal) -> None:
    stranger = member(grants.create_team(LabPageFactory(parent=portal.labs, title="Bremen")))
    edited(page, stranger, **answered(page, "Ich"))
    assert notes_on(NewsPage.objects.get())[0].is_open


def test_a_note_of_another_page_is_not_answered(page: Page, mara: User, lab: LabPage) -> None:
    signed_in(mara).post(f"/admin/pages/add/news/newspage/{lab.pk}/", news_form() | {"slug": "anderes"})
    other = NewsPage.objects.get(slug="anderes")
    edited(other, mara, **answered(page, "Der Titel bleibt."))
    assert notes_on(NewsPage.objects.get(pk=page.pk))[0].is_open
