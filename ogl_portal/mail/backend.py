"""Django's ``EMAIL_BACKEND``: what Django, Wagtail and other packages send goes through the outbox as well."""

import uuid
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from ogl_portal.mail.outbox import enqueue


class OutboxBackend(BaseEmailBackend):
    """Puts plain text and headers of each message into the outbox, once for each of its addresses.

    Such a mail has no occasion by which a second one could be told: each counts as new.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(self._store(message) for message in email_messages)

    def _store(self, message: EmailMessage) -> bool:
        headers = {name: str(value) for name, value in message.extra_headers.items()}
        reply_to = ", ".join(message.reply_to)
        stored = [
            enqueue(
                f"backend:{uuid.uuid4()}",
                address,
                str(message.subject),
                str(message.body),
                headers=headers,
                reply_to=reply_to,
            )
            for address in message.recipients()
        ]
        return any(stored)
