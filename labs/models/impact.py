"""The impact chain of a lab: what was the case, what was done, what came of it, each with its evidence."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable, Page

from labs.enums import ImpactStage
from labs.models.lab import LabPage

EVIDENCE_TYPE = "publications.PublicationPage"  # named, not imported: labs does not know publications


class ImpactClaim(Orderable):
    """One sentence of the chain. Its evidence is a page of a result document, counted from 1 as the PDF counts."""

    lab = ParentalKey(LabPage, on_delete=models.CASCADE, related_name="claims")
    stage = models.CharField("Stufe", max_length=10, choices=ImpactStage.choices, default=ImpactStage.SITUATION)
    subproject = models.CharField(
        "Teilprojekt",
        max_length=200,
        blank=True,
        help_text="Titel des Teilprojekts, von dem der Satz spricht. Leer: Er gilt für das ganze Labor.",
    )
    text = models.TextField("Aussage", max_length=500, help_text="Ein bis zwei Sätze.")
    evidence = models.ForeignKey(
        Page,
        verbose_name="Beleg",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Das Ergebnisdokument, in dem die Aussage steht.",
    )
    evidence_page = models.PositiveIntegerField(
        "PDF-Seite",
        null=True,
        blank=True,
        help_text="Vom Umschlag an gezählt, wie das PDF-Programm zählt. Leser:innen sehen die gedruckte Seitenzahl.",
    )

    panels = [
        FieldRowPanel([FieldPanel("stage"), FieldPanel("subproject")]),
        FieldPanel("text"),
        PageChooserPanel("evidence", page_type=EVIDENCE_TYPE),
        FieldPanel("evidence_page"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "Aussage zur Wirkung"
        verbose_name_plural = "Aussagen zur Wirkung"

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.text}"

    def clean(self) -> None:
        super().clean()
        if self.evidence is None:
            if self.evidence_page is not None:
                raise ValidationError({"evidence": "Bitte wählen Sie das Dokument, zu dem die Seitenzahl gehört."})
            return
        document: Any = self.evidence.specific
        if document._meta.label != EVIDENCE_TYPE:
            raise ValidationError({"evidence": "Als Beleg dient nur eine Veröffentlichung unter »Ergebnisse«."})
        if self.evidence_page is None:
            return
        if self.evidence_page < 1:
            raise ValidationError({"evidence_page": "Seiten zählen ab 1."})
        version = document.current_version
        if version is None or version.page_count is None:
            raise ValidationError(
                {
                    "evidence_page": "Zu diesem Dokument gibt es noch keine geprüfte Datei. Bitte lassen Sie die Seite "
                    "leer oder warten Sie, bis die Prüfung abgeschlossen ist."
                }
            )
        if self.evidence_page > version.page_count:
            pages = "nur eine Seite" if version.page_count == 1 else f"nur {version.page_count} Seiten"
            raise ValidationError(
                {"evidence_page": f"»{document.title}« hat {pages}. Bitte prüfen Sie die Seitenzahl."}
            )
