"""Template helpers that need no query (an address of ``index_pages`` one, where it is not remembered)."""

import datetime

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ogl_portal.core.fields import fuzzy
from ogl_portal.core.index_pages import index_url, usual_url
from ogl_portal.core.languages import languages_of
from ogl_portal.core.own_links import without_dead_links
from ogl_portal.core.same_for import same_for
from ogl_portal.german.dates import german_date
from ogl_portal.german.formats import file_size, grouped, number_word

register = template.Library()


@register.filter
def fuzzy_date(value: str) -> str:
    """EDTF text in German words: ``2022-10`` becomes »Oktober 2022«; empty for empty."""
    date = fuzzy(value)
    return str(date) if date else ""


@register.simple_tag
def fuzzy_time(value: str) -> SafeString | str:
    """A ``<time>`` element for EDTF text."""
    date = fuzzy(value)
    return format_html('<time datetime="{}">{}</time>', date.edtf, str(date)) if date else ""


@register.filter
def german_day(value: datetime.date) -> str:
    """``21. Juni 2022``."""
    return german_date(value)


@register.simple_tag
def site_name(case: str = "nominative") -> str:
    """The name of the site as the settings have it, as it stands in a sentence (»genitive«, »dative«), or »english«."""
    return str(settings.WAGTAIL_SITE_NAME if case == "nominative" else getattr(settings, f"SITE_NAME_{case.upper()}"))


@register.simple_tag
def name_in_two_parts(case: str = "nominative") -> SafeString:
    """The name beside the mark, so that it breaks after its first word."""
    first, _, rest = site_name(case).partition(" ")
    return format_html("<span><span>{}</span> <span>{}</span></span>", first, rest)


register.tag(same_for)
register.simple_tag(index_url)
register.simple_tag(usual_url)
register.simple_tag(languages_of)
register.filter(number_word)
register.filter(grouped)
register.filter(file_size)
# Django's own, which Wagtail's templates use, counts in powers of 1,024.
register.filter("filesizeformat", file_size)
register.filter(without_dead_links)
