"""The whole programme in the test database, loaded once for a module and taken back after it."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction

from ogl_portal.programme.content import Programme
from ogl_portal.programme.loader import load
from ogl_portal.programme.reading import read_programme
from ogl_portal.sync.log import SyncOutcome
from tests.database import TestServer


@pytest.fixture(scope="module")
def programme() -> Programme:
    return read_programme()


@pytest.fixture(scope="module")
def loaded(
    programme: Programme, database_server: TestServer, django_db_setup: None, django_db_blocker
) -> Iterator[Counter[SyncOutcome]]:
    """Everything loaded into a database as migrations leave it; what a test changes is gone after it."""
    name = f"{database_server.copy_name}_loaded"
    with django_db_blocker.unblock():
        database_server.copy(database_server.migrated_template(), name)
        database_server.point_django_at(name)
        cache.clear()
        with transaction.atomic():
            yield load(programme, print)
            transaction.set_rollback(True)
        database_server.point_django_at(database_server.copy_name)
        database_server.drop(name)
        cache.clear()
