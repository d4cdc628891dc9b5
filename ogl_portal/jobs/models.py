"""When the portal last did its jobs (``jobs.scheduled``)."""

from django.db import models


class JobRun(models.Model):
    """One row a job. ``error`` is empty when the last try came to its end."""

    name = models.CharField("Aufgabe", max_length=80, unique=True)
    last_run_at = models.DateTimeField("Zuletzt erledigt", null=True)
    error = models.CharField("Letzter Fehler", max_length=500, blank=True)

    class Meta:
        verbose_name = "Tägliche Aufgabe"
        verbose_name_plural = "Tägliche Aufgaben"
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
