"""``manage.py restore DIR``: a backup in place of the site."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from ogl_portal.operations import backup
from ogl_portal.operations.adoption import TooOldError, adopt


class Command(BaseCommand):
    help = "Stellt eine Sicherung wieder her, nachdem alle Prüfsummen stimmen. Der Server soll dabei nicht laufen."
    requires_migrations_checks = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="Ordner, den »manage.py backup« geschrieben hat")
        parser.add_argument("--replace", action="store_true", help="vorhandene Inhalte und Dateien ersetzen")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = backup.restore(options["folder"].resolve(), self.stderr.write, replace=options["replace"])
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        try:  # the backup may be older than the code
            adopt()
        except TooOldError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"Wiederhergestellt: {len(manifest.files)} Dateien, gesichert am {manifest.made_at}.")
