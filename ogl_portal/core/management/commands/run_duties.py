"""``manage.py run_duties``: do now what is due today; for schedulers of an operator, and to see what there is."""

from typing import Any

from django.core.management.base import BaseCommand

from ogl_portal.core import duties


class Command(BaseCommand):
    help = "Runs the duties that are due (reminders, deletions). The worker of script/server does so by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        done = duties.run_due()
        for duty in duties.registered():
            self.stdout.write(f"{duty.name}: {'done' if duty.name in done else 'not due'}")
