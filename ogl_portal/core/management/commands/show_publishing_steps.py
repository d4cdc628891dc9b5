"""Print what follows when a page becomes public, in order."""

from typing import Any

from django.core.management.base import BaseCommand

from ogl_portal.core.published import steps


class Command(BaseCommand):
    help = "Print what follows when a page becomes public, in order."

    def handle(self, *args: Any, **options: Any) -> None:
        for step in steps():
            self.stdout.write(f"{step.order:4} {step.name:28} {step.model.__name__}")
