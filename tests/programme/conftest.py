"""The whole programme in the test database, loaded once for a module and taken back after it."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import transaction

from ogl_portal.programme.content import Programme, read_programme
from ogl_portal.programme.loader import load
from ogl_portal.programme.loader.ledger import Outcome


@pytest.fixture(scope="module")
def programme() -> Programme:
    return read_programme()


@pytest.fixture(scope="module")
def loaded(programme: Programme, django_db_setup: None, django_db_blocker) -> Iterator[Counter[Outcome]]:
    """Everything loaded into an empty database; what a test changes is gone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(programme, print)
        transaction.set_rollback(True)
