"""What staff state about accessibility: who assessed it, whom to turn to, who is reminded."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from ogl_portal.core.merging_form import MergingForm


class Method(models.TextChoices):
    """On what the statement rests (EU 2018/1523, article 3)."""

    SELF = "self", "Selbstbewertung"
    THIRD_PARTY = "third_party", "Bewertung durch Dritte"
    OTHER = "other", "andere Maßnahmen, die ebenso gut belegen, dass die Angaben richtig sind"


@register_setting(icon="clipboard-list")
class AccessibilitySettings(BaseSiteSetting):
    """Facts for the statement and the barrier reports that the portal cannot find out by itself."""

    method = models.CharField(
        "Art der Bewertung",
        max_length=12,
        choices=Method.choices,
        default=Method.SELF,
        help_text="Worauf sich die Erklärung stützt. »Selbstbewertung«: Die betreibende Stelle hat selbst geprüft.",
    )
    assessed_by = models.CharField(
        "Bewertet von",
        max_length=200,
        blank=True,
        help_text="Stelle oder Person, die das Portal bewertet hat. Steht öffentlich in der Erklärung.",
    )
    assessed_on = models.DateField(
        "Bewertet am",
        null=True,
        blank=True,
        help_text="Tag, an dem die Bewertung abgeschlossen war. Ohne ihn gilt das Portal als noch nicht bewertet.",
    )
    enforcement_name = models.CharField(
        "Schlichtungsstelle",
        max_length=250,
        default="Schlichtungsstelle nach dem Behindertengleichstellungsgesetz bei dem Beauftragten der "
        "Bundesregierung für die Belange von Menschen mit Behinderungen",
        help_text="An sie können sich Menschen wenden, denen unsere Antwort nicht hilft (BGG § 16).",
    )
    enforcement_address = models.TextField("Anschrift", blank=True, default="Mauerstraße 53\n10117 Berlin")
    enforcement_phone = models.CharField("Telefon", max_length=40, blank=True, default="030 18 527-2805")
    enforcement_email = models.EmailField("E-Mail", blank=True, default="info@schlichtungsstelle-bgg.de")
    enforcement_url = models.URLField("Internet", default="https://www.schlichtungsstelle-bgg.de")
    law_checked_on = models.DateField(
        "Rechtsstand geprüft am",
        null=True,
        blank=True,
        help_text="Tag, an dem zuletzt jemand Gesetzestexte und Anschrift mit den amtlichen Quellen verglichen hat. "
        "Die Quellen stehen am Ende der Erklärung.",
    )

    reports_email = models.EmailField(
        "Meldungen und Erinnerungen gehen an",
        blank=True,
        help_text="Am besten ein Postfach, das mehrere lesen. Leer: »E-Mail für Anfragen« aus den »Anbieterangaben«.",
    )
    erase_after_months = models.PositiveSmallIntegerField(
        "Persönliche Angaben löschen nach (Monaten)",
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(36)],
        help_text="So lange nach dem Abschluss bleiben Adresse und Wortlaut einer Meldung lesbar. Danach löscht das "
        "Portal beides von selbst.",
    )

    base_form_class = MergingForm

    panels = [
        MultiFieldPanel(
            [FieldPanel("method"), FieldRowPanel([FieldPanel("assessed_by"), FieldPanel("assessed_on")])],
            heading="Bewertung",
        ),
        MultiFieldPanel(
            [
                FieldPanel("enforcement_name"),
                FieldPanel("enforcement_address"),
                FieldRowPanel([FieldPanel("enforcement_phone"), FieldPanel("enforcement_email")]),
                FieldPanel("enforcement_url"),
                FieldPanel("law_checked_on"),
            ],
            heading="Schlichtungsstelle und Rechtsstand",
        ),
        MultiFieldPanel([FieldPanel("reports_email"), FieldPanel("erase_after_months")], heading="Gemeldete Barrieren"),
    ]

    class Meta:
        verbose_name = "Barrierefreiheit"

    def clean(self) -> None:
        super().clean()
        if bool(self.assessed_by) != bool(self.assessed_on):
            missing = "assessed_on" if self.assessed_by else "assessed_by"
            raise ValidationError({missing: "Zu einer Bewertung gehören beide Angaben: von wem und wann."})
