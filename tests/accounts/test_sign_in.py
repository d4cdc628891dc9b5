"""Signing in with a password and, where there is one, a second factor."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ogl_portal.accounts.views import reset
from tests.accounts.people import PASSWORD, code, give_app, give_codes, make_person, sign_in, wrong_code
from tests.mail.sent import SentMails

SECOND = "/admin/anmelden/zweiter-faktor/"


def test_a_password_alone_opens_an_account_without_second_factor(client: Client) -> None:
    make_person()
    response = sign_in(client)
    assert response.url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_the_page_that_was_asked_for_comes_after_signing_in(client: Client) -> None:
    make_person()
    assert sign_in(client, next="/admin/account/").url == "/admin/account/"
    client.post("/admin/logout/")
    assert sign_in(client, next="https://example.com/").url == "/admin/"


def test_the_address_does_as_well_as_the_user_name(client: Client) -> None:
    make_person()
    assert sign_in(client, "Anna@Example.org").url == "/admin/"


def test_an_address_that_two_accounts_share_opens_neither(client: Client) -> None:
    make_person()
    other = make_person("berta")
    other.email = "anna@example.org"
    other.save()
    assert sign_in(client, "anna@example.org").status_code == 200


def test_a_wrong_password_is_told_in_german_and_opens_nothing(client: Client) -> None:
    make_person()
    response = sign_in(client, password="falsch geraten und mehr")
    assert "Benutzername oder Passwort stimmt nicht" in response.content.decode()
    assert client.get("/admin/").status_code == 302


def test_after_the_password_the_second_factor_is_asked(client: Client) -> None:
    secret = give_app(make_person())
    assert sign_in(client, next="/admin/account/").url == SECOND
    assert client.get("/admin/").url.startswith("/admin/login/"), "the password alone must not open the admin"
    page = client.get(SECOND).content.decode()
    assert "Zweiter Faktor" in page
    assert client.post(SECOND, {"code": code(secret)}).url == "/admin/account/"
    assert client.get("/admin/").status_code == 200


def test_a_wrong_code_is_told_at_the_field(client: Client) -> None:
    secret = give_app(make_person())
    sign_in(client)
    response = client.post(SECOND, {"code": wrong_code(secret)})
    assert "gelten 30 Sekunden und nur einmal" in response.content.decode()
    assert client.get("/admin/").status_code == 302


def test_a_code_works_once(client: Client) -> None:
    secret = give_app(make_person())
    shown = code(secret)
    sign_in(client)
    client.post(SECOND, {"code": shown})
    client.post("/admin/logout/")
    sign_in(client)
    assert client.post(SECOND, {"code": shown}).status_code == 200
    assert client.get("/admin/").status_code == 302


def test_a_recovery_code_works_once(client: Client) -> None:
    person = make_person()
    give_app(person)
    first, second, *_ = give_codes(person)
    sign_in(client)
    assert client.post(SECOND, {"code": first}).url == "/admin/"
    client.post("/admin/logout/")
    sign_in(client)
    assert client.post(SECOND, {"code": first}).status_code == 200
    assert client.post(SECOND, {"code": second}).url == "/admin/"


def test_a_disabled_account_stays_closed(client: Client) -> None:
    person = make_person()
    person.is_active = False
    person.save()
    assert sign_in(client).status_code == 200
    assert client.get("/admin/").status_code == 302


def test_wagtails_form_for_private_pages_is_no_way_round(client: Client) -> None:
    make_person()
    response = client.get("/_util/login/?next=/programm/")
    assert response.url == "/admin/login/?next=/programm/"
    assert client.post("/_util/login/", {"username": "anna", "password": PASSWORD}).status_code in {302, 405}
    assert client.get("/admin/").status_code == 302


def test_pages_of_signing_in_are_never_kept_by_a_cache(client: Client) -> None:
    give_app(make_person())
    sign_in(client)
    assert "no-store" in client.get(SECOND).headers["Cache-Control"]


def test_a_password_reset_is_offered_in_german_and_asks_for_the_second_factor_after(
    client: Client, sent_mails: SentMails
) -> None:
    give_app(make_person())
    client.post("/admin/password_reset/", {"email": "anna@example.org"})
    link = next(word for word in sent_mails()[0].body.split() if "/password_reset/confirm/" in word)
    assert "Passwort" in sent_mails()[0].subject
    page = client.get(link.replace("http://testserver", ""), follow=True)
    new = "noch vier Tassen am Abend"
    client.post(page.redirect_chain[-1][0], {"new_password1": new, "new_password2": new})
    assert sign_in(client, password=new).url == SECOND


def test_a_reset_does_the_same_work_whoever_has_the_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int | None] = []
    monkeypatch.setattr(reset, "send_reset", SimpleNamespace(enqueue=given.append))
    person = make_person()
    queries = []
    for address in ("anna@example.org", "niemand@example.org"):
        with CaptureQueriesContext(connection) as asked:
            client.post("/admin/password_reset/", {"email": address})
        queries.append(len(asked))
    assert given == [person.pk, None]
    assert queries[0] == queries[1]


def test_one_mailbox_gets_few_resets_and_one_sender_asks_for_few(client: Client, sent_mails: SentMails) -> None:
    make_person()
    for _ in range(reset.MOST_OF_SENDER):
        assert client.post("/admin/password_reset/", {"email": "anna@example.org"}).status_code == 302
    assert len(sent_mails()) == reset.MOST_TO_ADDRESS
    assert client.post("/admin/password_reset/", {"email": "anna@example.org"}).status_code == 429
