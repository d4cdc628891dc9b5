"""``manage.py import_literature FILE``: literature from BibTeX, RIS or CSL-JSON at the terminal."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ogl_portal.importing.bibliography.entries import apply, decoded, parse, propose
from ogl_portal.importing.bibliography.parsed import UnreadableListError
from ogl_portal.importing.models import Outcome


class Command(BaseCommand):
    help = "Übernimmt Literatur aus BibTeX, RIS oder CSL-JSON. Bekannte Werke bleiben, wie sie sind (siehe --update)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="nur zeigen, was geschähe")
        parser.add_argument("--update", action="store_true", help="bekannte Werke nach der Datei aktualisieren")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
            proposals = propose(parse(data, options["file"].name))
        except (UnreadableListError, OSError) as error:
            raise CommandError(str(error)) from error
        if guess := decoded(data)[1]:
            self.stdout.write(guess)
        for proposal in proposals:
            outcome = Outcome(proposal.outcome)
            if outcome == Outcome.UNCHANGED and not proposal.notes:
                continue
            self.stdout.write(f"{outcome.label:20}  {proposal.values.get('title', proposal.label)[:80]}")
            for text in (*proposal.problems, *proposal.notes):
                self.stdout.write(f"{'':22}{text}")
            for difference in proposal.differences:
                self.stdout.write(f"{'':22}{difference.label}: »{difference.here}« → »{difference.there}«")
        if not options["dry_run"]:
            apply(proposals, {proposal.number for proposal in proposals} if options["update"] else set())
        counts = Counter(Outcome(proposal.outcome) for proposal in proposals)
        summary = ", ".join(f"{counts[outcome]} {outcome.label}" for outcome in Outcome if counts[outcome])
        total = f"{len(proposals)} {'Eintrag' if len(proposals) == 1 else 'Einträge'} gelesen"
        read = f"{total}: {summary}; {sum(bool(proposal.notes) for proposal in proposals)} mit Hinweisen"
        kept = "" if options["update"] or options["dry_run"] else " Bekannte Werke sind geblieben, wie sie waren."
        self.stdout.write(f"{'Vorschau' if options['dry_run'] else 'Ergebnis'}: {read}.{kept}")
