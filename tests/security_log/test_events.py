"""What a SOC reads: sign-ins, failures, lock-outs, refusals, rights, exports; and nobody's name, address or secret."""

import datetime
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.contrib.auth.models import Group, Permission
from django.http import HttpRequest
from django.test import Client

from ogl_portal.security_log import handler, privacy
from ogl_portal.users.models import RoleKey, User
from tests.accounts.people import give_app, make_person, sign_in, wrong_code
from tests.factories import Portal

Lines = Callable[[str], list[dict[str, Any]]]


class Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(handler.EcsFormatter())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def kept(portal: Portal) -> Iterator[Kept]:
    kept = Kept()
    logger = logging.getLogger("ogl.security")
    logger.addHandler(kept)
    yield kept
    logger.removeHandler(kept)


@pytest.fixture
def lines(kept: Kept) -> Lines:
    """The events of one action so far, oldest first."""

    def read(action: str) -> list[dict[str, Any]]:
        events = [json.loads(line) for line in kept.lines]
        return [event for event in events if event["event.action"] == action]

    return read


def test_signing_in_and_out(client: Client, lines: Lines) -> None:
    person = make_person()
    sign_in(client)
    client.post("/admin/logout/")
    (event,) = lines("sign-in")
    assert event["event.outcome"] == "success"
    assert event["event.category"] == ["authentication"]
    assert event["user.id"] == str(person.pk)
    assert event["source.ip"] == "127.0.0.0", "the network, never the address"
    assert datetime.datetime.fromisoformat(event["@timestamp"]).tzinfo
    assert [event["user.id"] for event in lines("sign-out")] == [str(person.pk)]


def test_failures_and_the_lock_out(client: Client, lines: Lines) -> None:
    person = make_person()
    secret = give_app(person)
    sign_in(client, password="geheim und falsch")
    sign_in(client)
    client.post("/admin/anmelden/zweiter-faktor/", {"code": wrong_code(secret)})
    sign_in(client, "niemand", "geheim und falsch")
    outcomes = [(event["event.outcome"], event.get("user.target.id")) for event in lines("sign-in")]
    assert outcomes == [("failure", str(person.pk)), ("failure", str(person.pk)), ("failure", None)]
    for _ in range(3):
        sign_in(client, password="geheim und falsch")
    assert lines("lock-out")[-1]["user.target.id"] == str(person.pk)
    assert lines("too-many-requests")


def test_refusals_whichever_way_they_are_answered(client: Client, lines: Lines) -> None:
    person = make_person()
    sign_in(client)
    assert client.get("/admin/users/").status_code == 302
    client.get("/admin/users/", headers={"x-requested-with": "XMLHttpRequest"})
    assert client.get(f"/admin/users/edit/{person.pk}/").status_code == 404, "does not say that there is somebody"
    first, second, third = lines("refused")
    assert (first["user.id"], first["labels.route"], first["log.level"]) == (str(person.pk), "admin/users/", "warning")
    assert second["labels.route"] == "admin/users/"
    assert third["labels.route"] == "admin/users/edit/<int:pk>/"


def test_rights_and_accounts(client: Client, lines: Lines) -> None:
    boss, person = make_person("leitung", superuser=True), make_person("olga")
    group = Group.objects.get(role__key=RoleKey.STAFF)
    sign_in(client, "leitung")
    client.post(f"/admin/bulk/users/user/assign_role/?id={person.pk}&next=/admin/users/", {"role": group.pk})
    event = lines("rights-changed")[-1]
    assert (event["user.id"], event["user.target.id"]) == (str(boss.pk), str(person.pk))
    assert (event["labels.groups"], event["labels.change"]) == ([group.pk], "added")
    client.post(
        f"/admin/users/edit/{person.pk}/",
        {"username": "olga", "email": "neu@example.org", "first_name": "O", "last_name": "Ohm", "is_superuser": "on"},
    )
    assert lines("rights-changed")[-2]["labels.superuser"] is True or lines("rights-changed")[-1]["labels.superuser"]
    assert "email" in lines("account-changed")[-1]["labels.fields"]
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    client.post(f"/admin/bulk/users/user/delete/?id={person.pk}&next=/admin/users/")
    assert lines("account-deleted")[-1]["user.target.id"] == str(person.pk)


def test_exports(client: Client, lines: Lines) -> None:
    boss = make_person("leitung", superuser=True)
    sign_in(client, "leitung")
    b"".join(client.get("/admin/berichte/personen/?export=csv"))
    (event,) = lines("export")
    assert (event["user.id"], event["labels.format"]) == (str(boss.pk), "text/csv")


def test_nothing_personal_stands_in_it(client: Client, kept: Kept) -> None:
    person = User.objects.create_user("ada", "ada@example.org", "vier Tassen Kaffee am Morgen", last_name="Lovelace")
    sign_in(client, "ada", "geheim und falsch")
    sign_in(client, "geheim und falsch")
    client.get(f"/admin/einladung/{'token' * 9}/", headers={"x-forwarded-for": "198.51.100.77"})
    person.delete()
    text = "\n".join(kept.lines)
    assert text
    for secret in ("ada", "Lovelace", "geheim", "tokentoken", "198.51.100.77"):
        assert secret not in text


def test_files_are_for_their_owner_and_go_after_their_time(tmp_path: Path, settings: Any) -> None:
    settings.OGL_SECURITY_LOG_DIR, settings.OGL_SECURITY_LOG_DAYS = tmp_path, 90
    daily = handler.DailyFileHandler(str(tmp_path))
    daily.setFormatter(handler.EcsFormatter())
    for number in range(2):
        daily.emit(logging.makeLogRecord({"msg": f"sign-in\n{number}", "levelname": "INFO", "ecs": {"user.id": "1"}}))
    (file,) = tmp_path.iterdir()
    assert [json.loads(line)["user.id"] for line in file.read_text().splitlines()] == ["1", "1"]
    assert file.stat().st_mode & 0o077 == 0
    old = tmp_path / "security-2020-01-01.jsonl"
    old.touch()
    handler.forget_old_files(datetime.datetime.now(datetime.UTC).date())
    assert (file.exists(), old.exists()) == (True, False)


def test_the_privacy_notice_says_how_long_it_stays(settings: Any) -> None:
    settings.OGL_SECURITY_LOG_DAYS = 30
    assert "Nach 30 Tagen" in privacy.section(HttpRequest())
    settings.OGL_SECURITY_LOG = "stderr"
    assert "Tagen" not in privacy.section(HttpRequest())


def test_it_is_on_in_every_environment() -> None:
    logger = project.LOGGING["loggers"]["ogl.security"]
    assert (logger["level"], logger["propagate"], logger["handlers"]) == ("INFO", False, ["security"])
