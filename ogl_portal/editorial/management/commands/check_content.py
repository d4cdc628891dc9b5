from typing import Any

from django.core.management.base import BaseCommand

from ogl_portal.editorial.checks.store import store_all


class Command(BaseCommand):
    help = "Checks the content of all public pages and stores what was found, as the worker does every night."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{store_all()} findings on public pages.")
