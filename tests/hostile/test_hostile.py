"""Requests that no browser sends, over every address there is, as each of six people: docs/engineering/hostile.md."""

import logging
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tests.access.knock import knock
from tests.access.world import ROLES
from tests.hostile import shaking
from tests.hostile.drawing import draw
from tests.hostile.stage import Stage

IN_CI = "3000"
SEED = os.environ.get("OGL_HOSTILE_SEED", "1")
REQUESTS = int(os.environ.get("OGL_HOSTILE_REQUESTS", IN_CI))
BY_HAND = "OGL_HOSTILE_REQUESTS" in os.environ
ONLY = os.environ.get("OGL_HOSTILE_ONLY", "")
"""One request again, as a fault names it: ``staff:123``."""

ENDLESS = "9" * 5000  # Python refuses to read that as a number
NUL = "vor\x00nach"


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    logging.disable()  # every refusal is logged with its trace, and pytest keeps them all
    with django_db_blocker.unblock(), transaction.atomic():
        yield Stage.build()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("role", ROLES)
def test_nothing_breaks_and_nothing_gets_out(stage: Stage, role: str) -> None:
    day, start = timezone.localdate(), transaction.savepoint()
    before = shaking.seen(stage)
    report = shaking.Report()
    for request in requests(stage, role):
        shaking.try_one(stage, request, report)
    shaking.forget()
    print(f"\n{role}, seed {SEED}: {report}")  # noqa: T201  (a figure, not a judgement: machines differ)
    assert not report.faults, "\n".join(report.faults)
    after = shaking.seen(stage)
    if timezone.localdate() != day:  # midnight has passed, and screens name another day
        transaction.savepoint_rollback(start)
        shaking.forget()
        before = shaking.seen(stage)
    assert shaking.changes(before, after) == []
    if BY_HAND:
        assert shaking.slow(stage, report) == []


def requests(stage: Stage, role: str) -> Iterator[shaking.HostileRequest]:
    numbers = range(REQUESTS // len(ROLES))
    if ONLY:
        numbers = (
            range(int(ONLY.partition(":")[2]), int(ONLY.partition(":")[2]) + 1) if ONLY.startswith(role) else range(0)
        )
    for number in numbers:
        request = draw(stage, SEED, role, number)
        if ONLY:
            print(f"\n{request}\n{request.body[:20_000]!r}")  # noqa: T201
        yield request


# --- cases that were found earlier, each with the answer that it has to get ---


def key(stage: Stage, pattern: str) -> int:
    return int(dict(stage.world.values)[pattern]["pk"])


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("anonymous", f"/abonnieren/?labore={ENDLESS}"),
        ("team A", f"/admin/planung/?verschoben=durchsicht-{ENDLESS}"),
        ("team A", f"/admin/choose-page/chosen-multiple/?id={ENDLESS}"),
    ],
)
def test_a_number_without_end(stage: Stage, role: str, address: str) -> None:
    assert knock(stage.world, role, "GET", address, read=True)[1].status_code == 200


def test_a_draft_of_an_answer_keeps_what_can_be_kept(stage: Stage) -> None:
    for pattern in ("admin/posteingang/", "admin/barrieren/"):
        data = {"was": "entwurf", "answer": NUL}
        address = f"/{pattern}{key(stage, pattern)}/"
        assert knock(stage.world, "staff", "POST", address, data=data)[1].status_code == 204


def test_answers_to_colleagues_keep_what_can_be_kept(stage: Stage) -> None:
    address = f"/admin/bitte-ansehen/erledigt/{key(stage, 'admin/bitte-ansehen/')}/"
    assert knock(stage.world, "team A", "POST", address, data={"answer": NUL})[1].status_code == 302
