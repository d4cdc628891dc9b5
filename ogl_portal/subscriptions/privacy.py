"""What the privacy notice says of subscriptions, as long as they are offered or any are stored."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ogl_portal.subscriptions.lifecycle import SOFT_BOUNCES
from ogl_portal.subscriptions.models import Subscription
from ogl_portal.subscriptions.offer import is_offered


def section(request: HttpRequest) -> SafeString | str:
    """Empty where nobody can subscribe and nobody has."""
    if not is_offered() and not Subscription.objects.exists():
        return ""
    return render_to_string("subscriptions/privacy.html", {"soft_bounces": SOFT_BOUNCES})
