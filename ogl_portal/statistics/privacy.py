"""What the privacy notice says of counting, as the site is set up."""

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def section(request: HttpRequest) -> SafeString | str:
    """The section on counting; nothing where nobody counts."""
    if settings.OGL_COUNTING == "off":
        return ""
    context = {
        "counts_log": settings.OGL_COUNTING == "log",
        "is_public": settings.OGL_USAGE_PUBLIC,
        "months": settings.OGL_USAGE_KEEP_MONTHS,
    }
    return render_to_string("statistics/privacy.html", context)
