"""One's own account: the address asks for a proof and is told at both ends; there are no pictures of people."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.users.models import UserProfile

from ogl_portal.users.models import User
from tests.accounts.people import PASSWORD, make_person, sign_in
from tests.mail.sent import SentMails

ADDRESS = "/admin/sicherheit/adresse/"


@pytest.fixture
def anna(client: Client) -> Client:
    make_person()
    sign_in(client)
    return client


def test_changing_the_address_asks_for_the_password_and_tells_both(anna: Client, sent_mails: SentMails) -> None:
    session = anna.session
    session["account_authentication_methods"] = []  # signed in a while ago
    session.save()
    asked = anna.post(ADDRESS, {"email": "neu@example.org"})
    assert asked.url.startswith("/admin/bestaetigen/")
    assert User.objects.get(username="anna").email == "anna@example.org"
    anna.post("/admin/bestaetigen/", {"password": PASSWORD})
    anna.post(ADDRESS, {"email": "neu@example.org"})
    assert User.objects.get(username="anna").email == "neu@example.org"
    mails = sent_mails()
    assert sorted(mail.to[0] for mail in mails) == ["anna@example.org", "neu@example.org"]
    assert "bisher »anna@example.org«, jetzt »neu@example.org«" in mails[0].body


@pytest.mark.parametrize("taken", ["berta@example.org", "BERTA@example.org", "anmeldung@example.org"])
def test_an_address_of_somebody_else_is_refused(anna: Client, taken: str) -> None:
    make_person("berta")
    User.objects.create_user("anmeldung@example.org")
    assert "gehört zu einem anderen Zugang" in anna.post(ADDRESS, {"email": taken}).content.decode()
    assert User.objects.get(username="anna").email == "anna@example.org"


def account(**more: Any) -> dict[str, Any]:
    return {
        "name_email-first_name": "Anna",
        "name_email-last_name": "Amt",
        "name_email-email": "heimlich@example.org",
        "theme-theme": "system",
        "theme-density": "default",
        "theme-contrast": "system",
        "digest-frequency": "daily",
        "locale-preferred_language": "de",
        "locale-current_time_zone": "Europe/Berlin",
        **more,
    }


def test_the_page_of_the_account_takes_neither_address_nor_picture(anna: Client) -> None:
    file = io.BytesIO()
    Image.new("RGB", (2, 2)).save(file, "PNG")
    picture = SimpleUploadedFile("anna.png", file.getvalue(), "image/png")
    assert anna.post("/admin/account/", account(**{"avatar-avatar": picture})).status_code == 302
    person = User.objects.get(username="anna")
    assert (person.last_name, person.email) == ("Amt", "anna@example.org")
    assert not UserProfile.get_for_user(person).avatar
    page = anna.get("/admin/account/").content.decode()
    assert "avatar-avatar" not in page
    assert ADDRESS in page
