"""Test databases as copies of a template that is named after the migrations it was made by.

A run of all migrations takes ten seconds, a copy a tenth of one. The template stays on the server between runs and
is made anew when a migration file, a package with migrations, or what is done after them changes.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from ogl_portal import postgres
from ogl_portal.settings.database import database_settings

CHECKOUT = Path(__file__).resolve().parent.parent
TEMPLATE_LOCK = 7_640_001  # any number that nothing else on the server uses


def run_id() -> int:
    """The process that speaks for the whole run: the one that shares the tests out, or else this one."""
    return os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()


@dataclass
class TestServer:
    """A PostgreSQL server on which this process makes and drops databases."""

    __test__ = False  # not a test class, whatever its name

    address: str
    copy_name: str = field(default_factory=lambda: f"test_ogl_{os.getpid()}")
    _template: str | None = None

    def url(self, name: str) -> str:
        return urlunsplit(urlsplit(self.address)._replace(path=f"/{name}"))

    def point_django_at(self, name: str) -> None:
        """Django keeps these two dictionaries; its connection reads them when it next connects."""
        connection.close()
        chosen = database_settings(self.url(name))
        for known in (connection.settings_dict, connections.databases["default"], settings.DATABASES["default"]):
            known.update(chosen)

    def migrated_template(self) -> str:
        """The name of the template; made by the first run that needs it, others wait for it."""
        if self._template is None:
            self._template = f"template_ogl_{_hash_of_migrations()}"
            self.make_once(self._template, self._migrate)
        return self._template

    def _migrate(self) -> None:
        with self._admin() as admin:
            self._drop_old_templates(admin)
        call_command("migrate", interactive=False, verbosity=0)

    def make_once(self, name: str, fill: Callable[[], object], template: str = "template1") -> None:
        """Make the database ``name`` unless it is there; others that want it wait.

        ``fill`` is called with Django pointed at it, and Django points nowhere of use afterwards.
        """
        with self._admin() as admin:
            admin.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
            if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return
            unfinished = f"{name}_unfinished"
            self.copy(template, unfinished)
            self.point_django_at(unfinished)
            fill()
            connection.close()
            admin.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(name))
            )

    @property
    def portal_name(self) -> str:
        """What this run's database is copied from: the migrated template with the portal's empty pages."""
        return f"{self.copy_name}_portal"

    @property
    def programme_name(self) -> str:
        """This process's second database: with the whole programme in it, only read."""
        return f"{self.copy_name}_programme"

    @property
    def programme_source(self) -> str:
        """What it is copied from, once for all processes of a run. The next run drops it: its owner is gone."""
        return f"test_ogl_{run_id()}_source"

    def copy(self, template: str, copy_name: str = "") -> None:
        """Make this run's database (or the one of that name) anew from the template."""
        with self._admin() as admin:
            name = sql.Identifier(copy_name or self.copy_name)
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            admin.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(name, sql.Identifier(template))
            )

    def drop(self, name: str) -> None:
        with self._admin() as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def drop_leftovers(self) -> None:
        """Drop what runs have left behind that were killed: their process is gone."""
        with self._admin() as admin:
            for name in _names(admin, "test\\_ogl\\_%"):
                owner = name.removeprefix("test_ogl_").partition("_")[0]
                if owner.isdigit() and not _is_alive(int(owner)):
                    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _drop_old_templates(self, admin: psycopg.Connection) -> None:
        """Keep the three newest: somebody who changes branches comes back."""
        for name in _names(admin, "template\\_ogl\\_%")[3:]:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextmanager
    def _admin(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.url("postgres"), autocommit=True) as admin:
            yield admin


@contextmanager
def running_server() -> Iterator[TestServer]:
    if url := os.environ.get("DATABASE_URL"):
        yield TestServer(url)
        return
    data_dir = Path(os.environ.get("OGL_TEST_DATA_DIR") or CHECKOUT / "var" / "test")
    address = postgres.ensure_running(data_dir, durable=False)
    yield TestServer(address.url)
    postgres.release(data_dir)


def _names(admin: psycopg.Connection, pattern: str) -> list[str]:
    """Databases by name pattern, the newest first."""
    rows = admin.execute("SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid DESC", [pattern])
    return [row[0] for row in rows]


def _hash_of_migrations() -> str:
    digest = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda config: config.label):
        for file in (*sorted(Path(app.path).glob("migrations/*.py")), *Path(app.path).glob("triggers.py")):
            digest.update(f"{app.label}/{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
