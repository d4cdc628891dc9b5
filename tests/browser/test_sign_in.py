"""Signing in with a real browser: passkeys by the browser's own virtual device, and axe on every page around it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from ogl_portal.users.invitations import token_for
from ogl_portal.users.models import User
from tests.accounts.people import PASSWORD, code, make_person
from tests.browser.measures import violations
from tests.database import TestServer
from tests.factories import Portal

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def site(database_server: TestServer, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A small site that may be changed. WebAuthn knows host names only, so its server is »localhost«."""
    name = f"{database_server.copy_name}_sign_in"
    with django_db_blocker.unblock():
        database_server.copy(database_server.migrated_template(), name)
        database_server.point_django_at(name)
        Portal.build()
        server = LiveServer("localhost")
        yield server.url
        server.stop()
        database_server.point_django_at(database_server.copy_name)
        database_server.drop(name)


@pytest.fixture(autouse=True)
def _no_limits_from_before() -> None:
    cache.clear()


def plug_in_device(page: Page) -> None:
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def sign_in(page: Page, username: str) -> None:
    page.goto("/admin/login/")
    page.get_by_label("Benutzername oder E-Mail-Adresse").fill(username)
    page.get_by_label("Passwort", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()


def test_a_passkey_is_set_up_and_opens_the_account(context: BrowserContext, site: str) -> None:
    make_person("berta", superuser=True)
    page = context.new_page()
    foreign: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda it: None if it.url.startswith((site, "data:")) else foreign.append(it.url))
    page.on("console", lambda it: complaints.append(it.text) if it.type == "error" else None)
    plug_in_device(page)
    sign_in(page, "berta")
    page.get_by_role("link", name="Zweiten Faktor einrichten").click()
    page.get_by_role("link", name="Passkey einrichten").click()
    page.get_by_label("Name").fill("Diensthandy")
    page.get_by_role("button", name="Passkey einrichten").click()
    expect(page.get_by_role("heading", name="Wiederherstellungscodes")).to_be_visible()
    page.goto("/admin/sicherheit/")
    expect(page.get_by_text("Diensthandy")).to_be_visible()

    context.clear_cookies()
    sign_in(page, "berta")
    page.get_by_role("button", name="Mit Passkey bestätigen").click()
    page.wait_for_url("**/admin/")

    context.clear_cookies()
    page.goto("/admin/login/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    page.wait_for_url("**/admin/")
    assert foreign == []
    assert complaints == []


def test_an_invitation_without_a_role_asks_and_then_goes_out(context: BrowserContext, site: str) -> None:
    make_person("dora", superuser=True)
    page = context.new_page()
    sign_in(page, "dora")
    page.wait_for_url("**/admin/")
    page.goto("/admin/users/new/")
    expect(page.get_by_label("Lab-Team")).to_have_count(0)
    page.get_by_label("E-Mail-Adresse").fill("ohne.rolle@example.org")
    page.get_by_label("Vorname").fill("Olga")
    page.get_by_label("Nachname").fill("Offen")
    page.get_by_role("button", name="Einladung senden").click()
    expect(page.get_by_text("Ohne Rolle kann die Person nichts tun.")).to_be_visible()
    page.get_by_label("Zugang ohne Rolle").check()
    page.get_by_role("button", name="Einladung senden").click()
    expect(page.get_by_text("Die Einladung ist an ohne.rolle@example.org unterwegs.")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="ohne.rolle@example.org")
    expect(row).to_contain_text("ohne Rolle")
    expect(row).to_contain_text("eingeladen")


def test_a_device_without_the_passkey_is_told_so(context: BrowserContext) -> None:
    page = context.new_page()
    plug_in_device(page)
    page.goto("/admin/login/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_role("alert").filter(has_text="Nichts wurde geändert")).to_be_visible()
    expect(page.get_by_role("button", name="Mit Passkey anmelden")).to_be_enabled()


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_around_signing_in(browser: Browser, site: str, width: int) -> None:
    make_person(f"clara{width}", superuser=True)
    invited = User.objects.create_user(f"neu{width}@example.org", first_name="Nora", last_name="Neu")
    replaced = token_for(invited)
    invited.set_unusable_password()
    invited.save()
    used = token_for(make_person(f"carl{width}"))
    with browser.new_context(base_url=site, locale="de-DE", viewport={"width": width, "height": 900}) as visitor:
        page = visitor.new_page()
        found = {}

        def look(path: str) -> None:
            page.goto(path)
            wider = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            found[path] = violations(page) + (["wider than the screen"] if wider else [])

        for path in ("login/", "password_reset/", f"einladung/{token_for(invited)}/", "einladung/alt/"):
            look(f"/admin/{path}")
        for token, sentence in ((replaced, "eine neuere geschickt"), (used, "schon ein Passwort gewählt")):
            look(f"/admin/einladung/{token}/")
            expect(page.get_by_text(sentence)).to_be_visible()
        sign_in(page, f"clara{width}")
        page.wait_for_url("**/admin/")
        elsewhere = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
        elsewhere.post("/admin/login/", {"username": f"clara{width}", "password": PASSWORD})
        for path in ("sicherheit/adresse/", "sicherheit/anmeldungen/", "account/"):
            look(f"/admin/{path}")
        page.goto("/admin/sicherheit/anmeldungen/")
        page.get_by_role("button", name="Anmeldung mit Firefox unter Windows beenden").click()
        expect(page.get_by_text("Eine Anmeldung ist beendet.")).to_be_visible()
        for path in ("sicherheit/", "sicherheit/passkeys/neu/", "sicherheit/app/einrichten/", "users/new/"):
            look(f"/admin/{path}")
        look(f"/admin/users/edit/{invited.pk}/")
        look("/admin/users/")
        page.goto("/admin/sicherheit/app/einrichten/")
        secret = re.search(r"<code>([A-Z2-7]{32})</code>", page.content())[1]
        page.get_by_label("Code aus der App").fill(code(secret))
        with page.expect_navigation():  # a form asks first whether the session lasts
            page.get_by_role("button", name="App einrichten").click()
        for path in ("sicherheit/", "sicherheit/codes/", "sicherheit/codes/neu/", "sicherheit/app/entfernen/"):
            look(f"/admin/{path}")
        visitor.clear_cookies()
        sign_in(page, f"clara{width}")
        look("/admin/anmelden/zweiter-faktor/")
        assert {path: problems for path, problems in found.items() if problems} == {}
