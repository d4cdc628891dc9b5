"""Settings of the site that staff keep: operator, contact, legal data."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """Who runs the site and how to reach them (DDG § 5, MStV § 18, BGG § 12b). Empty fields show as gaps to staff."""

    operator_name = models.CharField(
        "Betreiber", max_length=200, blank=True, help_text="Stelle, die das Portal betreibt."
    )
    operator_address = models.TextField("Anschrift", blank=True)
    operator_represented_by = models.CharField("Vertreten durch", max_length=200, blank=True)
    contact_email = models.EmailField("E-Mail für Anfragen", blank=True)
    contact_phone = models.CharField("Telefon", max_length=40, blank=True)
    supervisory_authority = models.CharField("Aufsichtsbehörde", max_length=200, blank=True)
    vat_id = models.CharField("USt-IdNr.", max_length=20, blank=True)
    editorially_responsible = models.CharField(
        "Verantwortlich für den Inhalt",
        max_length=200,
        blank=True,
        help_text="Name und Anschrift nach § 18 Abs. 2 MStV.",
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("operator_name"),
                FieldPanel("operator_address"),
                FieldPanel("operator_represented_by"),
                FieldPanel("supervisory_authority"),
                FieldPanel("vat_id"),
                FieldPanel("editorially_responsible"),
            ],
            heading="Betreiber (Impressum)",
        ),
        MultiFieldPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")], heading="Kontakt"),
    ]

    class Meta:
        verbose_name = "Angaben zum Portal"
