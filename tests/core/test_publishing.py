"""A film without captions, a table without header cells, a picture without alternative text: drafts yes, public no."""

import datetime
import html
import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.edit_page import EditPageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import GroupApprovalTask, ModelLogEntry, Page, PageLogEntry, Revision, Workflow, WorkflowTask
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from news.models import NewsDate, NewsPage
from ogl_portal.core.publishing import REFUSED, PublishingRefusedError
from ogl_portal.pages.models import StandardPage
from tests.factories import (
    AdminFactory,
    DocumentFactory,
    ImageFactory,
    NewsPageFactory,
    Portal,
    StandardPageFactory,
    recording,
)

TABLE = {"data": [["Land", "Labore"], ["Sachsen", "2"]], "table_header_choice": "neither", "table_caption": "Labore"}
SENTENCES = {
    "picture": "Bitte einen Alternativtext schreiben oder »Nur Schmuck« ankreuzen.",
    "table": "Eine Tabelle braucht Kopfzellen.",
    "film": "Film, Untertitel (WebVTT): Dieses Feld muss ausgefüllt werden.",
    "sound": "Tonaufnahme, Abschrift: Dieses Feld muss ausgefüllt werden.",
}


def incomplete(kind: str) -> list[dict[str, Any]]:
    """A body with one block of ``kind`` that lacks what makes it accessible."""
    if kind == "picture":
        value: dict[str, Any] = {"image": ImageFactory().pk, "decorative": False, "alt": ""}
    elif kind == "table":
        value = TABLE
    else:
        name = {"film": "film.mp4", "sound": "ton.mp3"}[kind]
        file = DocumentFactory(file=recording(name))
        value = {"title": "Aufnahme", "file": file.pk, "duration": "3:45", "captions": None, "transcript": ""}
    return [{"type": kind, "value": value}]


@pytest.fixture(params=SENTENCES)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def draft(portal: Portal, kind: str) -> StandardPage:
    """A page that was published, then got an incomplete block in a draft."""
    page = StandardPageFactory(parent=portal.home, slug="seite")
    page.save_revision().publish()
    page.body = json.dumps(incomplete(kind))
    page.save_revision(clean=False)
    return page


def assert_nothing_is_public(page: Page) -> None:
    page.refresh_from_db()
    assert not StandardPage.objects.get(pk=page.pk).body
    assert page.has_unpublished_changes
    assert page.get_latest_revision_as_object().body


@pytest.fixture
def staff(client: Client, portal: Portal) -> Client:
    client.force_login(AdminFactory())
    return client


def form(page: Page | None, body: list[dict[str, Any]], **action: str) -> dict[str, Any]:
    blocks = []
    for block in body:
        value = block["value"]
        fields = (
            json.dumps(value)
            if block["type"] == "table"
            else {name: "" if item is None else item for name, item in value.items() if item is not False}
        )
        if isinstance(fields, dict) and "transcript" in fields:
            fields["transcript"] = json.dumps({"blocks": [], "entityMap": {}})
        blocks.append((block["type"], fields))
    return nested_form_data(
        {"title": "Seite", "slug": "seite", "body": streamfield(blocks), "comments": inline_formset([]), **action}
    )


# --- every way of publishing ---


def test_the_editor_keeps_a_draft_and_says_at_publishing_what_is_missing(
    staff: Client, portal: Portal, kind: str
) -> None:
    page = StandardPageFactory(parent=portal.home, slug="seite", live=False)
    address = f"/admin/pages/{page.pk}/edit/"
    body = incomplete(kind)
    assert staff.post(address, form(page, body)).status_code == 302
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().body[0].block_type == kind
    response = staff.post(address, form(page, body, **{"action-publish": "action-publish"}))
    assert response.status_code == 200
    (error,) = response.context["form"].errors.as_data()["body"]
    told = json.dumps(error.as_json_data(), ensure_ascii=False)  # what Wagtail's editor shows at the block
    assert SENTENCES[kind].rpartition(": ")[2] in told
    page.refresh_from_db()
    assert not page.live


def test_a_revision_is_not_published(draft: StandardPage, kind: str) -> None:
    with pytest.raises(PublishingRefusedError) as refused:
        draft.get_latest_revision().publish()
    assert SENTENCES[kind] in refused.value.sentence
    assert "online ist nichts geändert" in refused.value.sentence
    assert_nothing_is_public(draft)


def test_the_action_behind_the_editor_does_not_publish(draft: StandardPage) -> None:
    with pytest.raises(ValidationError):
        PublishPageRevisionAction(draft.get_latest_revision()).execute()
    assert_nothing_is_public(draft)


def test_a_page_is_not_made_public_by_saving(portal: Portal, kind: str) -> None:
    with pytest.raises(ValidationError):
        StandardPageFactory(parent=portal.home, body=incomplete(kind), live=True)
    page = StandardPageFactory(parent=portal.home, body=incomplete(kind), live=False)
    page.live = True
    with pytest.raises(ValidationError):
        page.save()


