"""When a page was last looked through, and by when somebody should do so again."""

import datetime

from django.conf import settings
from django.db import models
from wagtail.models import Page


class PageReview(models.Model):
    """One row for each page that has been reviewed or is to be; beside the page, not in it (see decisions/)."""

    page = models.OneToOneField(Page, verbose_name="Seite", on_delete=models.CASCADE, related_name="review")
    due_on = models.DateField("Wieder durchsehen bis", null=True, blank=True, db_index=True)
    reviewed_on = models.DateField("Zuletzt durchgesehen am", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Durchgesehen von",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = models.CharField("Anmerkung", max_length=250, blank=True)

    class Meta:
        verbose_name = "Durchsicht"
        verbose_name_plural = "Durchsichten"

    def __str__(self) -> str:
        return f"Durchsicht: {self.page.title}"

    def is_due(self, today: datetime.date) -> bool:
        return self.due_on is not None and self.due_on <= today
