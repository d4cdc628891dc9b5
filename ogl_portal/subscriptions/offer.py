"""Whether subscribing by mail is offered: mails go out, and staff have not switched it off."""

from django.conf import settings
from django.urls import reverse

from ogl_portal.core.navigation import NavItem
from ogl_portal.subscriptions.models import SubscriptionSettings

_GOES_NOWHERE = (".console.", ".dummy.")


def mail_goes_out() -> bool:
    """False where nobody has set ``EMAIL_URL``: what is written to the console reaches no reader."""
    return not any(name in settings.OGL_MAIL_BACKEND for name in _GOES_NOWHERE)


def is_offered() -> bool:
    """One query, or none where no mail goes out."""
    if not mail_goes_out():
        return False
    chosen = SubscriptionSettings.objects.order_by("-site__is_default_site").first()
    return chosen is None or chosen.is_on


def service() -> NavItem | None:
    """The entry at the foot of every page."""
    return NavItem("Per E-Mail abonnieren", reverse("subscribe")) if is_offered() else None
