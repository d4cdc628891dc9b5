"""``manage.py resume_files``: queue file versions that a killed worker or server left unfinished."""

from typing import Any

from django.core.management.base import BaseCommand

from publications.tasks import resume


class Command(BaseCommand):
    help = "Queues result PDFs whose processing was cut off. Safe to run at every start."

    def handle(self, *args: Any, **options: Any) -> None:
        count = resume()
        if count and options["verbosity"]:
            self.stdout.write(f"{count} unfinished file version(s) queued.")
