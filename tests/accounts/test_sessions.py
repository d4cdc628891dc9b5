"""A session lasts while its owner works, and not for ever."""

import time

import pytest
from django.test import Client

from ogl_portal.accounts import sessions
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
    for hour in (6, 12, 18, 23.9):
        set_time(hour)
        working.get("/admin/reports/")
        assert is_in(working)
    set_time(24.1)
    assert not is_in(working)


def test_signing_in_anew_begins_the_limit_anew(working: Client, set_time) -> None:
    set_time(20)
    working.post("/admin/logout/")
    sign_in(working)
    set_time(30)
    assert is_in(working)


def test_the_state_of_nobody_has_no_token(client: Client) -> None:
    assert client.get("/admin/anmelden/stand/").json() == {"person": None, "name": "", "token": ""}
