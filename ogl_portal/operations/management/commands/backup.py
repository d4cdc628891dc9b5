"""``manage.py backup DIR``: the whole site in a folder."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ogl_portal.operations import backup


class Command(BaseCommand):
    help = "Sichert Datenbank, Medien und Ergebnisdokumente in einen neuen Ordner, mit Prüfsummen."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="Ordner, der noch nicht existiert oder leer ist")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = backup.make(options["folder"].resolve(), self.stderr.write)
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Gesichert: {len(manifest.files)} Dateien in {options['folder']}.")
        if "media" not in manifest.folders:
            self.stdout.write(
                "Die Medien liegen in einem anderen Speicher und sind nicht enthalten; bitte dort sichern."
            )
