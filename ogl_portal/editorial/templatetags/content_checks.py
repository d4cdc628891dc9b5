"""The list of findings above the editor of a page."""

from typing import Any

from django import template

from ogl_portal.editorial.checks.pages import check_page
from ogl_portal.editorial.checks.view import context_of

register = template.Library()


@register.inclusion_tag("editorial/content_checks.html")
def content_checks(page: Any, form: Any) -> dict[str, Any]:
    """What the checks find in the version that is open; ``form`` says what is wrong with the fields themselves."""
    return context_of(page, check_page(page), is_readable=not (form.problems() or form.general_problems()))
