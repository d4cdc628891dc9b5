"""Soft delete for pictures and documents."""

from django.conf import settings
from django.db import models


class Trashable(models.Model):
    """What can lie in the bin (soft delete): readers and choosers do not find it, all that refers to it stays."""

    trashed_at = models.DateTimeField("Gelöscht am", null=True, blank=True, db_index=True, editable=False)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True
