"""Words of the admin: keys as they are labelled on a German keyboard, and why the start page is not taken down."""

from django import template
from django.utils.html import format_html
from wagtail.models import Page

from ogl_portal.core.site_start import STAYS_PUBLIC, site_starts_at

register = template.Library()


@register.filter
def german_keys(shortcut: str) -> str:
    """»Ctrl + s« is »Strg + S«."""
    named = {"Ctrl": "Strg", "Shift": "Umschalt", "Delete": "Entf", "Return": "Eingabe", "Enter": "Eingabe"}
    keys = [key.strip() for key in shortcut.split(" + ")]
    return " + ".join(named.get(key, key.upper() if len(key) == 1 else key) for key in keys)


@register.simple_tag
def why_it_stays_public(page: Page) -> str:
    """The sentence as a paragraph; nothing for any other page."""
    return format_html("<p>{}</p>", STAYS_PUBLIC) if site_starts_at(page) else ""
