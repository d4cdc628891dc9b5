"""``manage.py read_pdfs_anew``: read the text of files anew that were taken by an older version of the portal."""

from typing import Any

from django.core.management.base import BaseCommand

from publications.rereading import read_anew


class Command(BaseCommand):
    help = "Reads the text of result PDFs anew that an older version read. Safe to cut off and to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        count = read_anew()
        if options["verbosity"]:
            self.stdout.write(f"{count} file version(s) read anew.")
