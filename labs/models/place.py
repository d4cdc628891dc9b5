"""Places in Germany that visitors may compare with the labs' municipalities."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F

from labs.enums import MunicipalityKind
from ogl_portal.german.laender import Land


class Place(models.Model):
    """A place as somebody may type it; the table is filled by ``labs.places`` and never edited by hand.

    ``population`` is None where it is not known. ``size`` is that of the municipality the place belongs to, which is
    the place itself where ``part_of`` is empty.
    """

    name = models.CharField(max_length=150)
    key = models.CharField(max_length=150, db_index=True)  # labs.places.names.place_key
    loose_key = models.CharField(max_length=150)  # labs.places.names.loose_key
    kind = models.CharField(max_length=20, choices=MunicipalityKind.choices, blank=True)
    land = models.CharField(max_length=2, choices=Land.choices)
    ags = models.CharField(max_length=8, blank=True, db_index=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    population = models.PositiveIntegerField(null=True)
    size = models.PositiveIntegerField(null=True)
    part_of = models.CharField(max_length=150, blank=True)
    source_id = models.CharField(max_length=20, unique=True)  # »g« and the GeoNames id, or »a« and the official key

    class Meta:
        verbose_name = "Ort"
        verbose_name_plural = "Orte"
        indexes = [
            models.Index(OpClass(F("key"), name="varchar_pattern_ops"), name="place_key_prefix"),
            GinIndex(OpClass(F("loose_key"), name="gin_trgm_ops"), name="place_loose_key_trigrams"),
            models.Index(F("loose_key"), name="place_loose_key"),
        ]

    def __str__(self) -> str:
        return self.name
