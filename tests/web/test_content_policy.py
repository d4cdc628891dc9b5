"""What a browser may do on reader pages, and in the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.safe_headers import directives, faults_of_headers
from tests.factories import AdminFactory, Portal

PATHS = ["/", "/labore/", "/ergebnisse/", "/suche/?q=labor", "/kontakt/", "/themen/", "/gibt-es-nicht/", "/robots.txt"]


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


@pytest.mark.parametrize("path", [*PATHS, "/aktuelles/feed/", "/sitemap.xml", "/admin/login/", "/admin/gibt-es-nicht/"])
def test_every_answer_carries_the_safe_headers(portal: Portal, client: Client, path: str) -> None:
    """As tests/test_access_matrix.py sees it of every address."""
    assert faults_of_headers(client.get(path).headers) == []


def test_the_admin_runs_no_inline_script_and_loads_nothing_foreign(portal: Portal, client: Client) -> None:
    client.force_login(AdminFactory())
    response = client.get("/admin/")
    assert response.status_code == 200
    policy = directives(response.headers["Content-Security-Policy"])
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]
    assert policy["script-src-attr"] == ["'none'"]
    assert policy.pop("style-src") == ["'self'", "'unsafe-inline'"]
    assert all(set(values) <= {"'none'", "'self'", "data:", "blob:"} for values in policy.values())


def test_only_previews_are_framed_and_both_headers_say_so(portal: Portal, client: Client) -> None:
    client.force_login(AdminFactory())
    preview = client.get(reverse("wagtailadmin_pages:preview_on_edit", args=[portal.home.pk])).headers
    for headers, old, new in ((preview, "SAMEORIGIN", "'self'"), (client.get("/").headers, "DENY", "'none'")):
        assert headers["X-Frame-Options"] == old
        assert directives(headers["Content-Security-Policy"])["frame-ancestors"] == [new]


def test_an_address_that_only_begins_like_the_admin_gets_the_strict_policy(portal: Portal, client: Client) -> None:
    policy = client.get("/administration/").headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
