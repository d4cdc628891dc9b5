"""What no browser sends is answered without a fault: numbers without end, characters that no database can hold."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.access.knock import knock
from tests.access.world import World

ENDLESS = "9" * 5000  # Python refuses to read that as a number
NUL = "vor\x00nach"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield World.build()
        transaction.set_rollback(True)


def key(world: World, pattern: str) -> int:
    return int(dict(world.values)[pattern]["pk"])


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("anonymous", f"/abonnieren/?labore={ENDLESS}"),
        ("team A", f"/admin/planung/?verschoben=durchsicht-{ENDLESS}"),
        ("team A", f"/admin/choose-page/chosen-multiple/?id={ENDLESS}"),
    ],
)
def test_a_number_without_end(world: World, role: str, address: str) -> None:
    assert knock(world, role, "GET", address, read=True)[1].status_code == 200


def test_a_draft_of_an_answer_keeps_what_can_be_kept(world: World) -> None:
    for pattern in ("admin/posteingang/", "admin/barrieren/"):
        data = {"was": "entwurf", "answer": NUL}
        assert knock(world, "staff", "POST", f"/{pattern}{key(world, pattern)}/", data=data)[1].status_code == 204


def test_answers_to_colleagues_keep_what_can_be_kept(world: World) -> None:
    address = f"/admin/bitte-ansehen/erledigt/{key(world, 'admin/bitte-ansehen/')}/"
    assert knock(world, "team A", "POST", address, data={"answer": NUL})[1].status_code == 302
