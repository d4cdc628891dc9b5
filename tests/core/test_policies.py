"""What a browser may do on reader pages, and in the admin."""

import pytest
from django.test import Client

from tests.factories import AdminFactory, Portal

PATHS = ["/", "/labore/", "/ergebnisse/", "/suche/?q=labor", "/kontakt/", "/themen/", "/gibt-es-nicht/", "/robots.txt"]


def directives(policy: str) -> dict[str, list[str]]:
    return {name: values for name, *values in (part.split() for part in policy.split(";") if part.strip())}


@pytest.mark.parametrize("path", PATHS)
def test_reader_pages_start_from_nothing_and_name_what_they_need(portal: Portal, client: Client, path: str) -> None:
    policy = directives(client.get(path).headers["Content-Security-Policy"])
    assert policy["default-src"] == ["'none'"]
    assert policy["base-uri"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    for name, values in policy.items():
        assert set(values) <= {"'none'", "'self'"}, name


@pytest.mark.parametrize("path", PATHS)
def test_reader_pages_set_no_cookie(portal: Portal, client: Client, path: str) -> None:
    response = client.get(path)
    assert not response.cookies
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", ["/", "/gibt-es-nicht/", "/admin/login/"])
def test_every_answer_carries_the_other_safe_headers(portal: Portal, client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] in {"SAMEORIGIN", "DENY"}
    for feature in ("camera", "microphone", "geolocation"):
        assert f"{feature}=()" in headers["Permissions-Policy"]


def test_the_admin_may_run_its_own_inline_scripts_but_load_nothing_foreign(portal: Portal, client: Client) -> None:
    client.force_login(AdminFactory())
    response = client.get("/admin/")
    assert response.status_code == 200
    policy = directives(response.headers["Content-Security-Policy"])
    assert policy["default-src"] == ["'none'"]
    own = {"'none'", "'self'", "'unsafe-inline'", "data:", "blob:"}
    assert all(set(values) <= own for values in policy.values())
    assert "'unsafe-eval'" not in policy["script-src"]


def test_an_address_that_only_begins_like_the_admin_gets_the_strict_policy(portal: Portal, client: Client) -> None:
    policy = client.get("/administration/").headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
