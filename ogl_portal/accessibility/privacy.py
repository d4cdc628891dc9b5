"""What the privacy notice says of reports of barriers."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ogl_portal.accessibility.models import AccessibilitySettings


def section(request: HttpRequest) -> SafeString:
    facts = AccessibilitySettings.objects.first() or AccessibilitySettings()
    return render_to_string("accessibility/privacy.html", {"months": facts.erase_after_months})
