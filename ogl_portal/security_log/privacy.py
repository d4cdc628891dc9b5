"""What the privacy notice says of the security log, as the site is set up."""

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def section(request: HttpRequest) -> SafeString:
    """The section on the log; how long it stays is known where the portal keeps it itself."""
    days = settings.OGL_SECURITY_LOG_DAYS if settings.OGL_SECURITY_LOG == "file" else 0
    return render_to_string("security_log/privacy.html", {"days": days})
