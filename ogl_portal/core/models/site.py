"""Settings of the site that staff keep: operator, contact, legal data."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from ogl_portal.core.merging_form import MergingForm


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """Who runs the site and how to reach them (DDG § 5, MStV § 18, BGG § 12b). Empty fields show as gaps to staff."""

    operator_name = models.CharField(
        "Betreiber", max_length=200, blank=True, help_text="Stelle, die das Portal betreibt."
    )
    operator_legal_form = models.CharField(
        "Rechtsform",
        max_length=100,
        blank=True,
        help_text="Nur bei juristischen Personen, zum Beispiel »Anstalt des öffentlichen Rechts«. Wenn es keine gibt, "
        "»entfällt« eintragen.",
    )
    operator_address = models.TextField(
        "Anschrift", blank=True, help_text="Straße und Hausnummer, Postleitzahl und Ort; ein Postfach genügt nicht."
    )
    operator_represented_by = models.CharField(
        "Vertreten durch", max_length=200, blank=True, help_text="Wer die Stelle nach außen vertritt."
    )
    contact_email = models.EmailField(
        "E-Mail für Anfragen", blank=True, help_text="Ein Postfach, das jemand täglich liest."
    )
    contact_phone = models.CharField(
        "Telefon", max_length=40, blank=True, help_text="Der zweite schnelle Weg neben der E-Mail (§ 5 DDG)."
    )
    supervisory_authority = models.CharField(
        "Aufsichtsbehörde",
        max_length=200,
        blank=True,
        help_text="Wer die Stelle beaufsichtigt. Wenn es keine gibt, »entfällt« eintragen.",
    )
    register_entry = models.CharField(
        "Registereintrag",
        max_length=200,
        blank=True,
        help_text="Register und Nummer, zum Beispiel Vereinsregister. Wenn es keinen gibt, »entfällt« eintragen.",
    )
    vat_id = models.CharField(
        "USt-IdNr.",
        max_length=20,
        blank=True,
        help_text="Umsatzsteuer-Identifikationsnummer. Wenn es keine gibt, »entfällt« eintragen.",
    )
    editorially_responsible = models.CharField(
        "Verantwortlich für den Inhalt",
        max_length=200,
        blank=True,
        help_text="Name und Anschrift nach § 18 Abs. 2 MStV.",
    )

    base_form_class = MergingForm

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("operator_name"),
                FieldPanel("operator_legal_form"),
                FieldPanel("operator_address"),
                FieldPanel("operator_represented_by"),
                FieldPanel("supervisory_authority"),
                FieldPanel("register_entry"),
                FieldPanel("vat_id"),
                FieldPanel("editorially_responsible"),
            ],
            heading="Betreiber (Impressum)",
        ),
        MultiFieldPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")], heading="Kontakt"),
    ]

    class Meta:
        verbose_name = "Anbieterangaben"
