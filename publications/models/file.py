"""The life of a result PDF: versions, their state, and the text of their pages."""

from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.utils import timezone

from ogl_portal.german.dates import german_date
from ogl_portal.german.formats import file_size
from ogl_portal.german.page_numbers import PageNumber
from publications.models.publication import PublicationPage


def private_storage() -> Any:
    """Originals and cleaned files lie outside of MEDIA_ROOT; only our own view hands them out."""
    return storages["private"]


def original_path(version: "FileVersion", filename: str) -> str:
    return f"originals/{version.original_sha256[:2]}/{version.original_sha256}.pdf"


def public_path(version: "FileVersion", filename: str) -> str:
    return f"public/{version.publication_id}/v{version.number}-{version.original_sha256[:16]}/{filename}"


class FileState(models.TextChoices):
    QUEUED = "queued", "wartet auf die Prüfung"
    RUNNING = "running", "wird geprüft"
    READY = "ready", "geprüft und bereit"
    HELD = "held", "wartet auf eine Entscheidung"
    FAILED = "failed", "Prüfung gescheitert"
    WITHDRAWN = "withdrawn", "zurückgezogen"


class ScanState(models.TextChoices):
    NOT_SCANNED = "not_scanned", "nicht auf Schadsoftware geprüft"
    CLEAN = "clean", "auf Schadsoftware geprüft: nichts gefunden"
    INFECTED = "infected", "Schadsoftware gefunden"


