"""The type of the fixture ``sent_mails`` (tests/conftest.py)."""

from collections.abc import Callable

from django.core.mail import EmailMessage

SentMails = Callable[[], list[EmailMessage]]
