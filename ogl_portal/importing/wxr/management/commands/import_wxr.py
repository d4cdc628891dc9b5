"""``manage.py import_wxr FILE``: take a WordPress export over at the terminal."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ogl_portal.importing.models import ImportItem, Outcome
from ogl_portal.importing.wxr.fetch import SiteUploads
from ogl_portal.importing.wxr.reader import UnreadableExportError
from ogl_portal.importing.wxr.run import Listener, Options, WordPressImport
from ogl_portal.importing.wxr.uploads import FirstOf, FolderUploads, Uploads, ZipUploads
from ogl_portal.workplace.spreadsheets import csv_lines, plain_rows


class TerminalListener(Listener):
    """Shows the stages as they come, and keeps the results for the table."""

    def __init__(self, command: BaseCommand, verbosity: int) -> None:
        self.command, self.verbosity = command, verbosity
        self.results: list[ImportItem] = []
        self.stage = ""

    def progress(self, stage: str, share: float) -> None:
        if self.verbosity and stage != self.stage:
            self.stage = stage
            self.command.stdout.write(f"{round(100 * share):3} %  {stage} …")

    def result(self, result: ImportItem) -> None:
        self.results.append(result)


class Command(BaseCommand):
    help = (
        "Übernimmt einen Export aus WordPress (WXR). Darf beliebig oft laufen: Nichts wird doppelt, und was die "
        "Redaktion bearbeitet oder gelöscht hat, bleibt, wie es ist."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="die XML-Datei des Exports")
        parser.add_argument("--uploads", type=Path, help="Ordner »uploads« des alten Servers oder ein Zip-Archiv davon")
        parser.add_argument("--fetch", action="store_true", help="fehlende Dateien vom Server des Exports holen")
        parser.add_argument("--dry-run", action="store_true", help="nur zeigen, was geschähe")
        parser.add_argument("--publish", action="store_true", help="veröffentlichen, was öffentlich war")
        parser.add_argument(
            "--pdfs-become-publications", action="store_true", help="statt Dokumenten Veröffentlichungen"
        )
        parser.add_argument("--create-topics", action="store_true", help="unbekannte Schlagwörter als Themen anlegen")
        parser.add_argument("--report", type=Path, help="Bericht als CSV-Datei schreiben")

    def handle(self, *args: Any, **options: Any) -> None:
        listener = TerminalListener(self, options["verbosity"])
        places: list[Uploads] = []
        try:
            if folder := options["uploads"]:
                places.append(FolderUploads(folder) if folder.is_dir() else ZipUploads(folder))
            with options["file"].open("rb") as file:
                notes = WordPressImport(
                    file,
                    uploads=lambda base: FirstOf(*places, *([SiteUploads(base)] if options["fetch"] else [])),
                    options=Options(
                        publish=options["publish"],
                        pdfs_become_publications=options["pdfs_become_publications"],
                        create_topics=options["create_topics"],
                    ),
                    is_preview=options["dry_run"],
                    listener=listener,
                ).run()
        except (UnreadableExportError, OSError) as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if options["report"]:
            self.write_report(options["report"], listener.results)
        if options["verbosity"]:
            self.show(listener.results, notes, is_preview=options["dry_run"])

    def show(self, results: list[ImportItem], notes: list[str], *, is_preview: bool) -> None:
        for result in results:
            if result.outcome != Outcome.UNCHANGED:
                outcome = result.get_outcome_display()
                self.stdout.write(f"{result.number:5}  {outcome:20}  {result.kind:8}  {result.title[:60]}")
                for note in result.notes:
                    self.stdout.write(f"{'':39}{note}")
        for note in notes:
            self.stdout.write(note)
        counts = Counter(Outcome(result.outcome) for result in results)
        text = ", ".join(f"{counts[outcome]} {outcome.label}" for outcome in Outcome if counts[outcome])
        self.stdout.write(f"{'Vorschau' if is_preview else 'Übernommen'}: {text or 'nichts'}.")

    def write_report(self, path: Path, results: list[ImportItem]) -> None:
        with path.open("wb") as file:
            file.writelines(csv_lines(plain_rows(result.cells() for result in results)))
