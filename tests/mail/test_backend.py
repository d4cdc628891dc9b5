"""What Django, Wagtail and others send: through the outbox, too."""

import pytest
from django.core.mail import EmailMessage, send_mail
from django.test import Client

from ogl_portal.mail.models import QueuedMail
from ogl_portal.settings import base
from ogl_portal.users.models import User


@pytest.fixture(autouse=True)
def _backend(settings) -> None:
    settings.EMAIL_BACKEND = base.EMAIL_BACKEND


@pytest.mark.django_db
def test_send_mail_is_stored_and_sent_with_all_it_has(sent_mails) -> None:
    EmailMessage("Betreff", "Text", None, ["a@example.org"], headers={"X-Test": "1"}, reply_to=["r@example.org"]).send()
    assert QueuedMail.objects.count() == 1
    [message] = sent_mails()
    assert (message.subject, message.body, message.to) == ("Betreff", "Text", ["a@example.org"])
    assert (message.extra_headers["X-Test"], message.reply_to) == ("1", ["r@example.org"])


@pytest.mark.django_db
def test_each_address_gets_a_mail_of_its_own_and_each_sending_counts(sent_mails) -> None:
    assert send_mail("Betreff", "Text", None, ["a@example.org", "b@example.org"]) == 1
    send_mail("Betreff", "Text", None, ["a@example.org"])
    assert [message.to for message in sent_mails()] == [["a@example.org"], ["b@example.org"], ["a@example.org"]]


@pytest.mark.django_db
def test_a_link_to_a_new_password_leads_to_this_site_whatever_the_request_says(client: Client, sent_mails) -> None:
    User.objects.create_user("ada", "ada@example.org", "pass-wort-123", first_name="Ada", last_name="Lovelace")
    client.post("/admin/password_reset/", {"email": "ada@example.org"}, headers={"host": "localhost:1234"})
    [message] = sent_mails()
    assert message.body.startswith("Guten Tag Ada Lovelace,")
    assert "http://testserver/admin/password_reset/confirm/" in message.body
    assert "localhost" not in message.body