def test_wagtails_programming_interface_does_not_publish(staff: Client, draft: StandardPage) -> None:
    response = staff.post(f"/admin/api/main/pages/{draft.pk}/action/publish/")
    assert response.status_code == 400
    assert "body" in response.json()
    assert_nothing_is_public(draft)


def test_the_action_behind_the_public_interface_does_not_publish(draft: StandardPage) -> None:
    with pytest.raises(ValidationError):
        EditPageAction(draft.get_latest_revision_as_object(), publish=True).execute()
    assert_nothing_is_public(draft)


def test_a_bulk_action_publishes_nothing_and_says_why(
    staff: Client, portal: Portal, draft: StandardPage, kind: str
) -> None:
    whole = StandardPageFactory(parent=portal.home, slug="ganz", live=False)
    response = staff.post(
        f"/admin/bulk/wagtailcore/page/publish/?next=/admin/&id={whole.pk}&id={draft.pk}", follow=True
    )
    assert SENTENCES[kind] in html.unescape(response.content.decode())
    assert_nothing_is_public(draft)
    whole.refresh_from_db()
    assert not whole.live


def test_a_workflow_does_not_publish_and_says_why(staff: Client, draft: StandardPage, kind: str) -> None:
    task = GroupApprovalTask.objects.create(name="Freigabe")
    workflow = Workflow.objects.create(name="Vier Augen")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    state = workflow.start(draft, AdminFactory())
    address = reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", state.current_task_state.pk])
    response = staff.post(address, {"comment": ""}, headers={"X-Requested-With": "XMLHttpRequest"})
    assert response.status_code == 200
    assert response.json()["redirect"] == f"/admin/pages/{draft.pk}/edit/"
    assert SENTENCES[kind] in html.unescape(staff.get("/admin/").content.decode())
    assert_nothing_is_public(draft)


def test_no_schedule_is_set_for_what_is_incomplete(draft: StandardPage) -> None:
    page = draft.get_latest_revision_as_object()
    page.go_live_at = timezone.now() + datetime.timedelta(days=1)
    revision = page.save_revision(clean=False)
    with pytest.raises(PublishingRefusedError):
        revision.publish()
    with pytest.raises(PublishingRefusedError):
        PublishPageRevisionAction(revision).execute()
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_what_became_incomplete_is_not_published_when_due_and_holds_nobody_up(
    portal: Portal, draft: StandardPage
) -> None:
    whole = StandardPageFactory(parent=portal.home, slug="ganz", live=False)
    due = timezone.now() - datetime.timedelta(minutes=1)
    for page in (draft, whole):
        revision = page.get_latest_revision() or page.save_revision()
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=due)
    call_command("publish_scheduled")
    whole.refresh_from_db()
    assert whole.live
    assert_nothing_is_public(draft)
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    entry = PageLogEntry.objects.get(action=REFUSED, page=draft.pk)
    assert entry.data["reasons"]
    assert "Zum geplanten Zeitpunkt nicht veröffentlicht." in entry.message


def test_a_news_item_needs_the_alternative_text_of_its_picture(portal: Portal) -> None:
    page = NewsPageFactory(parent=portal.news, live=False)
    page.picture = ImageFactory()
    revision = page.save_revision(clean=False)
    with pytest.raises(PublishingRefusedError) as refused:
        revision.publish()
    assert refused.value.message_dict == {
        "picture_alt": ["Bitte einen Alternativtext schreiben oder »nur Schmuck« ankreuzen."]
    }
    page.picture_is_decorative = True
    page.save_revision().publish()
    assert NewsPage.objects.get(pk=page.pk).live


def test_the_editor_takes_a_news_draft_without_alternative_text(staff: Client, portal: Portal) -> None:
    fields = {
        "title": "Neu",
        "slug": "neu",
        "picture": ImageFactory().pk,
        "dates": inline_formset([{"date": "2022"}]),
        "corrections": inline_formset([]),
        "body": streamfield([]),
        "comments": inline_formset([]),
    }
    address = f"/admin/pages/add/news/newspage/{portal.news.pk}/"
    assert staff.post(address, nested_form_data(fields)).status_code == 302
    assert not NewsPage.objects.get().live
    fields |= {"slug": "neu-2", "action-publish": "action-publish"}
    response = staff.post(address, nested_form_data(fields))
    assert response.status_code == 200
    assert "picture_alt" in response.context["form"].errors


def test_a_whole_page_is_published_and_stays_public(portal: Portal) -> None:
    page = StandardPageFactory(parent=portal.home, live=False)
    page.body = json.dumps([{"type": "table", "value": {**TABLE, "table_header_choice": "row"}}])
    page.save_revision().publish()
    page.refresh_from_db()
    assert page.live
    assert not ModelLogEntry.objects.filter(action=REFUSED).exists()
    assert not NewsDate.objects.exists()
