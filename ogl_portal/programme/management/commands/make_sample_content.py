"""``manage.py make_sample_content --scale N``: much content without a meaning, and its removal.

What makes it is in tests/bench/sample_content.py, beside the measurements that need it: a full checkout has it, an
image of the site does not.
"""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ogl_portal.search.indexing import rebuild


class Command(BaseCommand):
    help = (
        "Legt Musterinhalte für Versuche mit vielen Inhalten an: N PDF-Seiten, dazu ein Fünftel so viele Meldungen und "
        "Termine. Titel beginnen mit »Muster:«; »--remove« nimmt alle wieder weg."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--scale", type=int, metavar="N", help="Zahl der PDF-Seiten, zum Beispiel 1000")
        what.add_argument("--remove", action="store_true", help="alle Musterinhalte löschen")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from tests.bench import sample_content
        except ImportError as error:
            raise CommandError(
                "Musterinhalte gibt es nur im vollständigen Checkout, in dem auch »tests« liegt. Geändert wurde nichts."
            ) from error
        if options["remove"]:
            self.stdout.write(f"{sample_content.remove()} Musterinhalte gelöscht.")
        else:
            if options["scale"] < 1:
                raise CommandError("N muss mindestens 1 sein. Es wurde nichts angelegt.")
            try:
                sample_content.make(options["scale"], self._report(options["verbosity"]))
            except LookupError as error:
                raise CommandError(str(error)) from error
        entries = rebuild(self._report(options["verbosity"]))
        self.stdout.write(f"Der Suchindex hat {entries} Einträge.")

    def _report(self, verbosity: int) -> Any:
        return self.stdout.write if verbosity > 1 else lambda _line: None
