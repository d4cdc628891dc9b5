"""A session lasts while its owner works, and not for ever."""

import time

import pytest
from django.test import Client

from ogl_portal.accounts import sessions
from ogl_portal.users.models import User
from tests.accounts.people import make_person, sign_in

pytestmark = pytest.mark.django_db
HOUR = 3600


@pytest.fixture
def set_time(monkeypatch: pytest.MonkeyPatch):
    start = time.time()
    return lambda hours: monkeypatch.setattr(sessions.time, "time", lambda: start + hours * HOUR)


@pytest.fixture
def working(client: Client) -> Client:
    make_person(superuser=True)
    sign_in(client)
    return client


def alive_at(client: Client) -> int:
    return client.session[sessions.ALIVE_AT]


def is_in(client: Client) -> bool:
    return client.get("/admin/anmelden/stand/").json()["person"] is not None


def test_work_begins_the_idle_time_anew(working: Client, set_time) -> None:
    before = alive_at(working)
    set_time(3)
    answer = working.get("/admin/reports/")
    assert alive_at(working) >= before + 3 * HOUR
    assert "sessionid" in working.cookies
    assert answer.status_code != 500


def test_what_an_open_page_asks_by_itself_is_no_work(working: Client, set_time) -> None:
    before = alive_at(working)
    set_time(3)
    assert is_in(working)
    assert alive_at(working) == before


def test_a_session_is_not_written_with_every_request(working: Client, set_time) -> None:
    before = alive_at(working)
    set_time(0.01)
    working.get("/admin/reports/")
    assert alive_at(working) == before


def test_a_day_after_signing_in_it_ends_all_the_same(working: Client, set_time) -> None:
    for hour in range(3, 24, 3):
        set_time(hour)
        working.get("/admin/reports/")
        assert is_in(working)
    set_time(23.9)
    assert is_in(working)
    set_time(24.1)
    assert not is_in(working)


def test_signing_in_anew_begins_the_limit_anew(working: Client, set_time) -> None:
    set_time(3)
    working.post("/admin/logout/")
    sign_in(working)
    for hour in range(6, 27, 3):
        set_time(hour)
        working.get("/admin/reports/")
    set_time(26.9)
    assert is_in(working)


def test_the_state_of_nobody_has_no_token(client: Client) -> None:
    assert client.get("/admin/anmelden/stand/").json() == {"person": None, "name": "", "token": ""}


def test_without_work_it_ends_after_a_few_hours(working: Client, set_time) -> None:
    set_time(3.9)
    assert is_in(working)
    set_time(4.1)
    assert not is_in(working)


def test_where_one_is_signed_in_is_listed_and_ended(working: Client) -> None:
    elsewhere = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0")
    third = Client()
    stranger = Client()
    make_person("berta")
    for browser in (elsewhere, third):
        sign_in(browser)
    sign_in(stranger, "berta")
    page = working.get("/admin/sicherheit/anmeldungen/").content.decode()
    assert page.count("Beenden</button>") == 2
    assert "Firefox unter Windows" in page
    assert elsewhere.session.session_key not in page
    name = next(
        one.name
        for one in sessions.open_sessions(User.objects.get(username="anna"), working.session)
        if "Fire" in one.browser
    )
    stranger.post("/admin/sicherheit/anmeldungen/", {"sitzung": name})
    assert is_in(elsewhere), "nobody ends another person's session"
    working.post("/admin/sicherheit/anmeldungen/", {"sitzung": name})
    assert [is_in(browser) for browser in (working, elsewhere, third, stranger)] == [True, False, True, True]
    working.post("/admin/sicherheit/anmeldungen/")
    assert [is_in(browser) for browser in (working, third, stranger)] == [True, False, True]
