"""``manage.py run_scheduled_jobs``: do what is due now; for schedulers of an operator, and to see what there is."""

from typing import Any

from django.core.management.base import BaseCommand

from ogl_portal.jobs import scheduled


class Command(BaseCommand):
    help = "Runs the jobs that are due (reminders, deletions). The worker of script/server does so by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        done = scheduled.run_due()
        for job in scheduled.registered():
            self.stdout.write(f"{job.name}: {'done' if job.name in done else 'not due'}")
