from django.db import models


class Reason(models.TextChoices):
    """Why something is not accessible, in the three classes of the EU's model statement (2018/1523, annex)."""

    NOT_YET = "not_yet", "Noch nicht behoben"
    BURDEN = "burden", "Unverhältnismäßige Belastung"
    EXEMPT = "exempt", "Ausnahme: fällt nicht unter die Vorschriften"
