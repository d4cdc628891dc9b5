"""Feed one bounce, as a mail server delivers it: ``manage.py read_bounces < message``."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ogl_portal.subscriptions.bounces import read


class Command(BaseCommand):
    help = (
        "Reads one message from standard input (or a file). Where it says that a digest could not be delivered, the "
        "subscription ends (5.x.x) or the failure is counted (4.x.x)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", help="messages to read in place of standard input")

    def handle(self, *args: Any, files: list[str], **options: Any) -> None:
        """Always ends without an error, so that the mail server does not send the message back again."""
        if not files:
            self.stdout.write(read(sys.stdin.buffer.read()).value)
        for name in files:
            self.stdout.write(f"{name}: {read(Path(name).read_bytes()).value}")
