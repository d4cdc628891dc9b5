"""The picture at the top of a page: of a lab, a news item, an event. A page is as good without one."""

from typing import Any

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from ogl_portal.core.models import BasePage
from ogl_portal.media.models import PortalImage


class HasLeadPicture(BasePage):
    """A page with the fields ``picture``, ``picture_alt`` and ``picture_is_decorative``.

    Maker and licence belong to the picture itself (``PortalImage.credit``, ``.licence``) and are shown below it.
    """

    picture = models.ForeignKey(
        PortalImage, verbose_name="Bild", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    picture_alt = models.CharField(
        "Alternativtext", max_length=250, blank=True, help_text="Was sieht man? Vorlesegeräte sprechen diesen Text."
    )
    picture_is_decorative = models.BooleanField("Bild ist nur Schmuck", default=False)

    picture_panels = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "picture",
                    help_text="Name und Lizenz stehen beim Bild selbst (»Bildnachweis«, »Lizenz«) und erscheinen unter "
                    "ihm. Auf Fotos von Menschen gehören nur solche, die damit einverstanden sind.",
                ),
                FieldPanel("picture_alt"),
                FieldPanel("picture_is_decorative"),
            ],
            heading="Bild",
        )
    ]

    class Meta:
        abstract = True

    def publishing_errors(self) -> dict[str, list[str]]:
        errors = super().publishing_errors()
        if self.picture_id and not self.picture_alt.strip() and not self.picture_is_decorative:
            sentence = "Bitte einen Alternativtext schreiben oder »nur Schmuck« ankreuzen."
        elif self.picture_alt.strip() and self.picture_is_decorative:
            sentence = "Ein Schmuckbild hat keinen Alternativtext. Bitte eines entfernen."
        else:
            return errors
        return {**errors, "picture_alt": [sentence]}


def lead_picture(page: Any) -> list[PortalImage]:
    return [page.picture] if page.picture else []
