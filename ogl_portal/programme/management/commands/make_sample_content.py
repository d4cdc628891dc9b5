"""``manage.py make_sample_content --scale N``: much content without a meaning, and its removal.

What makes it is in tests/bench/samples, beside the measurements that need it: a full checkout has it, an image of the
site does not.
"""

import argparse
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import PageLogEntry

from ogl_portal.search.indexing import rebuild, rebuild_for_staff


class Command(BaseCommand):
    help = (
        "Legt Musterinhalte für Versuche mit vielen Inhalten an, im Maßstab N: 200 mal N Seiten (Meldungen, Termine, "
        "Textseiten, Veröffentlichungen), darunter 20 mal N PDFs mit zusammen 1.000 mal N Seiten. Was davon schon da "
        "ist, bleibt. Titel beginnen mit »Muster:«; »--remove« nimmt alle wieder weg."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--scale", type=int, metavar="N", help="Maßstab, üblich sind 1, 10 und 100")
        what.add_argument("--remove", action="store_true", help="alle Musterinhalte löschen")
        parser.add_argument(
            "--among-real-content", action="store_true", help="auch auf einer Website, an der Menschen gearbeitet haben"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from tests.bench import samples
        except ImportError as error:
            raise CommandError(
                "Musterinhalte gibt es nur im vollständigen Checkout, in dem auch »tests« liegt. Geändert wurde nichts."
            ) from error
        report = self._report(options["verbosity"])
        if options["remove"]:
            self.stdout.write(f"{samples.remove()} Musterinhalte gelöscht.")
            self.stdout.write(f"Der Suchindex hat {rebuild()} Einträge.")
            rebuild_for_staff()
            return
        if options["scale"] < 1:
            raise CommandError("N muss mindestens 1 sein. Es wurde nichts angelegt.")
        if _people_have_worked_here() and not options["among_real_content"]:
            raise CommandError(
                "An dieser Website haben Menschen gearbeitet: Musterinhalte stünden zwischen ihren Seiten, auch "
                "öffentlich. Es wurde nichts angelegt. Ist das so gewollt, hilft »--among-real-content«."
            )
        try:
            samples.grow_to(options["scale"], report)
        except samples.MissingIndexError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Musterinhalte im Maßstab {samples.there()} sind da.")

    def _report(self, verbosity: int) -> Callable[[str], object]:
        return self.stdout.write if verbosity > 0 else lambda _line: None


def _people_have_worked_here() -> bool:
    """The programme's own content is loaded by nobody; whatever people save is in the log with their account."""
    return PageLogEntry.objects.exclude(user=None).exists()
