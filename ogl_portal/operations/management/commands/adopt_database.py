"""``manage.py adopt_database``: once, before ``migrate``, for a site from before 0.9 without script/server."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ogl_portal.operations.adoption import TooOldError, adopt


class Command(BaseCommand):
    help = "Brings a database of a version before 0.9 under the present names. script/server does so by itself."
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = adopt()
        except TooOldError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Taken over." if done else "Nothing to do: this database is not from before 0.9.")
