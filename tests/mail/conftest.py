from collections.abc import Iterator

import pytest

from tests.mail.sink import MailSink, mail_sink


@pytest.fixture
def sink(settings) -> Iterator[MailSink]:
    """A mail server that the outbox sends to."""
    with mail_sink() as found:
        settings.OGL_MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", found.port, 2
        yield found
