"""Addresses that pages and topics have left."""

from django.contrib.postgres.indexes import HashIndex
from django.db import models
from wagtail.models import Page

from ogl_portal.core.models import Topic


class FormerAddress(models.Model):
    """An address at which a page was public and is no longer, written by a trigger (see the first migration).

    The database writes it, since pages change their addresses through many doors: forms, moves, renamed parents,
    the bin, schedules, importers, commands, SQL. There is one row an address: the page that left it last.
    """

    wagtail_reference_index_ignore = True  # no use of the page
    path = models.TextField("Adresse")  # below the site, »/ergebnisse/alt/«
    # None once the page was deleted for good.
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="former_addresses")
    left_at = models.DateTimeField("Verlassen am")

    class Meta:
        verbose_name = "Frühere Adresse"
        verbose_name_plural = "Frühere Adressen"
        # Not a B-tree: an address of several long parts does not fit into one.
        indexes = [HashIndex(fields=["path"], name="redirects_former_path")]

    def __str__(self) -> str:
        return self.path


class FormerTopic(models.Model):
    """A slug that a topic has had, written by a trigger too; one row a slug: the topic that left it last."""

    wagtail_reference_index_ignore = True
    slug = models.SlugField("Kürzel in der Adresse", unique=True)
    # None once the topic was deleted.
    topic = models.ForeignKey(Topic, null=True, on_delete=models.SET_NULL, related_name="former_slugs")
    left_at = models.DateTimeField("Verlassen am")

    class Meta:
        verbose_name = "Früheres Kürzel eines Themas"
        verbose_name_plural = "Frühere Kürzel von Themen"

    def __str__(self) -> str:
        return self.slug
