"""What was public when: one row each time that a page is published."""

from django.db import models
from django.utils import timezone
from wagtail.models import Page, Revision


class PublishedVersion(models.Model):
    """A version of a page as it went public, numbered from 1; written by ``core.changes.record``.

    The public change log and »Veröffentlichung rückgängig« read it. It names nobody: who published stands in Wagtail's
    own log, which only staff see.
    """

    wagtail_reference_index_ignore = True  # a log is no use of the page
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="published_versions")
    number = models.PositiveIntegerField("Version")
    # None where the stored text was removed since; the version stays in the list, without its difference.
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField("Veröffentlicht am", default=timezone.now, db_index=True)
    # When the page was taken down while this version was public; None where it still is, or where the next replaced it.
    withdrawn_at = models.DateTimeField("Nicht mehr öffentlich seit", null=True)
    note = models.CharField("Was wurde geändert?", max_length=250, blank=True)
    # The earlier version whose text this one has brought back.
    restores = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "Veröffentlichte Version"
        verbose_name_plural = "Veröffentlichte Versionen"
        ordering = ["page", "-number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="core_one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.page}, Version {self.number}"
