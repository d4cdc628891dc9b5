"""What is taken over from other systems: each run, and what became of every single thing in it."""

import uuid
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models


def private_storage() -> Storage:
    """Exports hold drafts and names; they never stand where anybody could fetch them."""
    return storages["private"]


def _upload_path(run: "ImportRun", filename: str) -> str:
    return f"uebernahme/{uuid.uuid4()}/{filename[-60:]}"


class RunKind(models.TextChoices):
    WORDPRESS = "wordpress", "WordPress"
    LITERATURE = "literature", "Literatur"


class RunState(models.TextChoices):
    QUEUED = "queued", "Wartet"
    RUNNING = "running", "Läuft"
    PREVIEWED = "previewed", "Vorschau liegt vor"
    DONE = "done", "Übernommen"
    FAILED = "failed", "Gescheitert"


class Outcome(models.TextChoices):
    """What became of one thing in a file; in a preview: what would become of it."""

    CREATED = "created", "neu"
    UPDATED = "updated", "aktualisiert"
    UNCHANGED = "unchanged", "unverändert"
    KEPT = "kept", "nicht überschrieben"
    SKIPPED = "skipped", "nicht übernommen"
    FAILED = "failed", "fehlerhaft"


class ImportRun(models.Model):
    """One file that somebody brought. It is looked at first; what it holds is taken over when they say so."""

    kind = models.CharField("Art", max_length=20, choices=RunKind.choices)
    state = models.CharField("Stand", max_length=20, choices=RunState.choices, default=RunState.QUEUED)
    is_preview = models.BooleanField("Vorschau", default=True)
    original_name = models.CharField("Datei", max_length=255)
    file = models.FileField(upload_to=_upload_path, storage=private_storage, max_length=255)
    uploads = models.FileField(upload_to=_upload_path, storage=private_storage, max_length=255, blank=True)
    options = models.JSONField(default=dict)
    stage = models.CharField(max_length=200, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField("Fehler", blank=True)
    notes = models.JSONField("Hinweise zur Datei", default=list)
    created_at = models.DateTimeField("Begonnen", auto_now_add=True)
    finished_at = models.DateTimeField("Beendet", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="Von", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "Übernahme"
        verbose_name_plural = "Übernahmen"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.original_name}"

    @property
    def is_working(self) -> bool:
        return self.state in (RunState.QUEUED, RunState.RUNNING)

    def counts(self) -> list[tuple[str, int]]:
        """How many things had which outcome, in words; those that did not occur are left out."""
        found: dict[str, int] = dict(
            self.items.values_list("outcome").annotate(number=models.Count("pk")).values_list("outcome", "number")
        )
        return [(str(outcome.label), found[outcome]) for outcome in Outcome if found.get(outcome)]


class ImportItem(models.Model):
    """One thing in a file: what it was, what became of it, and what somebody should look at."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField("Nummer in der Datei")
    kind = models.CharField("Art", max_length=80)
    title = models.CharField("Titel", max_length=255)
    outcome = models.CharField("Ergebnis", max_length=20, choices=Outcome.choices)
    old_address = models.CharField("Alte Adresse", max_length=500, blank=True)
    edit_url = models.CharField(max_length=255, blank=True)
    notes = models.JSONField("Hinweise", default=list)
    data: Any = models.JSONField(default=dict)

    class Meta:
        verbose_name = "übernommener Inhalt"
        verbose_name_plural = "übernommene Inhalte"
        ordering = ["number", "pk"]

    def __str__(self) -> str:
        return self.title

    def cells(self) -> list[str]:
        """The row of a report: number, kind, title, outcome, old address, who wrote it, notes."""
        told = [str(self.number), self.kind, self.title, self.get_outcome_display(), self.old_address]
        return [*told, self.data.get("creator", ""), " ".join(self.notes)]
