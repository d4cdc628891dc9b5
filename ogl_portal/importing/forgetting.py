"""Exports hold names and mail addresses; they are kept no longer than somebody may need them."""

import datetime

from ogl_portal.importing.models import ImportRun

DAYS_KEPT = 90


def forget(today: datetime.date) -> None:
    """Delete runs with their files and reports ``DAYS_KEPT`` days after they began. What was taken over stays."""
    for run in ImportRun.objects.filter(created_at__date__lt=today - datetime.timedelta(days=DAYS_KEPT)):
        for file in (run.file, run.uploads):
            if file:
                file.delete(save=False)
        run.delete()
