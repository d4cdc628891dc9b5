"""Single promises of docs/engineering/security.md that no other test holds."""

import json
import logging
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.http import HttpResponseRedirect
from django.test import Client, RequestFactory
from django.urls import reverse

from ogl_portal.accounts import lockout
from ogl_portal.accounts.adapters import MFAAdapter
from ogl_portal.operations.logs import ShorteningFormatter
from ogl_portal.typed_text.middleware import SavedTextMiddleware
from ogl_portal.typed_text.restoring import COPY
from ogl_portal.users.models import User
from tests.factories import AdminFactory, Portal
from tests.test_settings import GOOD_KEY

CHECKOUT = Path(__file__).resolve().parent.parent
NAMES = [
    *("DEBUG", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "PASSWORD_HASHERS", "SESSION_ENGINE"),
    *(f"{cookie}_COOKIE_{part}" for cookie in ("SESSION", "CSRF") for part in ("NAME", "SECURE", "SAMESITE", "DOMAIN")),
    *("SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_PATH", "CSRF_COOKIE_PATH"),
]
PROBE = (
    f"import json; from django.conf import settings; print(json.dumps({{n: getattr(settings, n) for n in {NAMES}}}))"
)


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the settings of a site in use say."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "ogl_portal.settings.production",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "OGL_BASE_URL": "https://labore.example.org",
        "OGL_DATA_DIR": str(tmp_path_factory.mktemp("var")),
        "OGL_SECRET_KEY": GOOD_KEY,
    }
    done = subprocess.run([sys.executable, "-c", PROBE], cwd=CHECKOUT, env=environment, capture_output=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("cookie", ["SESSION", "CSRF"])
def test_cookies_are_for_this_host_over_https_alone(production: dict[str, object], cookie: str) -> None:
    """A cookie that another host of the domain, or plain HTTP, could set or read (session fixation, theft)."""
    assert str(production[f"{cookie}_COOKIE_NAME"]).startswith("__Host-")
    assert production[f"{cookie}_COOKIE_SECURE"] is True
    assert production[f"{cookie}_COOKIE_SAMESITE"] == "Lax"
    assert (production[f"{cookie}_COOKIE_DOMAIN"], production[f"{cookie}_COOKIE_PATH"]) == (None, "/")


def test_no_script_reads_the_session(production: dict[str, object]) -> None:
    assert production["SESSION_COOKIE_HTTPONLY"] is True


def test_browsers_insist_on_https_for_a_year_and_for_every_host_below(production: dict[str, object]) -> None:
    assert production["SECURE_HSTS_SECONDS"] == 365 * 24 * 3600
    assert production["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True


def test_no_debugging_in_production(production: dict[str, object]) -> None:
    assert production["DEBUG"] is False


def test_passwords_are_stored_by_a_slow_function_and_sessions_in_the_database(production: dict[str, object]) -> None:
    assert production["PASSWORD_HASHERS"][0] == "django.contrib.auth.hashers.PBKDF2PasswordHasher"  # type: ignore[index]
    assert production["SESSION_ENGINE"] == "django.contrib.sessions.backends.db"


@pytest.mark.parametrize(
    "path", ["/", "/admin/login/", "/health/live/", "/dateien/1/x.pdf", "/admin/reports/workflow/"]
)
def test_nobody_else_may_read_and_nobody_may_trace(portal: Portal, client: Client, path: str) -> None:
    """No answer for scripts of other origins, and none that gives a request back with its cookies (XST)."""
    told = client.get(path, headers={"origin": "https://elsewhere.example"})
    assert not [name for name in told.headers if name.lower().startswith("access-control-")]
    assert client.trace(path).status_code == 405


@pytest.mark.parametrize("path", ["/media/", "/media/images/", "/static/", "/dateien/"])
def test_no_folder_is_listed(portal: Portal, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_any_long_password_does_and_every_sign_of_it_counts(portal: Portal) -> None:
    """None is cut or changed (NIST SP 800-63B)."""
    long = " Übelkrähe singt am frühen Abend über dem alten Hafen; " * 4
    validate_password(long)
    stored = make_password(long)
    assert check_password(long, stored)
    assert not any(check_password(other, stored) for other in (long.strip(), long[:72], long.lower(), long[:-1]))


def test_fields_of_passwords_hide_them_and_take_what_a_password_manager_gives(portal: Portal, client: Client) -> None:
    signing_in = client.get("/admin/login/").content.decode()
    client.force_login(AdminFactory())
    account = client.get("/admin/account/").content.decode()
    for page, name, kind in (
        (signing_in, "password", "current-password"),
        (account, "password-old_password", "current-password"),
        (account, "password-new_password1", "new-password"),
    ):
        [field] = re.findall(rf'<input[^>]* name="{name}"[^>]*>', page)
        assert 'type="password"' in field
        assert f'autocomplete="{kind}"' in field
        assert "paste" not in field


def test_a_session_is_new_at_sign_in_long_and_over_after_signing_out(portal: Portal, client: Client) -> None:
    """A session that somebody fixed before, or kept afterwards, opens nothing."""
    person = AdminFactory(username="mara")
    person.set_password(GOOD_KEY)
    person.save()
    client.get("/admin/login/")
    client.session.save()
    client.cookies["sessionid"] = before = "a" * 32
    client.post("/admin/login/", {"username": "mara", "password": GOOD_KEY})
    key = client.cookies["sessionid"].value
    assert key != before
    assert len(key) == 32
    page = client.get("/admin/").content.decode()
    assert reverse("wagtailadmin_logout") in page
    client.post(reverse("wagtailadmin_logout"))
    client.cookies["sessionid"] = key
    assert client.get("/admin/").status_code == 302
    assert not Session.objects.filter(pk=key).exists()


def test_a_new_secret_key_still_reads_what_the_old_one_wrote(settings: Any) -> None:
    settings.SECRET_KEY = "old-" + GOOD_KEY
    stored = MFAAdapter().encrypt("factor")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new-" + GOOD_KEY, ["old-" + GOOD_KEY]
    assert MFAAdapter().decrypt(stored) == "factor"


@pytest.mark.parametrize(
    "path", ["/", "/sitemap.xml", "/opensearch.xml", "/aktuelles/atom.xml", "/robots.txt", "/termine/kalender.ics"]
)
def test_texts_and_xml_name_their_characters(portal: Portal, client: Client, path: str) -> None:
    assert client.get(path).headers["Content-Type"].endswith("; charset=utf-8")


def test_helpers_of_the_admin_are_set_for_this_host_alone(settings: Any) -> None:
    """Another host of the domain that sets them could make a browser known, or copies forgotten."""
    settings.SESSION_COOKIE_SECURE = True
    request = RequestFactory().post(settings.ADMIN_PATH, {COPY: "0123-4567"}, secure=True)
    request.user = User(pk=1, username="mara")
    answer = SavedTextMiddleware(lambda _: HttpResponseRedirect(settings.ADMIN_PATH))(request)
    lockout.make_known(request, request.user)
    lockout.remember_browser(request, answer)
    assert len(answer.cookies) == 2
    for name, cookie in answer.cookies.items():
        assert name.startswith("__Host-")
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
        assert cookie["samesite"] in {"Lax", "Strict"}


# Markup that a script writes: its own words, or part of an answer of this site, which was escaped there.
WRITES_MARKUP = re.compile(r"\.innerHTML\b|\.outerHTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function")
MARKUP_OF_OURS = {
    ("admin-pictures.js", ".innerHTML"),  # a dialog; the name of the file is put in by textContent
    ("admin-upload.js", ".innerHTML"),  # a bar, with a number of the script
    ("labs.js", ".innerHTML"),  # the same page, asked for again
}


def test_no_script_of_ours_makes_markup_of_text() -> None:
    """The name of a file, an answer, a title that are put together with markup (script injection in the browser)."""
    found = {
        (path.name, sink)
        for path in (CHECKOUT / "static/src/js").glob("*.js")
        for sink in WRITES_MARKUP.findall(path.read_text())
    }
    assert found <= MARKUP_OF_OURS


def test_every_line_of_the_log_says_its_time_with_its_zone(settings: Any) -> None:
    """So that logs of several machines can be put in order."""
    shape = {name: value for name, value in settings.LOGGING["formatters"]["plain"].items() if name != "()"}
    formatter = ShorteningFormatter(shape["format"], shape["datefmt"], shape["style"])
    line = formatter.format(logging.makeLogRecord({"msg": "Not Found: /", "name": "django.request"}))
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} ", line)
