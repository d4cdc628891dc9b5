"""Template helpers of the English frame."""

import re

from django import template
from django.utils.safestring import SafeString, mark_safe

from ogl_portal.core.languages import GERMAN, english_pages, is_english_address

register = template.Library()

_LINK = re.compile(r'<a\b(?P<attributes>[^>]*?\bhref="(?P<address>/[^"]*)"[^>]*)>(?P<words>.*?)</a>', re.DOTALL)
_SAYS_SO = re.compile(r"\bin German\b")

register.simple_tag(english_pages)


@register.filter
def in_german(html: str) -> SafeString:
    """Let every link to a German page of the site say so, to people (»in German«) and to machines (``hreflang``).

    What has a ``hreflang`` already is left alone; so is what says »in German« in its own words.
    """
    return mark_safe(_LINK.sub(_told, html))  # noqa: S308  HTML of our own templates, with what they have escaped


def _told(match: re.Match[str]) -> str:
    if "hreflang=" in match["attributes"] or is_english_address(match["address"]):
        return match[0]
    words = match["words"] if _SAYS_SO.search(match["words"]) else f"{match['words']} (in German)"
    return f'<a{match["attributes"]} hreflang="{GERMAN}">{words}</a>'
