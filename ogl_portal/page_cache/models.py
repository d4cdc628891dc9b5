from django.db import models
from django.db.models.functions import Now


class ContentChange(models.Model):
    """One transaction that has changed what readers may see, written by triggers (``triggers.py``).

    Rows are counted and their numbers added up (``generation.read``); what they hold is for people who look for the
    cause. Old ones are deleted: that too is a change, and costs no more than making the pages anew once a day.
    """

    at = models.DateTimeField(db_default=Now())
    table = models.CharField(max_length=63)

    class Meta:
        db_table = "page_cache_change"

    def __str__(self) -> str:
        return f"{self.table}, {self.at:%Y-%m-%d %H:%M:%S}"
