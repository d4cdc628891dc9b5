"""The contact form on the English contact page: English from its labels to the mail with the answer."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from ogl_portal.english.models import Listing
from ogl_portal.inbox.mails import send_answer
from ogl_portal.mail.models import QueuedMail
from ogl_portal.pages.models import Message
from ogl_portal.pages.views import MOST_MESSAGES
from tests.english.test_languages import GERMAN_WORDS
from tests.factories import EnglishHomePageFactory, EnglishPageFactory, Portal

GOOD = {"subject": "general", "text": "A question", "email": "mara@example.org", "page_url": "/en/labs/"}


@pytest.fixture(autouse=True)
def contact(portal: Portal) -> Any:
    home = EnglishHomePageFactory(parent=portal.home)
    page = EnglishPageFactory(parent=home, title="Contact", slug="contact", listing=Listing.CONTACT)
    cache.clear()
    return page


def send(client: Client, headers: dict[str, str] | None = None, **changes: str) -> Any:
    return client.post("/kontakt/senden/en/", {**GOOD, **changes}, headers=headers)


def read(response: Any) -> BeautifulSoup:
    page = BeautifulSoup(response.content, "html.parser")
    assert page.html is not None
    assert page.html["lang"] == "en"
    for marked in page.select('[lang="de"], script, style'):
        marked.decompose()
    assert not GERMAN_WORDS.findall(page.get_text(" "))
    return page


def test_the_form_is_english(client: Client) -> None:
    page = read(client.get("/en/contact/?subject=format&page_url=/ergebnisse/"))
    form = page.select_one("form.form")
    assert form is not None
    assert form["action"] == "/kontakt/senden/en/"
    text = " ".join(form.get_text(" ").split())
    for words in ("What is it about?", "A document in another format", "Your message", "(optional)", "Send message"):
        assert words in text
    assert "freiwillig" not in text
    assert form.select_one("option[selected]")["value"] == "format"  # type: ignore[index]
    assert form.select_one('input[name="page_url"]')["value"] == "/ergebnisse/"  # type: ignore[index]


def test_a_message_is_stored_with_its_language_and_its_number_is_shown(client: Client) -> None:
    response = send(client)
    message = Message.objects.get()
    assert (message.text, message.language) == ("A question", "en")
    assert response.url == f"/en/contact/?eingang={message.receipt}#eingang"
    page = read(client.get(response.url))
    assert "Your message has arrived" in page.get_text()
    assert message.receipt in page.get_text()


def test_the_german_form_says_german(client: Client) -> None:
    client.post("/kontakt/senden/", GOOD)
    assert Message.objects.get().language == "de"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": " "}, "Please write what it is about."),
        ({"email": "mara"}, "This e-mail address is not complete."),
        ({"text": "x" * 5001}, "Ensure this value has at most 5000 characters"),
        ({"subject": "nothing"}, "Select a valid choice."),
    ],
)
def test_mistakes_are_told_in_english_and_nothing_is_lost(
    client: Client, changes: dict[str, str], sentence: str
) -> None:
    response = send(client, **changes)
    assert response.status_code == 422
    page = read(response)
    assert page.title is not None
    assert page.title.get_text().startswith("Error: Contact")
    summary = page.select_one("#fehler")
    assert summary is not None
    assert sentence in summary.get_text()
    assert "The form has not been sent yet" in summary.get_text()
    if "email" not in changes:
        assert page.select_one('input[name="email"]')["value"] == GOOD["email"]  # type: ignore[index]
    assert not Message.objects.exists()


def test_foreign_pages_and_floods_are_refused_in_english(client: Client) -> None:
    foreign = send(client, headers={"origin": "https://example.org"})
    assert "did not come from this page" in read(foreign).get_text()
    for _ in range(MOST_MESSAGES):
        send(client)
    many = send(client)
    assert many.status_code == 429
    assert "Very many messages" in read(many).get_text()


def test_without_the_page_there_is_no_form(client: Client, contact: Any) -> None:
    contact.unpublish()
    assert send(client).status_code == 404


def test_the_mail_with_the_answer_is_english_around_what_staff_wrote(client: Client) -> None:
    send(client)
    message = Message.objects.get()
    message.answer = "Here it is."
    send_answer(message)
    mail = QueuedMail.objects.get(to=message.email)
    assert mail.subject == f"Answer to your message {message.receipt}"
    assert mail.text.startswith("Hello,\n\nHere it is.\n\nThis is the answer to your message")
    assert "Kind regards" in mail.text
    assert not GERMAN_WORDS.findall(mail.text.replace(settings.WAGTAIL_SITE_NAME, ""))
