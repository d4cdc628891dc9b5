"""What a reviewer reads after deciding on a page, in the editor and without it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import streamfield

from ogl_portal.users.models import RoleKey, User
from ogl_portal.workplace.formatting import german_moment
from tests.editorial.publishing import HOUR, create, edit, typed
from tests.factories import Portal
from tests.teams.teams import person, signed_in

Decide = Callable[[Client, Page, str, str], str]
SUBMIT = {"action-submit": "1"}


def in_the_editor(client: Client, page: Page, action: str, comment: str, **fields: Any) -> str:
    said = json.dumps({"comment": comment})
    form = {"action-workflow-action": "1", "workflow-action-name": action, "workflow-action-extra-data": said}
    response = edit(client, page, "Ein Bericht", go_live_at=typed(page.go_live_at), **fields, **form)
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def without_it(client: Client, page: Page, action: str, comment: str) -> str:
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    response = client.post(address, {"comment": comment})
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.fixture(params=[in_the_editor, without_it])
def decide(request: pytest.FixtureRequest) -> Decide:
    way: Decide = request.param
    return way


@pytest.fixture
def mara(db: None) -> User:
    return person(RoleKey.STAFF, first_name="Mara", last_name="Muster", email="mara@example.org")


@pytest.fixture
def kim(db: None) -> Client:
    return signed_in(person(RoleKey.PUBLISHERS, email="kim@example.org"))


def test_a_page_that_went_back_is_said_to_have_gone_back(
    portal: Portal, mara: User, kim: Client, decide: Decide
) -> None:
    page = create(signed_in(mara), portal.home, "Ein Bericht", "bericht", **SUBMIT)
    said = decide(kim, page, "reject", "Bitte kürzen.")
    assert "»Ein Bericht« ging zurück an Mara Muster. Ihre Anmerkung steht dort über dem Formular." in said
    assert "aktualisiert" not in said


def test_a_released_page_is_said_to_be_public_with_its_address(
    portal: Portal, mara: User, kim: Client, decide: Decide
) -> None:
    page = create(signed_in(mara), portal.home, "Ein Bericht", "bericht", **SUBMIT)
    said = decide(kim, page, "approve", "")
    assert "»Ein Bericht« ist jetzt öffentlich." in said
    assert f'href="{Page.objects.get(pk=page.pk).get_url()}"' in said
    assert "aktualisiert" not in said


def test_a_page_released_for_later_is_said_to_come_later(
    portal: Portal, mara: User, kim: Client, decide: Decide
) -> None:
    day = typed(timezone.now() + HOUR)
    page = create(signed_in(mara), portal.home, "Ein Bericht", "bericht", go_live_at=day, **SUBMIT)
    said = decide(kim, page, "approve", "")
    planned = Page.objects.get(pk=page.pk).scheduled_revision
    assert f"»Ein Bericht« ist freigegeben und erscheint {german_moment(planned.approved_go_live_at)}." in said


def test_what_is_said_with_a_release_stands_in_the_mail(
    portal: Portal, mara: User, kim: Client, sent_mails: Callable[[], list[EmailMessage]]
) -> None:
    page = create(signed_in(mara), portal.home, "Ein Bericht", "bericht", **SUBMIT)
    said = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    said["workflow-action-extra-data"] = json.dumps({"comment": "Schöner Text."})
    edit(kim, page, "Ein kurzer Bericht", **said)
    (told,) = [mail for mail in sent_mails() if mail.to == ["mara@example.org"]]
    assert told.subject == "»Ein kurzer Bericht« ist jetzt öffentlich"
    assert "Anmerkung zur Freigabe: Schöner Text." in told.body
    edit(kim, page, "Noch ein Bericht", **{"action-publish": "1"})
    assert not [mail for mail in sent_mails() if "Schöner Text" in mail.body and "Noch ein" in mail.subject]


def test_a_decision_alone_is_no_new_version(portal: Portal, mara: User, kim: Client) -> None:
    empty = streamfield([])  # blocks get new keys where a test sends them
    page = create(signed_in(mara), portal.home, "Ein Bericht", "bericht", body=empty, **SUBMIT)
    in_the_editor(kim, page, "approve", "", body=empty)
    assert page.revisions.count() == 1


def test_saving_is_told_as_saving(portal: Portal, mara: User, kim: Client) -> None:
    page = create(signed_in(mara), portal.home, "Ein Bericht", "bericht")
    response = edit(kim, page, "Ein Bericht")
    assert "»Ein Bericht« wurde aktualisiert." in " ".join(str(one) for one in get_messages(response.wsgi_request))


def test_a_submission_is_one_mail_for_each_who_may_approve(
    portal: Portal, mara: User, sent_mails: Callable[[], list[EmailMessage]]
) -> None:
    person(RoleKey.PUBLISHERS, email="kim@example.org")
    User.objects.create_superuser("admin", "admin@example.org", "a-long-password-of-a-test")
    create(signed_in(mara), portal.home, "Ein Bericht", "bericht", **SUBMIT)
    told = sorted((mail.to[0], mail.subject) for mail in sent_mails())
    subject = "Zur Freigabe: Ein Bericht"
    assert told == [("admin@example.org", subject), ("kim@example.org", subject)]


def test_an_administrator_is_not_told_of_an_own_submission(
    portal: Portal, sent_mails: Callable[[], list[EmailMessage]]
) -> None:
    one = User.objects.create_superuser("admin", "admin@example.org", "a-long-password-of-a-test")
    create(signed_in(one), portal.home, "Ein Bericht", "bericht", **SUBMIT)
    assert sent_mails() == []
