"""``manage.py load_programme``: the programme's own content, from the files of this repository."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from labs.places.store import load_bundled_places
from ogl_portal.programme.loader import load
from ogl_portal.programme.reading import ContentError, read_programme
from ogl_portal.sync.log import SyncOutcome


class Command(BaseCommand):
    help = (
        "Lädt die Inhalte des Programms. Darf beliebig oft laufen: Was die Redaktion angelegt, bearbeitet, "
        "zurückgezogen oder gelöscht hat, bleibt, wie es ist."
    )

    def report(self, line: str) -> None:
        if self.verbosity:
            self.stdout.write(line)

    def handle(self, *args: Any, **options: Any) -> None:
        self.verbosity = options["verbosity"]
        try:
            programme = read_programme()
        except ContentError as error:
            raise CommandError(f"Die Inhaltsdateien haben Fehler, es wurde nichts geladen:\n{error}") from error
        counts = load(programme, self.report)
        self.report("Inhalte geladen: " + ", ".join(f"{counts[outcome]} {outcome}" for outcome in SyncOutcome) + ".")
        if places := load_bundled_places():
            self.report(f"Ortsliste für »Kommune wie meine« geladen: {places} Orte.")
