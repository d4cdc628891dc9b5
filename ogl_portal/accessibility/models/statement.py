"""Approved statements, and what staff add to the computed ones."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from ogl_portal.accessibility.enums import Reason
from ogl_portal.core.merging_form import MergingForm
from ogl_portal.web.public_forms import is_own_path


class Statement(models.Model):
    """A statement as it was approved on a day by a person; never changed afterwards.

    ``content`` is ``StatementContent.as_json()`` of that moment.
    """

    number = models.PositiveIntegerField("Version", unique=True)
    approved_at = models.DateTimeField("Freigegeben am", default=timezone.now)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="Konto"
    )
    approved_by_name = models.CharField("Freigegeben von", max_length=150)
    content = models.JSONField("Inhalt")

    class Meta:
        verbose_name = "Version der Erklärung zur Barrierefreiheit"
        verbose_name_plural = "Versionen der Erklärung zur Barrierefreiheit"
        ordering = ["-number"]
        default_permissions = ()
        permissions = [("approve_statement", "Darf die Erklärung zur Barrierefreiheit freigeben")]

    def __str__(self) -> str:
        return f"Version {self.number}"


class FaultJudgement(models.Model):
    """The reason and the alternative that staff give for a fault which the portal has found (``Fault.key``)."""

    key = models.CharField(max_length=120, unique=True)
    reason = models.CharField(
        "Grund",
        max_length=8,
        choices=Reason.choices,
        default=Reason.NOT_YET,
        help_text="»Unverhältnismäßige Belastung« und »Ausnahme« müssen sich gegenüber Prüfenden begründen lassen.",
    )
    alternative = models.CharField(
        "Barrierefreie Alternative",
        max_length=500,
        blank=True,
        help_text="Wie man auf anderem Weg an den Inhalt kommt, in einem Satz. Leer: was das Portal von selbst nennt.",
    )

    class Meta:
        verbose_name = "Begründung eines Mangels"
        default_permissions = ()

    def __str__(self) -> str:
        return self.key


class RecordedFault(models.Model):
    """A fault that a person has found, in a test for example, and that no program would notice."""

    title = models.CharField(
        "Mangel", max_length=200, help_text="Was nicht barrierefrei ist, in wenigen Worten. Steht öffentlich."
    )
    description = models.CharField("Erläuterung", max_length=500, blank=True, help_text="Wen es wie behindert.")
    reason = models.CharField("Grund", max_length=8, choices=Reason.choices, default=Reason.NOT_YET)
    alternative = models.CharField(
        "Barrierefreie Alternative",
        max_length=500,
        blank=True,
        help_text="Wie man auf anderem Weg an den Inhalt kommt. Leer, wenn es keinen gibt.",
    )
    page_path = models.CharField(
        "Seite",
        max_length=500,
        blank=True,
        help_text="Adresse auf diesem Portal, zum Beispiel /labore/. Leer, wenn es viele Seiten betrifft.",
    )
    requirement = models.CharField(
        "Anforderung",
        max_length=20,
        blank=True,
        help_text="Abschnitt der EN 301 549, zum Beispiel 9.1.4.3. Leer, wenn Sie ihn nicht kennen.",
    )
    found_on = models.DateField("Festgestellt am", default=timezone.localdate)
    mended_on = models.DateField(
        "Behoben am",
        null=True,
        blank=True,
        help_text="Mit diesem Datum verschwindet der Mangel aus der Erklärung; hier bleibt er stehen.",
    )

    base_form_class = MergingForm

    panels = [
        FieldPanel("title"),
        FieldPanel("description"),
        MultiFieldPanel([FieldPanel("reason"), FieldPanel("alternative")], heading="Grund und Alternative"),
        FieldRowPanel([FieldPanel("page_path"), FieldPanel("requirement")]),
        FieldRowPanel([FieldPanel("found_on"), FieldPanel("mended_on")]),
    ]

    class Meta:
        verbose_name = "Von Menschen festgestellter Mangel"
        verbose_name_plural = "Von Menschen festgestellte Mängel"
        ordering = ["-found_on", "title"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.page_path and not is_own_path(self.page_path):
            raise ValidationError({"page_path": "Bitte mit einem Schrägstrich beginnen, zum Beispiel /labore/."})
        if self.mended_on and self.mended_on < self.found_on:
            raise ValidationError({"mended_on": "Behoben wurde der Mangel erst, nachdem er festgestellt war."})
