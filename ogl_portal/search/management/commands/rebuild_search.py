"""Build the search index anew, without a gap in service."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ogl_portal.search.indexing import rebuild


class Command(BaseCommand):
    help = "Build the search index anew. Searches keep being answered from the old one until the new one is complete."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            documents = rebuild(lambda text: self.stdout.write(text) if options["verbosity"] > 1 else None)
        except RuntimeError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The search index holds {documents} entries; built in {time.monotonic() - started:.1f} s.")
