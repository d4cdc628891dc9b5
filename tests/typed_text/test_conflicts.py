"""A form that began with an older version than the newest: both are shown, nothing is published over anybody's head."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, streamfield

from ogl_portal.pages.models import StandardPage
from tests.accounts.people import make_person, sign_in
from tests.editorial.publishing import create, form
from tests.factories import LabPageFactory, Portal

pytestmark = pytest.mark.django_db
LOAD = "3f0c2f5e-0000-4000-8000-000000000001"


def client_of(username: str) -> Client:
    make_person(username, superuser=True)
    client = Client()
    sign_in(client, username)
    return client


class Two:
    """»anna« and »berta« who have opened the same draft, never public."""

    def __init__(self, portal: Portal) -> None:
        self.anna, self.berta = client_of("anna"), client_of("berta")
        self.page = create(self.anna, portal.home, "Beispiel", "beispiel", body=streamfield([]))
        newest = self.page.get_latest_revision()
        self.began = {
            "loaded_revision_id": str(newest.pk),
            "loaded_revision_created_at": newest.created_at.isoformat(),
        }

    def send(self, client: Client, title: str, headers: dict[str, str] | None = None, **more: str) -> Any:
        data = form(title, "beispiel", body=streamfield([])) | self.began | more
        return client.post(reverse("wagtailadmin_pages:edit", args=[self.page.pk]), data, headers=headers)

    @property
    def titles(self) -> list[str]:
        return [revision.content["title"] for revision in self.page.revisions.order_by("pk")]


@pytest.fixture
def two(portal: Portal) -> Two:
    return Two(portal)


def test_the_first_saves_and_the_second_sees_both(two: Two) -> None:
    assert two.send(two.berta, "Von Berta").status_code == 302
    page = two.send(two.anna, "Von Anna").content.decode()
    assert "Version von berta" in page
    assert "Von Anna" in page
    assert "Von Berta" in page
    assert two.titles == ["Beispiel", "Von Berta"]


def test_publishing_in_that_moment_publishes_nothing(two: Two) -> None:
    two.send(two.berta, "Von Berta")
    answer = two.send(two.anna, "Von Anna", **{"action-publish": "1"})
    assert 'name="action-publish"' not in answer.content.decode()
    assert not Page.objects.get(pk=two.page.pk).live


def test_the_choice_is_saved_as_a_draft_and_both_stay_in_the_history(two: Two) -> None:
    two.send(two.berta, "Von Berta")
    newest = Page.objects.get(pk=two.page.pk).get_latest_revision()
    compared = f"{newest.pk} {newest.created_at.isoformat()}"
    answer = two.send(two.anna, "Von Anna", **{"ogl-compared": compared, "ogl-choice-title": "theirs"})
    assert answer.status_code == 302
    assert two.titles == ["Beispiel", "Von Berta", "Von Anna", "Von Berta"]
    page = StandardPage.objects.get(pk=two.page.pk)
    assert (page.title, page.live) == ("Von Berta", False)


def test_ones_own_version_has_a_line_in_the_history_from_which_it_opens(two: Two) -> None:
    two.send(two.berta, "Von Berta")
    newest = Page.objects.get(pk=two.page.pk).get_latest_revision()
    compared = f"{newest.pk} {newest.created_at.isoformat()}"
    two.send(two.anna, "Von Anna", **{"ogl-compared": compared, "ogl-choice-title": "theirs"})
    _, theirs, own, merged = two.page.revisions.order_by("pk")
    history = two.anna.get(reverse("wagtailadmin_pages:history", args=[two.page.pk])).content.decode()
    assert "Eigene Version vor dem Zusammenführen gespeichert" in history
    assert reverse("wagtailadmin_pages:revisions_revert", args=[two.page.pk, own.pk]) in history
    assert reverse("wagtailadmin_pages:revisions_revert", args=[two.page.pk, theirs.pk]) in history
    assert reverse("wagtailadmin_pages:revisions_compare", args=[two.page.pk, own.pk, merged.pk]) in history


def test_what_was_saved_while_they_compared_is_shown_as_well(two: Two) -> None:
    two.send(two.berta, "Von Berta")
    old = Page.objects.get(pk=two.page.pk).get_latest_revision()
    compared = f"{old.pk} {old.created_at.isoformat()}"
    two.berta.post(
        reverse("wagtailadmin_pages:edit", args=[two.page.pk]),
        form("Noch einmal Berta", "beispiel", body=streamfield([])),
    )
    answer = two.send(two.anna, "Von Anna", **{"ogl-compared": compared, "ogl-choice-title": "mine"})
    assert "Inzwischen ist noch einmal gespeichert worden" in answer.content.decode()
    assert two.titles == ["Beispiel", "Von Berta", "Noch einmal Berta"]


def test_a_save_by_itself_is_told_who_has_saved(two: Two) -> None:
    two.send(two.berta, "Von Berta")
    answer = two.send(two.anna, "Von Anna", headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error_code"] == "invalid_revision"
    assert answer.json()["error_message"].startswith("berta hat diese Seite um ")


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_whoever_did_not_get_the_answer_to_a_save_is_in_no_conflict(two: Two, accept: str) -> None:
    for title in ("Erster Versuch", "Zweiter Versuch"):
        answer = two.send(two.anna, title, headers={"accept": accept}, **{"ogl-load": LOAD})
        assert answer.status_code in (200, 302)
    assert two.titles[-1] == "Zweiter Versuch"


def test_two_that_wrote_the_same_are_in_no_conflict(two: Two) -> None:
    two.send(two.berta, "Dasselbe")
    assert two.send(two.anna, "Dasselbe").status_code == 302


def test_restoring_an_old_copy_shows_both_versions_too(two: Two) -> None:
    two.send(two.berta, "Von Berta")
    answer = two.send(two.anna, "Alte Kopie", **{"ogl-restore": "1"})
    assert "Version von berta" in answer.content.decode()
    assert two.titles == ["Beispiel", "Von Berta"]


@pytest.mark.parametrize("date", ["5. Mai 2022", "31. Brumaire"])
def test_restoring_an_old_copy_of_a_page_with_rows_shows_both_versions_too(portal: Portal, date: str) -> None:
    anna, berta = client_of("anna"), client_of("berta")
    page = create(anna, LabPageFactory(parent=portal.labs), "Beispiel", "beispiel")
    newest = page.get_latest_revision()
    began = {"loaded_revision_id": str(newest.pk), "loaded_revision_created_at": newest.created_at.isoformat()}
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert berta.post(address, form("Von Berta", "beispiel") | began).status_code == 302
    dates = {"dates": inline_formset([{"date": "2022"}, {"date": date}])}
    answer = anna.post(address, form("Alte Kopie", "beispiel", **dates) | began | {"ogl-restore": "1"})
    assert {"title", "dates"} <= {part.key for part in answer.context["parts"]}
    assert "Alte Kopie" in answer.content.decode()
    assert page.revisions.count() == 2


NOT_READABLE = "31. Brumaire"


def test_what_nobody_can_read_is_compared_and_chosen_as_all_that_is_typed(portal: Portal) -> None:
    anna, berta = client_of("anna"), client_of("berta")
    lab = LabPageFactory(parent=portal.labs)
    page = create(anna, lab, "Beispiel", "beispiel")
    newest = page.get_latest_revision()
    began = {
        "loaded_revision_id": str(newest.pk),
        "loaded_revision_created_at": newest.created_at.isoformat(),
    }
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert berta.post(address, form("Von Berta", "beispiel") | began).status_code == 302
    dates = {"dates": inline_formset([{"date": NOT_READABLE}])}
    answer = anna.post(address, form("Beispiel", "beispiel", **dates) | began)
    assert NOT_READABLE in answer.content.decode().partition('type="hidden"')[0] + str(answer.context["parts"])
    assert "dates" in [part.key for part in answer.context["parts"]]
    newest = Page.objects.get(pk=page.pk).get_latest_revision()
    compared = {"ogl-compared": f"{newest.pk} {newest.created_at.isoformat()}", "ogl-choice-title": "theirs"}
    for choice, is_kept in (("mine", True), ("theirs", False)):
        with transaction.atomic():
            chosen = {**compared, "ogl-choice-dates": choice}
            assert anna.post(address, form("Beispiel", "beispiel", **dates) | began | chosen).status_code == 302
            draft = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
            assert draft.title == "Von Berta"
            assert (NOT_READABLE in str(draft.kept_input.as_json())) == is_kept
            transaction.set_rollback(True)
