"""Repeated failures lock an account from where they came, and nothing more is kept of it than that needs."""

import datetime
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone

from ogl_portal.accounts import lockout
from ogl_portal.accounts.forms import MOST_PROOFS
from ogl_portal.web.client_address import client_address, client_network
from ogl_portal.web.models import RateCount
from tests.accounts.people import PASSWORD, code, give_app, make_person, sign_in, wrong_code
from tests.mail.sent import SentMails


def fail(client: Client, times: int, **extra: str):
    for _ in range(times):
        response = sign_in(client, password="falsch geraten und mehr", **extra)
    return response


def test_five_wrong_passwords_lock_even_the_right_one(client: Client) -> None:
    make_person()
    assert fail(client, 4).status_code == 200
    response = fail(client, 1)
    assert response.status_code == 429
    assert "für 15 Minuten" in response.content.decode()
    assert sign_in(client).status_code == 429
    assert client.get("/admin/").status_code == 302


def test_an_account_that_does_not_exist_answers_the_same(client: Client) -> None:
    make_person()
    known = fail(client, 5).content.decode()
    for _ in range(5):
        unknown = sign_in(client, "niemand").content.decode()
    assert unknown.partition("<main")[2] == known.partition("<main")[2] != ""


def test_four_failures_are_forgotten_after_success(client: Client) -> None:
    make_person()
    fail(client, 4)
    sign_in(client)
    client.post("/admin/logout/")
    assert fail(client, 4).status_code == 200


def test_other_accounts_and_other_networks_stay_open(client: Client) -> None:
    make_person()
    make_person("berta")
    fail(client, 5)
    assert sign_in(client, "berta").url == "/admin/"
    elsewhere = Client(REMOTE_ADDR="203.0.113.7")
    assert sign_in(elsewhere).url == "/admin/"


def test_a_browser_that_was_in_before_is_not_locked_by_its_neighbours(client: Client) -> None:
    make_person()
    sign_in(client)
    client.post("/admin/logout/")
    assert fail(Client(), 5).status_code == 429
    assert sign_in(client).url == "/admin/"


def test_nor_does_it_guess_for_ever(client: Client) -> None:
    make_person()
    sign_in(client)
    client.post("/admin/logout/")
    assert fail(client, lockout.MOST_OF_BROWSER + 5).status_code == 429
    assert sign_in(client).status_code == 429


def test_the_address_and_the_user_name_are_counted_together(client: Client) -> None:
    make_person()
    fail(client, 3)
    for _ in range(2):
        response = sign_in(client, "anna@example.org", "falsch geraten und mehr")
    assert response.status_code == 429


def test_wrong_codes_lock_too(client: Client) -> None:
    secret = give_app(make_person())
    sign_in(client)
    for _ in range(5):
        response = client.post("/admin/anmelden/zweiter-faktor/", {"code": wrong_code(secret)})
    assert response.status_code == 429
    assert client.post("/admin/anmelden/zweiter-faktor/", {"code": code(secret)}).status_code == 429
    assert sign_in(client).status_code == 429


def test_a_right_password_does_not_wipe_the_count_of_wrong_codes(client: Client) -> None:
    secret = give_app(make_person())
    for _ in range(5):
        sign_in(client)
        response = client.post("/admin/anmelden/zweiter-faktor/", {"code": wrong_code(secret)})
    assert response.status_code == 429


def test_the_lock_ends_by_itself(client: Client) -> None:
    make_person()
    fail(client, 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - datetime.timedelta(minutes=16))
    assert sign_in(client).url == "/admin/"
    assert not AccessAttempt.objects.exists(), "what is over is deleted"


def test_an_administrator_lifts_the_lock(client: Client) -> None:
    person = make_person()
    make_person("chefin", superuser=True)
    fail(client, 5)
    chief = Client(REMOTE_ADDR="203.0.113.7")
    sign_in(chief, "chefin")
    assert "gesperrt" in chief.get("/admin/users/").content.decode()
    chief.post(f"/admin/users/{person.pk}/hilfe/entsperren/")
    assert sign_in(client).url == "/admin/"


def test_neither_the_full_address_nor_what_was_typed_is_kept(client: Client) -> None:
    make_person()
    fail(client, 2)
    attempt = AccessAttempt.objects.get()
    assert attempt.ip_address == "127.0.0.0"
    assert (attempt.get_data, attempt.post_data, attempt.http_accept, attempt.path_info) == ("", "", "", "")


