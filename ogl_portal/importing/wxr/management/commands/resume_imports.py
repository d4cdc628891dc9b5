"""``manage.py resume_imports``: queue imports that a killed worker or server left unfinished."""

from typing import Any

from django.core.management.base import BaseCommand

from ogl_portal.importing.wxr.tasks import resume


class Command(BaseCommand):
    help = "Queues imports that were cut off. Safe to run at every start."

    def handle(self, *args: Any, **options: Any) -> None:
        count = resume()
        if count and options["verbosity"]:
            self.stdout.write(f"{count} unfinished import(s) queued.")
