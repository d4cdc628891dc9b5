"""What every test shares: a real PostgreSQL, and a database that is copied rather than migrated.

The server is the embedded one with a data folder of its own (``OGL_TEST_DATA_DIR``, else var/test in the checkout),
or the one that ``DATABASE_URL`` names; the account needs the right to make databases there. Several runs at once
share the server and do not meet otherwise.
"""

import datetime
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Site

from ogl_portal.core import index_pages, titles
from ogl_portal.core.navigation import FRAME_KEY
from ogl_portal.mail.sending import send_due
from ogl_portal.redirects import former_slugs
from tests import database
from tests.clock import SetClock, noon
from tests.factories import Portal
from tests.publications.pdf import corpus
from tests.quick import is_quick

# Files that take minutes begin first: one that begins last would keep one core busy while the others have nothing left.
LONG = ("tests/hostile/", "tests/browser/", "tests/test_any_text.py", "tests/importing/test_wordpress.py")


def pytest_unconfigure() -> None:
    """Remove what the tests have uploaded."""
    shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="only what tests/quick.py calls quick, for daily work")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("quick"):
        config.hook.pytest_deselected(items=[item for item in items if not is_quick(item)])
        items[:] = [item for item in items if is_quick(item)]
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: it need not be looked through for what may go, a seventh of a run's time.

    Measured with ``gc.callbacks`` over tests/editorial/test_drafts.py: 83 seconds of CPU before, 71 after.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once how many tests were left out for want of the corpus, and what to do about it."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if corpus.MISSING in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(f"Left out: {len(skipped)} tests over real-world PDF files. {corpus.MISSING}")


# No deadline: how fast a machine is says nothing about the code. In CI the examples are the same in every run.
hypothesis.settings.register_profile("portal", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("portal")


@pytest.fixture(scope="session")
def database_server() -> Iterator[database.TestServer]:
    """The server that holds the test databases."""
    with database.running_server() as server:
        yield server


@pytest.fixture(scope="session")
def django_db_setup(
    database_server: database.TestServer, django_test_environment: None, django_db_blocker
) -> Iterator[None]:
    """A copy of the migrated template database, with the portal's empty pages: half of a test's time went there.

    Replaces the fixture of pytest-django, which migrates every time.
    """
    with django_db_blocker.unblock():
        server = database_server
        server.drop_leftovers()
        template = server.migrated_template()
        server.point_django_at(server.portal_name)
        server.copy(template, server.portal_name)
        Portal.build()
        server.point_django_at(server.copy_name)
        server.copy(server.portal_name)
    yield
    with django_db_blocker.unblock():
        connection.close()
        server.drop(server.copy_name)
        server.drop(server.portal_name)


@pytest.fixture(autouse=True)
def _fresh_copy_after_commits(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test that commits (``transactional_db``, ``live_server``) the next one gets a fresh copy.

    Django empties every table after such a test, the root page and the groups made by migrations included. With the
    marker it would do so after this fixture.
    """
    marker = request.node.get_closest_marker("django_db")
    assert not (marker and marker.kwargs.get("transaction")), "Use the fixture »transactional_db« instead."
    yield
    if {"transactional_db", "live_server"} & set(request.fixturenames):
        server: database.TestServer = request.getfixturevalue("database_server")
        with request.getfixturevalue("django_db_blocker").unblock():
            connection.close()
            server.copy(server.portal_name)


@pytest.fixture
def somebody_else(db: None) -> Iterator[psycopg.Connection]:
    """A connection beside Django's, to the same database."""
    parameters = connection.get_connection_params()
    chosen = {name: parameters[name] for name in ("dbname", "user", "password", "host", "port") if parameters.get(name)}
    with psycopg.connect(**chosen, autocommit=True) as other:
        yield other


@pytest.fixture(autouse=True)
def _no_pages_remembered() -> None:
    """A test's pages are rolled back without a word to anybody."""
    cache.delete_many([FRAME_KEY, index_pages.KEY, titles.KEY, former_slugs.KEY])
    Site.clear_site_root_paths_cache()


def _files_of_the_run() -> Path:
    """The programme's files, for all processes of this run; goes with the folder of the one that shares out."""
    return settings.DATA_DIR.with_name(settings.DATA_DIR.name.replace(str(os.getpid()), str(database.run_id()))) / "run"


def _load_programme() -> None:
    call_command("load_programme", verbosity=0)
    shutil.copytree(settings.PRIVATE_MEDIA_ROOT, _files_of_the_run())


@pytest.fixture(scope="session")
def programme_database(database_server: database.TestServer, django_db_setup: None, django_db_blocker) -> Iterator[str]:
    """A second database with the whole programme, its sample PDFs taken through the pipeline. Only read."""
    server, name = database_server, database_server.programme_name
    with django_db_blocker.unblock():
        server.make_once(server.programme_source, _load_programme, server.migrated_template())
        server.copy(server.programme_source, name)
        server.point_django_at(server.copy_name)
    shutil.copytree(_files_of_the_run(), settings.PRIVATE_MEDIA_ROOT, dirs_exist_ok=True)
    yield name
    with django_db_blocker.unblock():
        server.drop(name)


@pytest.fixture(scope="module")
def programme_site(programme_database: str, database_server: database.TestServer, django_db_blocker) -> Iterator[None]:
    """The whole programme in place of the empty database, for all tests of a module."""
    with django_db_blocker.unblock():
        database_server.point_django_at(programme_database)
        cache.clear()
        yield
        database_server.point_django_at(database_server.copy_name)
        cache.clear()


@pytest.fixture
def database_url(database_server: database.TestServer, db: None) -> str:
    """``DATABASE_URL`` of the test database, for programs that a test starts."""
    return database_server.url(str(settings.DATABASES["default"]["NAME"]))


@pytest.fixture
def portal(db: None) -> Portal:
    """The site with its empty index pages."""
    return Portal.current()


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Let it be noon of a day, for everything that asks ``django.utils.timezone``."""

    def set_to(day: datetime.date) -> None:
        moment = noon(day)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_to


@pytest.fixture
def sent_mails(db: None) -> Callable[[], list[mail.EmailMessage]]:
    """Call it to send what waits in the outbox, and to get all that was sent in this test.

    In a test that commits, mails go out by themselves; in others, the transaction that would send them never ends.
    """

    def send() -> list[mail.EmailMessage]:
        send_due()
        return list(mail.outbox)

    return send
