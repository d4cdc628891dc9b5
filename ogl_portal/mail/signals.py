"""What other apps can learn of sending."""

from django.dispatch import Signal

# A mail server will not take mails for ``to`` (str), for good: ``code`` (int, 5xx) and ``answer`` (str) of RCPT.
address_refused = Signal()
