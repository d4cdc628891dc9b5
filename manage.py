#!/usr/bin/env python3
"""Django's commands; starts or finds the embedded PostgreSQL for those that need a database."""

import os
import signal
import sys

from ogl_portal import environment


def main() -> None:
    arguments = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ogl_portal.settings.local")
    if arguments[:1] == ["runserver"]:
        os.environ.setdefault("OGL_DEBUG", "1")
    if environment.needs_database(arguments):
        # A plain SIGTERM would skip the exit handlers, and with them the end of the database server.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        _ensure_database()

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def _ensure_database() -> None:
    from ogl_portal.postgres import DatabaseServerError

    try:
        environment.ensure_database()
    except DatabaseServerError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
