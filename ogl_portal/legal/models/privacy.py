"""What the privacy page is made from: staff's details, and the last proof that readers are left alone."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from ogl_portal.core.merging_form import MergingForm

NOT_APPLICABLE = "Wenn es das nicht gibt, »entfällt« eintragen."


@register_setting(icon="lock")
class PrivacyDetails(BaseSiteSetting):
    """What GDPR Art. 13 asks for and only the operator knows. The controller is in »Anbieterangaben«."""

    data_protection_officer = models.TextField(
        "Datenschutzbeauftragte",
        max_length=500,
        blank=True,
        help_text="Anschrift, Telefon und E-Mail der oder des behördlichen Datenschutzbeauftragten (DSGVO Art. 13 "
        "Abs. 1 Buchst. b). Ein Name ist nicht nötig.",
    )
    supervisory_authority = models.TextField(
        "Datenschutzaufsicht",
        max_length=500,
        blank=True,
        help_text="Name und Anschrift der Behörde, bei der man sich beschweren kann (Art. 13 Abs. 2 Buchst. d). Für "
        "Bundesbehörden ist das die oder der Bundesbeauftragte für den Datenschutz und die Informationsfreiheit.",
    )
    visit_legal_basis = models.CharField(
        "Rechtsgrundlage für den Abruf der Seiten",
        max_length=250,
        blank=True,
        help_text="Bei Behörden des Bundes meist »Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit § 3 BDSG«. Bitte mit "
        "der oder dem Datenschutzbeauftragten abstimmen.",
    )
    log_days = models.PositiveSmallIntegerField(
        "Aufbewahrung der Protokolle in Tagen",
        null=True,
        blank=True,
        validators=[
            MinValueValidator(0),
            MaxValueValidator(7, "Höchstens 7 Tage: Länger braucht niemand die Protokolle."),
        ],
        help_text="Nach wie vielen Tagen die Protokolle des Webservers gelöscht werden, höchstens 7. 0, wenn es keine "
        "gibt. Der Betrieb muss so eingestellt sein.",
    )
    contact_legal_basis = models.CharField(
        "Rechtsgrundlage für Nachrichten und Meldungen",
        max_length=250,
        blank=True,
        help_text="Für das Kontaktformular und für »Barriere melden«. Bei Behörden des Bundes meist wie oben.",
    )
    delete_messages_after_months = models.PositiveSmallIntegerField(
        "Nachrichten löschen nach (Monaten)",
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(36)],
        help_text="So lange nach dem Tag, der im Posteingang als »Beantwortet am« eingetragen ist, bleibt eine "
        "Nachricht lesbar. Danach löscht das Portal sie von selbst; die Datenschutzseite nennt die Frist.",
    )
    recipients = models.TextField(
        "Empfänger",
        max_length=500,
        blank=True,
        help_text="Wer außer der verantwortlichen Stelle Daten erhält, etwa das Rechenzentrum (Art. 13 Abs. 1 e). "
        + NOT_APPLICABLE,
    )
    third_countries = models.TextField(
        "Übermittlung außerhalb der EU",
        max_length=500,
        blank=True,
        help_text="In welche Staaten außerhalb des Europäischen Wirtschaftsraums Daten gelangen und auf welcher "
        "Grundlage (Art. 13 Abs. 1 Buchst. f). " + NOT_APPLICABLE,
    )

    base_form_class = MergingForm

    panels = [
        MultiFieldPanel(
            [FieldPanel("data_protection_officer"), FieldPanel("supervisory_authority")], heading="Ansprechstellen"
        ),
        MultiFieldPanel([FieldPanel("visit_legal_basis"), FieldPanel("log_days")], heading="Besuch der Seiten"),
        MultiFieldPanel(
            [FieldPanel("contact_legal_basis"), FieldPanel("delete_messages_after_months")], heading="Nachrichten"
        ),
        MultiFieldPanel([FieldPanel("recipients"), FieldPanel("third_countries")], heading="Weitergabe"),
    ]

    class Meta:
        verbose_name = "Datenschutzangaben"


class PrivacyProof(models.Model):
    """What a browser saw that went to every public address: once made, never changed."""

    measured_at = models.DateTimeField("Gemessen am")
    browser = models.CharField("Browser", max_length=100)
    addresses = models.PositiveIntegerField("Geprüfte Adressen")
    cookies = models.PositiveIntegerField("Cookies")
    stored_items = models.PositiveIntegerField("Gespeicherte Einträge")
    foreign_requests = models.PositiveIntegerField("Anfragen an fremde Server")
    recorded_at = models.DateTimeField("Aufgenommen am", auto_now_add=True)

    class Meta:
        verbose_name = "Nachweis zum Datenschutz"
        verbose_name_plural = "Nachweise zum Datenschutz"
        ordering = ["-measured_at"]

    def __str__(self) -> str:
        return f"{self.measured_at:%d.%m.%Y}: {self.cookies}, {self.stored_items}, {self.foreign_requests}"

    @property
    def is_clean(self) -> bool:
        return not (self.cookies or self.stored_items or self.foreign_requests)

    @classmethod
    def latest(cls) -> Any:
        return cls.objects.first()
