from django.db import models


class EventState(models.TextChoices):
    PLANNED = "planned", "geplant"
    MOVED = "moved", "verschoben"
    CANCELLED = "cancelled", "abgesagt"


class Audience(models.TextChoices):
    PUBLIC = "public", "öffentlich"
    INTERNAL = "internal", "intern"
