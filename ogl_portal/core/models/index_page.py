"""The page that leads to all there is of one kind."""

from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from ogl_portal.core.models.page import BasePage


class IndexPage(BasePage):
    """There is one of each kind, right below the start page; ``core.index_pages`` tells its address."""

    introduction = RichTextField("Einleitung", blank=True)

    content_panels = [
        *BasePage.content_panels,
        *BasePage.intro_panels,
        FieldPanel("introduction"),
        *BasePage.note_panels,
    ]
    fields_in_changes = (*BasePage.fields_in_changes, "introduction")
    parent_page_types = ["pages.HomePage"]
    max_count = 1

    class Meta:
        abstract = True
