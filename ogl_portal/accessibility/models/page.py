"""The page on which the statement stands."""

from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from ogl_portal.core.models import BasePage


class StatementPage(BasePage):
    """»Erklärung zur Barrierefreiheit« (BGG § 12b, BITV 2.0 § 7). All but the introduction is computed."""

    introduction = RichTextField(
        "Einleitung",
        blank=True,
        help_text="Steht über der Erklärung. Die Erklärung selbst errechnet das Portal; freigegeben wird sie unter "
        "»Barrierefreiheit« → »Erklärung prüfen und freigeben«.",
    )

    content_panels = [*BasePage.content_panels, *BasePage.intro_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("teaser"), index.SearchField("introduction")]
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    usual_slug = "barrierefreiheit"

    class Meta:
        verbose_name = "Erklärung zur Barrierefreiheit"
        verbose_name_plural = "Erklärungen zur Barrierefreiheit"
