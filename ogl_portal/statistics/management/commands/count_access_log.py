"""Count what a proxy has answered by itself: ``manage.py count_access_log FILE …``, or ``-`` for the standard input."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ogl_portal.statistics.access_log import CANNOT_READ, LogCount, count_log, opened


class Command(BaseCommand):
    help = "Counts requests from an access log (combined format, plain or gzip). Lines that were counted are skipped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a log, or - for the standard input")

    def handle(self, *args: Any, files: list[str], **options: Any) -> None:
        if settings.OGL_COUNTING != "log":
            raise CommandError(
                "Die Abrufe zählt schon der Server selbst, und zusammen zählte jeder doppelt. Setzen Sie "
                "OGL_COUNTING=log, starten Sie den Server neu und zählen Sie von da an Protokolle."
            )
        for name in files:
            self.stdout.write(f"{name}: {_words(self._count(name))}")

    def _count(self, name: str) -> LogCount:
        try:
            if name == "-":
                return count_log(sys.stdin.buffer)
            with opened(Path(name)) as log:
                return count_log(log)
        except CANNOT_READ as error:
            raise CommandError(
                f"{name} ließ sich nicht bis zum Ende lesen; nichts daraus wurde gezählt: {error}"
            ) from error


def _words(found: LogCount) -> str:
    known = "; was früher gezählt wurde, zählt nicht noch einmal" if found.was_known else ""
    unread = f"; {found.unreadable} Zeilen haben eine andere Form und zählen nicht" if found.unreadable else ""
    return f"{found.counted} Abrufe in {found.lines} neuen Zeilen{known}{unread}"
