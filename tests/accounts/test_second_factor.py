"""Who needs a second factor, how it is set up and taken away."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.management import call_command
from django.test import Client
from wagtail.models import Collection

from ogl_portal.teams.grants import LABS_COLLECTION
from ogl_portal.users.models import User
from tests.accounts.people import PASSWORD, code, give_app, give_codes, make_person, sign_in
from tests.factories import DocumentFactory
from tests.mail.sent import SentMails

SETUP = "/admin/sicherheit/"
ADD_APP = "/admin/sicherheit/app/einrichten/"


def set_up_app(client: Client) -> str:
    """Go through the page as a person would; the secret that it showed."""
    page = client.get(ADD_APP).content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)[1]
    client.post(ADD_APP, {"code": code(secret)})
    return secret


@pytest.mark.parametrize(
    ("requirement", "superuser", "role", "required"),
    [
        ("roles", True, "", True),
        ("roles", False, "Freigabe", True),
        ("roles", False, "Administration", True),
        ("roles", False, "Laborteam", False),
        ("roles", False, "", False),
        ("all", False, "", True),
        ("offered", True, "Administration", False),
    ],
)
def test_who_is_led_to_set_one_up(
    client: Client, settings: Any, requirement: str, superuser: bool, role: str, required: bool
) -> None:
    settings.OGL_REQUIRE_SECOND_FACTOR = requirement
    make_person(superuser=superuser, role=role)
    sign_in(client)
    response = client.get("/admin/")
    assert (response.status_code, response.headers.get("Location")) == ((302, SETUP) if required else (200, None))


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/pages/", "/admin/account/", "/admin/users/", "/admin/gibt-es-nicht/", "/admin/reports/"]
)
def test_nothing_else_is_open_until_it_is_set_up(client: Client, settings: Any, path: str) -> None:
    settings.OGL_REQUIRE_SECOND_FACTOR = "roles"
    make_person(superuser=True)
    sign_in(client)
    assert client.get(path).url == SETUP
    assert client.post(path).url == SETUP
    assert client.get(path, headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403


def test_the_first_administrator_sets_one_up_and_is_in(client: Client, settings: Any) -> None:
    settings.OGL_REQUIRE_SECOND_FACTOR = "roles"
    User.objects.create_superuser(username="admin", email="", password=PASSWORD)
    sign_in(client, "admin")
    page = client.get("/admin/", follow=True).content.decode()
    assert "Für Ihren Zugang ist ein zweiter Faktor nötig" in page
    assert client.get("/admin/sprite/").status_code == 200, "the page needs its icons"
    set_up_app(client)
    assert client.get("/admin/").status_code == 200
    assert "Wiederherstellungscodes" in client.get("/admin/sicherheit/codes/").content.decode()


def test_where_it_is_only_offered_a_reminder_stands_on_the_first_page(client: Client) -> None:
    make_person(superuser=True)
    sign_in(client)
    assert "Sichern Sie Ihren Zugang" in client.get("/admin/").content.decode()
    set_up_app(client)
    assert "Sichern Sie Ihren Zugang" not in client.get("/admin/").content.decode()


def test_the_code_for_the_app_is_drawn_here(client: Client) -> None:
    make_person()
    sign_in(client)
    page = client.get(ADD_APP).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    assert not re.search(r'src="(https?:)?//', page)


def test_a_wrong_code_sets_nothing_up(client: Client) -> None:
    person = make_person()
    sign_in(client)
    client.get(ADD_APP)
    assert client.post(ADD_APP, {"code": "12"}).status_code == 200
    assert not Authenticator.objects.filter(user=person).exists()


def test_setting_up_is_told_by_mail_and_gives_ten_codes(
    client: Client, sent_mails: SentMails, django_capture_on_commit_callbacks
) -> None:
    make_person()
    sign_in(client)
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(client)
    assert "zweiter Faktor eingerichtet: Authentifizierungs-App" in sent_mails()[0].body
    shown = client.get("/admin/sicherheit/codes/").content.decode()
    codes = re.findall(r"<code>(\d{8})</code>", shown)
    assert len(set(codes)) == 10
    download = client.get("/admin/sicherheit/codes/herunterladen/")
    assert all(text in download.content.decode() for text in codes)


def test_secrets_are_not_readable_in_the_database(client: Client) -> None:
    person = make_person()
    sign_in(client)
    secret = set_up_app(client)
    codes = give_codes(person)
    stored = " ".join(str(data) for data in Authenticator.objects.values_list("data", flat=True))
    assert secret not in stored
    assert not any(text in stored for text in codes)


def test_a_secret_stored_under_a_lost_key_matches_no_code(client: Client, settings: Any) -> None:
    secret = give_app(make_person())
    settings.SECRET_KEY = "another-key-" + "9876543210zyxwvutsrqponmlkjihgfedcba"
    sign_in(client)
    assert client.post("/admin/anmelden/zweiter-faktor/", {"code": code(secret)}).status_code == 200


def test_changing_it_asks_for_the_password_when_the_sign_in_is_old(client: Client, settings: Any) -> None:
    person = make_person()
    sign_in(client)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    response = client.get(ADD_APP)
    assert response.url.startswith("/admin/bestaetigen/")
    assert "Das Passwort stimmt nicht" in client.post(response.url, {"password": "falsch"}).content.decode()
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
    assert client.post(response.url, {"password": PASSWORD}).url == ADD_APP
    assert not Authenticator.objects.filter(user=person).exists()


def test_where_it_is_required_the_last_one_stays(client: Client, settings: Any) -> None:
    settings.OGL_REQUIRE_SECOND_FACTOR = "all"
    person = make_person()
    sign_in(client)
    set_up_app(client)
    response = client.post("/admin/sicherheit/app/entfernen/")
    assert "dies ist Ihr letzter" in response.content.decode()
    settings.OGL_REQUIRE_SECOND_FACTOR = "offered"
    client.post("/admin/sicherheit/app/entfernen/")
    assert not Authenticator.objects.filter(user=person).exists(), "codes alone are no second factor"


def test_a_session_from_before_has_to_sign_in_anew(client: Client) -> None:
    person = make_person()
    sign_in(client)
    give_app(person)
    assert client.get("/admin/").url == "/admin/login/?next=/admin/"
    assert "neu an" in client.get("/admin/login/").content.decode()


@pytest.mark.parametrize("owes", ["none yet", "not shown"])
def test_a_session_that_owes_one_sees_no_more_than_readers(client: Client, settings: Any, owes: str) -> None:
    """Files in work are handed out outside the admin."""
    person = make_person(superuser=True)
    sign_in(client)
    draft = DocumentFactory(collection=Collection.get_first_root_node().add_child(name=LABS_COLLECTION))
    assert client.get(draft.url).status_code == 200
    if owes == "none yet":
        settings.OGL_REQUIRE_SECOND_FACTOR = "all"
    else:
        give_app(person)
    assert client.get(draft.url).status_code == 404


def test_the_way_back_for_the_last_administrator(client: Client, settings: Any) -> None:
    settings.OGL_REQUIRE_SECOND_FACTOR = "roles"
    give_app(make_person(superuser=True))
    call_command("reset_second_factor", "anna")
    sign_in(client)
    assert client.get("/admin/").url == SETUP


@pytest.mark.parametrize(
    ("used_before", "sentence", "is_urged"),
    [(0, "9 sind noch unbenutzt.", False), (6, "3 sind noch unbenutzt.", True), (9, "Das war der letzte.", True)],
)
def test_a_used_recovery_code_says_how_many_are_left(
    client: Client, sent_mails: SentMails, used_before: int, sentence: str, is_urged: bool
) -> None:
    person = make_person()
    give_app(person)
    codes = give_codes(person)
    for text in codes[:used_before]:
        assert RecoveryCodes.activate(person).validate_code(text)
    sign_in(client)
    client.post("/admin/anmelden/zweiter-faktor/", {"code": codes[used_before]})
    page = client.get("/admin/").content.decode()
    (message,) = sent_mails()
    for text in (page, message.body):
        assert sentence in text
        assert ("erzeugen Sie jetzt neue" in text) is is_urged
    client.get("/admin/")
    assert len(sent_mails()) == 1


def test_a_code_of_the_app_says_nothing_of_recovery_codes(client: Client, sent_mails: SentMails) -> None:
    person = make_person()
    secret = give_app(person)
    give_codes(person)
    sign_in(client)
    client.post("/admin/anmelden/zweiter-faktor/", {"code": code(secret)})
    assert "unbenutzt" not in client.get("/admin/").content.decode()
    assert not sent_mails()
