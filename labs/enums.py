"""Kinds of municipalities and partners."""

from django.db import models


class MunicipalityKind(models.TextChoices):
    STADT = "stadt", "Stadt"
    GEMEINDE = "gemeinde", "Gemeinde"
    LANDKREIS = "landkreis", "Landkreis"
    VERBAND = "verband", "Verband"
    OTHER = "other", "andere Körperschaft"


class PartnerKind(models.TextChoices):
    CIVIL_SOCIETY = "civil_society", "Zivilgesellschaft"
    UNIVERSITY = "university", "Hochschule"
    BUSINESS = "business", "Unternehmen"
    PUBLIC_BODY = "public_body", "Öffentliche Einrichtung"
    FOUNDATION = "foundation", "Stiftung"