def test_one_password_over_many_accounts_meets_a_brake(client: Client) -> None:
    """Each account has one failure, so none is locked; the sender has many."""
    for number in range(lockout.MOST_OF_SENDER):
        assert sign_in(client, f"person{number}", "falsch geraten und mehr").status_code == 200
    make_person()
    refused = sign_in(client)
    assert refused.status_code == 429
    assert "Passkey" in refused.content.decode()
    assert sign_in(Client(REMOTE_ADDR="203.0.113.7")).url == "/admin/"


def from_networks(times: int) -> list[int]:
    return [
        sign_in(Client(REMOTE_ADDR=f"198.51.{number}.9"), password="falsch geraten und mehr").status_code
        for number in range(times)
    ]


def test_one_account_from_many_networks_is_slowed_down_and_nobody_locked_out(client: Client) -> None:
    make_person()
    sign_in(client)
    client.post("/admin/logout/")
    assert from_networks(15) == [200] * (lockout.MOST_OF_ACCOUNT + 1) + [429] * (14 - lockout.MOST_OF_ACCOUNT)
    stranger = Client(REMOTE_ADDR="203.0.113.7")
    assert "Ihr Zugang ist offen" in sign_in(stranger).content.decode()
    assert sign_in(client).url == "/admin/", "a browser that has been in before is let in at once"
    RateCount.objects.filter(count__lt=lockout.MOST_OF_ACCOUNT).delete()  # the minute is over
    assert sign_in(stranger).url == "/admin/"


def test_a_new_password_by_mail_opens_an_attacked_account_at_once(client: Client, sent_mails: SentMails) -> None:
    make_person()
    from_networks(lockout.MOST_OF_ACCOUNT + 2)
    fail(client, 5)  # and one of them is in the owner's network
    client.post("/admin/password_reset/", {"email": "anna@example.org"})
    link = next(word for word in sent_mails()[0].body.split() if "/password_reset/confirm/" in word)
    form = client.get(link.removeprefix("http://testserver"), follow=True).request["PATH_INFO"]
    new = "sechs Tassen Tee am Abend"
    client.post(form, {"new_password1": new, "new_password2": new})
    assert sign_in(client, password=new).url == "/admin/"


def test_the_brakes_answer_the_same_for_an_account_that_does_not_exist() -> None:
    make_person()
    from_networks(lockout.MOST_OF_ACCOUNT + 1)
    known = sign_in(Client(REMOTE_ADDR="203.0.113.8")).content.decode()
    for number in range(lockout.MOST_OF_ACCOUNT + 1):
        sign_in(Client(REMOTE_ADDR=f"198.51.{number}.9"), "niemand")
    unknown = sign_in(Client(REMOTE_ADDR="203.0.113.8"), "niemand").content.decode()
    assert "Ihr Zugang ist offen" in known
    assert "Ihr Zugang ist offen" in unknown


def test_a_code_works_once_whichever_process_takes_it(client: Client) -> None:
    secret = give_app(make_person())
    shown = code(secret)
    answers = []
    for browser, written in ((client, shown), (Client(), shown), (Client(), f"{shown[:3]} {shown[3:]}")):
        cache.clear()  # another process remembers nothing of it
        sign_in(browser)
        answers.append(browser.post("/admin/anmelden/zweiter-faktor/", {"code": written}).status_code)
    assert answers == [302, 200, 200]


def test_a_session_is_no_place_to_guess_the_password_at(client: Client) -> None:
    make_person()
    sign_in(client)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    for _ in range(MOST_PROOFS):
        client.post("/admin/bestaetigen/", {"password": "falsch geraten und mehr"})
    assert "Zu viele Versuche" in client.post("/admin/bestaetigen/", {"password": PASSWORD}).content.decode()


@pytest.mark.parametrize(
    ("trusted", "forwarded", "expected"),
    [
        (0, "198.51.100.4", "10.0.0.1"),
        (1, "198.51.100.4", "198.51.100.4"),
        (1, "192.0.2.99, 198.51.100.4", "198.51.100.4"),
        (2, "192.0.2.99, 198.51.100.4, 10.0.0.2", "198.51.100.4"),
        (2, "198.51.100.4", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "kein-rechner", "10.0.0.1"),
        (1, "2001:db8:1:2::3", "2001:db8:1:2::3"),
    ],
)
def test_only_as_many_proxies_are_believed_as_there_are(
    settings: Any, trusted: int, forwarded: str, expected: str
) -> None:
    settings.OGL_TRUSTED_PROXIES = trusted
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == expected


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.4", "198.51.100.0"),
        ("::ffff:198.51.100.4", "198.51.100.0"),
        ("2001:db8:1:2::3", "2001:db8:1::"),
        ("", None),
    ],
)
def test_an_address_is_cut_to_its_network(address: str, network: str | None) -> None:
    assert client_network(RequestFactory().get("/", REMOTE_ADDR=address)) == network
