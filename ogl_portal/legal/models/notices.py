"""Imprint and privacy notice: written by the settings, kept honest by saying what is still missing."""

from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.search import index

from ogl_portal.core.blocks import BodyField
from ogl_portal.legal.models.review import ReviewedPage


class ImprintPage(ReviewedPage):
    """Who answers for the portal (DDG § 5, MStV § 18 (2)), and whatever else staff want to say about rights."""

    body = BodyField(verbose_name="Weitere Angaben")

    content_panels = [
        *ReviewedPage.content_panels,
        *ReviewedPage.intro_panels,
        HelpPanel(
            content="<p>Name, Anschrift und Kontakt stehen nicht hier, sondern unter »Einstellungen« → "
            "»Anbieterangaben«. Die Seite setzt sie ein und sagt, was noch fehlt.</p>"
        ),
        FieldPanel("body"),
        *ReviewedPage.review_panels,
    ]
    search_fields = [*ReviewedPage.search_fields, index.SearchField("body")]
    usual_slug = "impressum"

    class Meta:
        verbose_name = "Impressum"


class PrivacyPage(ReviewedPage):
    """What happens to personal data (GDPR Art. 13). What the software does is in the template, the rest in settings."""

    body = BodyField(verbose_name="Weitere Angaben")

    content_panels = [
        *ReviewedPage.content_panels,
        *ReviewedPage.intro_panels,
        HelpPanel(
            content="<p>Ansprechstellen, Rechtsgrundlagen und Fristen stehen unter »Einstellungen« → "
            "»Datenschutzangaben«. Was das Portal selbst tut, beschreibt die Seite von sich aus; hier ist Platz für "
            "alles Weitere.</p>"
        ),
        FieldPanel("body"),
        *ReviewedPage.review_panels,
    ]
    search_fields = [*ReviewedPage.search_fields, index.SearchField("body")]
    usual_slug = "datenschutz"

    class Meta:
        verbose_name = "Datenschutzerklärung"
