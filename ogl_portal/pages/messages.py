"""Messages from readers are kept no longer than the privacy page says (L-DSGVO-4)."""

import datetime

from django.utils import timezone
from wagtail.models import Site

from ogl_portal.core.dates import add_months
from ogl_portal.legal.models import PrivacyDetails
from ogl_portal.pages.models import Message


def delete_answered(today: datetime.date) -> None:
    """Delete what was answered the set number of months ago, or earlier; what waits for an answer stays."""
    site = Site.objects.filter(is_default_site=True).first()
    details = PrivacyDetails.for_site(site) if site else PrivacyDetails()
    for message in Message.objects.exclude(answered_at=None):
        if today >= add_months(timezone.localdate(message.answered_at), details.delete_messages_after_months):
            message.delete()
