"""``manage.py import_places [FILE]``: the places that »Kommune wie meine« knows."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from labs.places.sources import BUNDLED, PlacesError
from labs.places.store import import_places


class Command(BaseCommand):
    help = (
        "Ersetzt die Ortsliste von »Kommune wie meine«: durch das amtliche Gemeindeverzeichnis (GV100AD, Textdatei des "
        "Statistischen Bundesamts) oder, ohne Angabe einer Datei, durch die mitgelieferte Liste."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=BUNDLED, help="Datei mit Orten")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            number = import_places(options["file"])
        except PlacesError as error:
            raise CommandError(f"Es wurde nichts geändert. {error}") from error
        if options["verbosity"]:
            self.stdout.write(f"{number} Orte übernommen.")
