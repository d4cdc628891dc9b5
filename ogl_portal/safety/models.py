"""What makes mistakes harmless: deleted pages that can come back, previews that can be taken back."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page, Revision

KEPT = datetime.timedelta(days=30)


class TrashedPage(models.Model):
    """A deleted page with all below it. It lies below the bin; this is what it needs to come back as it was."""

    wagtail_reference_index_ignore = True  # no use of the page
    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="binned")
    deleted_at = models.DateTimeField("Gelöscht am", default=timezone.now, db_index=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    parent = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    parent_title = models.CharField(max_length=255)
    slug = models.CharField(max_length=255)
    address = models.CharField(max_length=1000, blank=True)  # where readers found it
    size = models.PositiveIntegerField()  # pages, those below it included
    live = models.JSONField(default=list)  # the pages that were public
    scheduled = models.JSONField(default=dict)  # version → when it was to go public
    # Siblings before and after it, by key; what was being decided, as ``trash.waiting`` gives it.
    neighbours = models.JSONField(default=list)
    waiting = models.JSONField(default=list)

    class Meta:
        verbose_name = "Gelöschte Seite"
        verbose_name_plural = "Gelöschte Seiten"
        ordering = ["-deleted_at"]

    def __str__(self) -> str:
        return self.page.title

    @property
    def kept_until(self) -> datetime.datetime:
        return self.deleted_at + KEPT


class PreviewLink(models.Model):
    """Lets whoever has the link read a draft until a day. The link itself is not stored, only a hash of its secret."""

    wagtail_reference_index_ignore = True  # no use of the page
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="preview_links")
    # The version that is shown; None for the latest draft, whichever that is.
    revision = models.ForeignKey(Revision, null=True, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField("Für wen?", max_length=120, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "Vorschaulink"
        verbose_name_plural = "Vorschaulinks"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"Vorschaulink zu »{self.page.title}«"
