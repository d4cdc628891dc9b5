"""Messages from readers: who else wants to know of one, and how long they are kept (L-DSGVO-4)."""

import datetime

from django.dispatch import Signal
from wagtail.models import Site

from ogl_portal.german.dates import add_months
from ogl_portal.legal.models import PrivacyDetails
from ogl_portal.pages.models import Message

# A reader has sent a ``message``; sent in the transaction that stores it.
message_received = Signal()


def delete_settled(today: datetime.date) -> None:
    """Delete what was settled the set number of months ago, or earlier, with its answer; what waits stays."""
    site = Site.objects.filter(is_default_site=True).first()
    details = PrivacyDetails.for_site(site) if site else PrivacyDetails()
    for message in Message.objects.exclude(closed_on=None):
        if message.closed_on and today >= add_months(message.closed_on, details.delete_messages_after_months):
            message.delete()
