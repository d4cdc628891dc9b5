"""Every screen of the admin is in German: all addresses of tests/access, for each role that gets through."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from tests.access.knock import OK, knock
from tests.access.table import RULES, Row, read_table
from tests.access.world import World
from tests.test_access_matrix import address_of
from tests.words.english import english_on

ROLES = ("administrator", "publisher", "staff", "team A")
ROWS = [row for row in read_table() if row.pattern.startswith("admin/") and "crash" not in row.get]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("migrate", verbosity=0)  # names rights anew, where the template of the database is an older one
        yield World.build()
        transaction.set_rollback(True)


def markup_of(response: Any) -> str:
    """HTML of a page, or of the dialog in a JSON answer."""
    kind = response.headers.get("Content-Type", "")
    if response.status_code != 200 or not kind.startswith(("text/html", "application/json")):
        return ""
    text = b"".join(response).decode()
    return str(json.loads(text).get("html", "")) if kind.startswith("application/json") and text[:1] == "{" else text


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.pattern} {row.address}")
def test_screen_is_in_german(world: World, row: Row) -> None:
    faults = {}
    seen = set()
    for role in ROLES:
        if RULES[row.get][role] != OK:
            continue
        _, response = knock(world, role, "GET", address_of(row, world), read=True)
        markup = markup_of(response)
        if markup and markup not in seen:
            seen.add(markup)
            faults |= english_on(markup)
    assert faults == {}
