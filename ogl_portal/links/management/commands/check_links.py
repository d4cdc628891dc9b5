from typing import Any

from django.core.management.base import BaseCommand

from ogl_portal.links.collect import collect
from ogl_portal.links.run import check_links


class Command(BaseCommand):
    help = "Collects the links to other sites and calls those that were not called in the last 20 hours."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{collect()} links; calling what is due …")
        self.stdout.write(f"{check_links()} called.")
