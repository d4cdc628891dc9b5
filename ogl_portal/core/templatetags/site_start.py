"""Why the page at which the site starts is not taken down."""

from django import template
from django.utils.html import format_html
from wagtail.models import Page

from ogl_portal.core.site_start import STAYS_PUBLIC, site_starts_at

register = template.Library()


@register.simple_tag
def why_it_stays_public(page: Page) -> str:
    """The sentence as a paragraph; nothing for any other page."""
    return format_html("<p>{}</p>", STAYS_PUBLIC) if site_starts_at(page) else ""
