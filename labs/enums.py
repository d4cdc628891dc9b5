"""Kinds of municipalities and partners, steps of the impact chain, classes of size."""

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
    OTHER = "other", "Weitere"  # what kind it is, no source says


class ImpactStage(models.TextChoices):
    """The steps of the impact chain, in its order."""

    SITUATION = "situation", "Ausgangslage"
    ACTIVITY = "activity", "Aktivität"
    RESULT = "result", "Ergebnis"
    EFFECT = "effect", "Wirkung"