class FileVersion(models.Model):
    """One version of a publication's PDF, or of the sample that stands in for it (``publications.samples``).

    The original stays private for good. ``public_file`` is derived from it by the pipeline; a version is public when
    its state is READY and its publication is live. HELD is one with which the pipeline is through, too, but in which
    it has found text that somebody probably meant to make unreadable: a person decides (see ``hidden_text``).
    """

    publication = models.ForeignKey(PublicationPage, on_delete=models.CASCADE, related_name="versions")
    is_sample = models.BooleanField("Muster, nicht das Original", default=False, editable=False)
    sample_contents = models.CharField("Was das Muster enthält", max_length=500, blank=True, editable=False)
    number = models.PositiveSmallIntegerField("Version")
    change_note = models.CharField(
        "Was ist neu?", max_length=250, blank=True, help_text="Ein Satz für die Öffentlichkeit. Ab Version 2 nötig."
    )
    original = models.FileField(storage=private_storage, upload_to=original_path, max_length=255)
    original_name = models.CharField("Dateiname", max_length=255)
    original_sha256 = models.CharField(max_length=64, db_index=True)
    original_size = models.PositiveBigIntegerField()
    public_file = models.FileField(storage=private_storage, upload_to=public_path, max_length=255, blank=True)
    public_sha256 = models.CharField(max_length=64, blank=True)
    public_size = models.PositiveBigIntegerField(null=True)
    recorded = models.JSONField("Angaben in der öffentlichen Datei", default=dict, blank=True)
    page_count = models.PositiveIntegerField("Seiten", null=True)
    text_characters = models.PositiveIntegerField("Zeichen im Text", default=0)

    state = models.CharField("Stand", max_length=10, choices=FileState.choices, default=FileState.QUEUED)
    stage = models.CharField("Arbeitsschritt", max_length=80, blank=True)
    progress = models.PositiveSmallIntegerField("Fortschritt in Prozent", default=0)
    error = models.TextField("Grund", blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    scan_state = models.CharField(max_length=12, choices=ScanState.choices, default=ScanState.NOT_SCANNED)

    inspection = models.JSONField(default=dict, blank=True)
    accessibility = models.JSONField(default=dict, blank=True)
    summary = models.JSONField("Ergebnis in Worten", default=list, blank=True)
    outline = models.JSONField(default=list, blank=True)
    hidden_text = models.JSONField("Verborgener Text", default=dict, blank=True)
    hidden_accepted_at = models.DateTimeField("Trotz verborgenem Text freigegeben am", null=True, blank=True)
    hidden_accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reading_recipe = models.PositiveSmallIntegerField(default=0)
    reading_approved_at = models.DateTimeField("Lesefassung freigegeben am", null=True, blank=True)
    reading_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    human_checked_at = models.DateField("Von Menschen geprüft am", null=True, blank=True)
    covers = models.JSONField(default=list, blank=True)
    pictures = models.JSONField("Bilder der Lesefassung", default=list, blank=True)
    epub = models.JSONField("EPUB", default=dict, blank=True)

    created_at = models.DateTimeField("Hochgeladen am", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    processed_at = models.DateTimeField("Geprüft am", null=True, blank=True)
    withdrawn_at = models.DateTimeField("Zurückgezogen am", null=True, blank=True)
    withdrawn_reason = models.CharField("Grund der Rücknahme", max_length=250, blank=True)
    # A version that can be had again keeps since when and why it was away.
    restored_at = models.DateTimeField("Wieder abrufbar seit", null=True, blank=True)
    restored_reason = models.CharField("Warum wieder abrufbar", max_length=250, blank=True)

    class Meta:
        verbose_name = "Dateiversion"
        verbose_name_plural = "Dateiversionen"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="unique_version_number"),
        ]

    def __str__(self) -> str:
        return f"{self.publication.title}, Version {self.number}"

    @property
    def is_ready(self) -> bool:
        """Whether it can be had, where its publication is public."""
        return self.state == FileState.READY

    @property
    def original_can_be_had(self) -> bool:
        """Not before the scanner has looked at it, where there is one: staff would have it on their disks."""
        waits = settings.OGL_CLAMAV and self.state in (FileState.QUEUED, FileState.RUNNING, FileState.FAILED)
        return self.scan_state == ScanState.CLEAN or (self.scan_state == ScanState.NOT_SCANNED and not waits)

    @property
    def is_withdrawn(self) -> bool:
        return self.state == FileState.WITHDRAWN

    @property
    def extent(self) -> str:
        """»96 Seiten, 4,2 MB«; only what is known."""
        pages = f"{self.page_count}\N{NO-BREAK SPACE}Seiten" if self.page_count and self.page_count > 1 else ""
        pages = "1\N{NO-BREAK SPACE}Seite" if self.page_count == 1 else pages
        return ", ".join(part for part in (pages, file_size(self.public_size or self.original_size)) if part)

    @property
    def epub_size(self) -> str:
        """»640 KB«; empty until the EPUB has been made."""
        return file_size(self.epub.get("size"))

    @property
    def conforms(self) -> bool | None:
        """Whether the public file keeps PDF/UA-1 by machine; None where it could not be checked."""
        return self.accessibility.get("conforms")

    @property
    def failed_rule_count(self) -> int:
        """How many rules of PDF/UA-1 the public file breaks."""
        return len(self.accessibility.get("failures", []))

    @property
    def accessibility_label(self) -> str:
        """The measured label as a sentence; it never claims what only a person can find out."""
        if self.conforms is None or self.processed_at is None:
            return "Barrierefreiheit nicht geprüft"
        checked = f"maschinell geprüft am {german_date(timezone.localtime(self.processed_at).date())}"
        human = (
            f"Ein Mensch hat die Datei am {german_date(self.human_checked_at)} geprüft."
            if self.human_checked_at
            else "Ein Mensch hat die Datei noch nicht geprüft."
        )
        return f"{self.accessibility_verdict}, {checked}. {human}"

    @property
    def accessibility_verdict(self) -> str:
        """»Keine Regel von PDF/UA-1 verletzt«, »Nicht barrierefrei: 8 Regeln von PDF/UA-1 verletzt«."""
        failures = self.failed_rule_count
        rules = "1 Regel" if failures == 1 else f"{failures} Regeln"
        return (
            "Keine Regel von PDF/UA-1 verletzt"
            if self.conforms
            else f"Nicht barrierefrei: {rules} von PDF/UA-1 verletzt"
        )

    @property
    def has_text(self) -> bool:
        """Whether words could be read from the file, so that there is something to show as a reading view."""
        return self.text_characters > 0


class DocumentPage(models.Model):
    """The text of one page of a version: what search looks in and what the reading view is held against."""

    version = models.ForeignKey(FileVersion, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField("Seite")
    label = models.CharField("Seitenzahl im Dokument", max_length=30, blank=True)
    text = models.TextField("Text", blank=True)
    blocks = models.JSONField("Lesefassung", default=list, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="unique_document_page")]

    def __str__(self) -> str:
        return self.place.name

    @property
    def place(self) -> PageNumber:
        return PageNumber(self.number, self.label)
