"""A form is shown again only for who is signed in, and never so that a wrong guess is forgotten."""

from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client

from tests.accounts.people import PASSWORD, give_app, make_person, sign_in, wrong_code
from tests.factories import AdminFactory, NewsPageFactory, Portal

pytestmark = pytest.mark.django_db

RESTORE = {"ogl-restore": "1"}
WRONG = "falsch geraten und mehr"


def statuses(client: Client, address: str, data: dict[str, str], times: int = 6) -> list[int]:
    return [client.post(address, {**data, **RESTORE}).status_code for _ in range(times)]


def test_wrong_passwords_are_counted(client: Client) -> None:
    make_person()
    assert statuses(client, "/admin/login/", {"username": "anna", "password": WRONG})[-1] == 429


def test_wrong_codes_are_counted(client: Client) -> None:
    secret = give_app(make_person())
    sign_in(client)
    assert statuses(client, "/admin/anmelden/zweiter-faktor/", {"code": wrong_code(secret)})[-1] == 429


@pytest.mark.parametrize("given", [PASSWORD, WRONG])
def test_who_is_signed_in_learns_nothing_of_a_password(client: Client, given: str) -> None:
    make_person()
    sign_in(client)
    answers = [client.post("/admin/bestaetigen/", {"password": password, **RESTORE}) for password in (given, "anders")]
    assert {answer.status_code for answer in answers} == {403}
    assert not AccessAttempt.objects.exists()


def test_a_copy_that_lacks_parts_of_the_form_is_answered_in_words(client: Client, portal: Portal) -> None:
    """As after an upgrade, when the form has fields that the copy knows nothing of."""
    client.force_login(AdminFactory())
    page: Any = NewsPageFactory(parent=portal.news)
    answer = client.post(f"/admin/pages/{page.pk}/edit/", {"title": "Nur der Titel", **RESTORE})
    assert answer.status_code == 400
    assert "unvollständig" in answer.content.decode()
