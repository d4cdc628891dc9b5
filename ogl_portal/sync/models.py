"""What the loader remembers about what it wrote."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class LoadedObject(models.Model):
    """One thing that ``load_programme`` made: from which content, and in which state it left it.

    As long as the thing is still in that state, nobody has touched it, and a later run may bring it up to date. A thing
    that was edited, unpublished or deleted since is left alone.
    """

    key = models.CharField(max_length=300, unique=True)
    content_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=64)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey()
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "geladener Inhalt"
        verbose_name_plural = "geladene Inhalte"
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key
