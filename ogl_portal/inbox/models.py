"""Who is responsible for which messages."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from ogl_portal.core.merging_form import MergingForm


@register_setting(icon="mail")
class InboxSettings(BaseGenericSetting):
    """A group for each kind of message; a field that is empty means the programme team."""

    general = models.ForeignKey(
        Group,
        verbose_name="Allgemeine Fragen gehen an",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Alle in dieser Gruppe bekommen eine E-Mail, sobald eine Nachricht eintrifft. Leer: das "
        "Programmteam.",
    )
    format = models.ForeignKey(
        Group,
        verbose_name="Bitten um ein anderes Format gehen an",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Wie oben. Leer: das Programmteam.",
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Vertretung",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Bekommt die Erinnerungen mit, und neue Nachrichten, solange in der Gruppe niemand eine "
        "E-Mail-Adresse und das Recht hat, sie zu lesen.",
    )
    reply_to = models.EmailField(
        "Antworten der Leser:innen gehen an",
        blank=True,
        help_text="Wer auf unsere Antwort antwortet, schreibt an diese Adresse. Am besten ein Postfach, das mehrere "
        "lesen. Leer: »E-Mail für Anfragen« aus den »Anbieterangaben«.",
    )

    base_form_class = MergingForm

    panels = [
        MultiFieldPanel([FieldPanel("general"), FieldPanel("format"), FieldPanel("deputy")], heading="Wer antwortet"),
        FieldPanel("reply_to"),
    ]

    class Meta:
        verbose_name = "Posteingang"
