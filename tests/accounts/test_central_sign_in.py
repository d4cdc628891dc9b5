"""Sign-in through an OpenID Connect provider: opens existing accounts by verified address, and makes none."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from ogl_portal.users.models import User
from tests.accounts.people import give_app, make_person, sign_in
from tests.accounts.provider import CLIENT_ID, SECRET, Provider

START = "/admin/anmelden/zentral/"


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    running = Provider()
    settings.OGL_OIDC_NAME = "dem Konto des Kreises"
    settings.OGL_OIDC_ISSUER = running.issuer
    app = {
        "provider_id": "zentral",
        "name": settings.OGL_OIDC_NAME,
        "client_id": CLIENT_ID,
        "secret": SECRET,
        "settings": {"server_url": running.issuer},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    yield running
    running.close()


def go(client: Client, start: str = START):
    """To the provider and back."""
    there = client.get(start)
    query = parse_qs(urlsplit(there.url).query)
    return client.get(f"{START}zurueck/", {"code": "abc", "state": query["state"][0]})


def refusal(client: Client, response: Any) -> str:
    """What the sign-in page says afterwards; the admin stays closed."""
    assert response.url == "/admin/login/"
    assert client.get("/admin/").status_code == 302
    return client.get("/admin/login/").content.decode()


def test_it_is_off_unless_an_issuer_is_named(client: Client) -> None:
    assert client.get(START).status_code == 404
    assert "openid" not in client.get("/admin/login/").content.decode()
    assert START not in client.get("/admin/login/").content.decode()


def test_the_sign_in_page_offers_it(client: Client, provider: Provider) -> None:
    page = client.get("/admin/login/").content.decode()
    assert "Anmelden mit dem Konto des Kreises" in page
    assert f'href="{START}' in page


def test_the_provider_is_asked_for_no_more_than_needed(client: Client, provider: Provider) -> None:
    there = urlsplit(client.get(START).url)
    asked = {name: values[0] for name, values in parse_qs(there.query).items()}
    assert f"{there.scheme}://{there.netloc}{there.path}" == f"{provider.issuer}/authorization"
    assert asked["redirect_uri"] == f"http://testserver{START}zurueck/"
    assert asked["code_challenge_method"] == "S256"
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}


def test_a_verified_address_opens_its_account(client: Client, provider: Provider) -> None:
    provider.claims["email"] = "Anna@Example.org"
    make_person()
    assert go(client, f"{START}?next=/admin/account/").url == "/admin/account/"
    assert client.get("/admin/").status_code == 200
    assert provider.asked[0]["code_verifier"]
    assert not SocialAccount.objects.exists(), "nothing is kept of the provider's account"


def test_the_second_factor_is_asked_all_the_same(client: Client, provider: Provider) -> None:
    give_app(make_person())
    assert go(client).url == "/admin/anmelden/zweiter-faktor/"
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "false"},
        {"email": "niemand@example.org"},
        {"email": ""},
    ],
)
def test_no_account_no_entry(client: Client, provider: Provider, claims: dict[str, Any]) -> None:
    make_person()
    provider.claims |= claims
    assert "gibt es hier keinen Zugang" in refusal(client, go(client))
    assert User.objects.count() == 1, "nobody signs up here"


def test_a_missing_statement_about_the_address_counts_as_not_verified(client: Client, provider: Provider) -> None:
    make_person()
    del provider.claims["email_verified"]
    assert "gibt es hier keinen Zugang" in refusal(client, go(client))


@pytest.mark.parametrize(
    "claims", [{"aud": "another-site"}, {"iss": "https://elsewhere.example"}, {"exp": 1_000_000_000}]
)
def test_a_token_for_another_site_or_of_another_time_opens_nothing(
    client: Client, provider: Provider, claims: dict[str, Any]
) -> None:
    """A token that the provider gave to another site, and that site handed on."""
    make_person()
    provider.claims |= claims
    refusal(client, go(client))


def test_metadata_of_another_issuer_opens_nothing(client: Client, provider: Provider, settings: Any) -> None:
    """Whoever can answer for the provider's address with metadata of their own."""
    make_person()
    settings.OGL_OIDC_ISSUER = "https://id.example.org"
    assert "nicht schlüssig" in refusal(client, go(client))


def test_a_disabled_account_stays_closed(client: Client, provider: Provider) -> None:
    person = make_person()
    person.is_active = False
    person.save()
    refusal(client, go(client))


def test_an_address_of_two_accounts_opens_neither(client: Client, provider: Provider) -> None:
    make_person()
    User.objects.create_user("berta", "anna@example.org", "irgendein langes Passwort")
    refusal(client, go(client))


def test_answers_about_two_people_are_refused(client: Client, provider: Provider) -> None:
    make_person()
    provider.userinfo = {"sub": "8"}
    assert "nicht schlüssig" in refusal(client, go(client))


def test_nobody_links_an_account_while_signed_in(client: Client, provider: Provider) -> None:
    make_person()
    make_person("berta")
    sign_in(client, "berta")
    go(client, f"{START}?process=connect")
    assert not SocialAccount.objects.exists()


def test_an_answer_that_nobody_asked_for_opens_nothing(client: Client, provider: Provider) -> None:
    make_person()
    response = client.get(f"{START}zurueck/", {"code": "abc", "state": "erfunden"})
    assert "nicht gelungen" in refusal(client, response)


def test_who_gives_up_at_the_provider_is_back_at_the_sign_in_page(client: Client, provider: Provider) -> None:
    state = parse_qs(urlsplit(client.get(START).url).query)["state"][0]
    response = client.get(f"{START}zurueck/", {"error": "access_denied", "state": state})
    assert "mit Ihrem Passwort" in refusal(client, response)


def test_a_provider_that_is_down_is_told_and_the_password_still_works(client: Client, provider: Provider) -> None:
    make_person()
    provider.close()
    assert "nicht gelungen" in refusal(client, client.get(START))
    assert sign_in(client).url == "/admin/"
