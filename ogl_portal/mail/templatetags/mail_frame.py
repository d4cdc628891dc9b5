"""What frames a mail, for templates that others render (Wagtail's notifications, Django's password reset)."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def base_url() -> str:
    """The address before every path in a mail: never that of a request, which its sender chooses."""
    return str(settings.BASE_URL)
