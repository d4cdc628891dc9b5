"""What is in PDF files, and whether they keep PDF/UA-1: `manage.py inspect_pdf FILE… [--json]`."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from publications.pdf.report import in_words, inspect_line


class Command(BaseCommand):
    help = "Untersucht PDF-Dateien: Inhalt, Barrierefreiheit nach PDF/UA-1, aktive Inhalte. Verändert nichts."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="DATEI", help="PDF-Dateien")
        parser.add_argument("--json", action="store_true", help="je Datei eine Zeile JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        files = options["files"]
        for number, file in enumerate(files, start=1):
            if len(files) > 1:
                self.stderr.write(f"[{number}/{len(files)}] {file}")
            line = inspect_line(Path(file))
            self.stdout.write(json.dumps(line, ensure_ascii=False) if options["json"] else in_words(line))
            self.stdout.flush()
