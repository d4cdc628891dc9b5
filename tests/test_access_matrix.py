"""Who gets through which door: every address × GET and POST × six people, against tests/access/matrix.txt.

The addresses come from the URL resolver. A new view without a line in the table fails here, and so does a line whose
view is gone. Everything that belongs to somebody belongs to lab A (tests/access/world.py). What every answer tells
browsers is looked at as well.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from ogl_portal.editorial.known_objects import GUARDED
from tests.access.addresses import all_patterns, filled, is_regular_expression, parameters
from tests.access.knock import FORBIDDEN, NO_METHOD, OK, knock, tells_secret
from tests.access.safe_headers import faults_of_headers
from tests.access.table import RULES, SHOWN, Row, read_table
from tests.access.world import ROLES, WORD, World

ROWS = read_table()
OURS = ("admin/berichte/suchanfragen/", "admin/dateiversionen/", "admin/laborteams/", "admin/veroeffentlichungen/")
STRANGERS = ("anonymous", "team B")
SEARCH = {"q": WORD, "search": WORD}  # the API asks for the second


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield World.build()
        transaction.set_rollback(True)


def address_of(row: Row, world: World) -> str:
    if row.address:
        return row.address.format_map(world.names)
    values = world.values_for(row.pattern)
    missing = [name for name in parameters(row.pattern) if name not in values]
    assert not missing, f"Say in tests/access/world.py what {missing} stand for in {row.pattern}"
    return filled(row.pattern, values)


def test_every_address_has_a_line_and_every_line_an_address() -> None:
    known, listed = set(all_patterns()), {row.pattern for row in ROWS}
    assert not known - listed, "Views without a line in tests/access/matrix.txt: say who may open them."
    assert not listed - known, "Lines in tests/access/matrix.txt whose view is gone: take them out."


def test_regular_expressions_say_which_address_is_tried() -> None:
    assert [row.pattern for row in ROWS if is_regular_expression(row.pattern) and not row.address] == []


def test_all_that_is_done_to_several_at_once_has_a_line() -> None:
    bulk_action_registry._scan_for_bulk_actions()
    known = {
        f"/admin/bulk/{app}/{model}/{action}/"
        for app, models in bulk_action_registry.actions.items()
        for model, actions in models.items()
        for action in actions
    }
    assert known == {row.address.partition("?")[0] for row in ROWS if row.address.startswith("/admin/bulk/")}


def test_nobody_is_forbidden_what_they_may_not_know_of() -> None:
    """»Forbidden« says that there is something of that number. Of pages and files the gate knows who may know that."""
    telling = [
        row.pattern
        for row in ROWS
        if row.pattern.startswith("admin/")
        and not row.pattern.startswith("admin/api/")  # asks for what the person may know of first
        and re.search(r"<int:|\bpk>", row.pattern)
        and not GUARDED & set(parameters(row.pattern))
        and FORBIDDEN in {RULES[rule][role] for rule in (row.get, row.post) if rule not in SHOWN for role in ROLES}
    ]
    assert telling == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.pattern} {row.address}")
def test_who_gets_through(world: World, row: Row) -> None:
    """And nobody reads what lab A has not published."""
    address = address_of(row, world)
    surprises = []
    for method in ("GET", "POST"):
        for role in ROLES:
            outcome, response = knock(world, role, method, address, read=role in STRANGERS)
            surprises += [f"{method} as {role}: {fault}" for fault in faults_of_headers(response.headers)]
            if not row.accepts(method, role, outcome):
                surprises.append(f"{method} as {role}: {outcome}, not {row.expected(method, role)}")
            if role in STRANGERS and tells_secret(response):
                surprises.append(f"{method} as {role}: tells what is not public")
    assert surprises == [], address


@pytest.mark.parametrize("role", STRANGERS)
def test_what_lab_a_has_not_published_is_not_found_by_searching(world: World, role: str) -> None:
    leaks = []
    for row in ROWS:
        if row.expected("GET", role) == OK and "?" not in row.address:
            address = address_of(row, world)
            _, response = knock(world, role, "GET", address, data=SEARCH, read=True)
            if tells_secret(response):
                leaks.append(address)
    assert leaks == []


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_our_own_views_know_no_other_methods(world: World, method: str) -> None:
    for row in ROWS:
        if row.pattern.startswith(OURS):
            outcome, _ = knock(world, "administrator", method, address_of(row, world))
            assert outcome == NO_METHOD, row.pattern
