"""The contact form: no cookie, no puzzle, nothing lost, nothing taken from foreign pages."""

import re
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client

from ogl_portal.pages.models import Message
from ogl_portal.pages.views import MOST_MESSAGES

pytestmark = pytest.mark.usefixtures("portal")

GOOD = {"subject": "format", "text": "Das Bild hat keinen Text.", "email": "mara@example.org", "page_url": "/labore/"}


@pytest.fixture(autouse=True)
def _nobody_has_sent_anything_yet() -> None:
    cache.clear()


def send(client: Client, headers: dict[str, str] | None = None, **changes: str):
    return client.post("/kontakt/senden/", {**GOOD, **changes}, headers=headers)


def test_a_message_is_stored_and_its_number_is_shown(client: Client) -> None:
    response = send(client)
    message = Message.objects.get()
    assert (message.subject, message.text, message.email, message.page_url) == tuple(GOOD.values())
    assert re.fullmatch(r"\d{8}-[0-9A-F]{6}", message.receipt)
    assert response.status_code == 302
    content = client.get(response.url).content.decode()
    assert message.receipt in content
    assert "Ihre Nachricht ist angekommen" in content


def test_an_answer_address_is_not_required(client: Client) -> None:
    assert send(client, email="").status_code == 302
    assert Message.objects.get().email == ""


def test_a_machine_that_fills_in_the_trap_is_told_the_same_and_nothing_is_kept(client: Client) -> None:
    response = send(client, website="https://example.org")
    assert response.status_code == 302
    assert "eingang=" in response.url
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://example.org"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://testserver.example.org"},
        {"origin": "javascript:alert(1)"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
    ],
)
def test_a_message_from_a_foreign_page_is_not_taken_but_not_lost(client: Client, headers: dict[str, str]) -> None:
    response = send(client, headers)
    assert response.status_code == 422
    content = response.content.decode()
    assert "Die Nachricht kam nicht von dieser Seite." in content
    assert GOOD["text"] in content
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": "http://testserver", "sec-fetch-site": "same-origin"}, {"origin": "null"}],
)
def test_a_message_from_this_site_is_taken(client: Client, headers: dict[str, str]) -> None:
    assert send(client, headers).status_code == 302
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "mara@", "Diese E-Mail-Adresse ist nicht vollständig. Beispiel: name@beispiel.de"),
        ("text", "", "Bitte schreiben Sie, worum es geht."),
        ("text", " \n ", "Bitte schreiben Sie, worum es geht."),
    ],
)
def test_a_mistake_is_told_at_the_field_and_what_was_typed_is_kept(
    client: Client, field: str, value: str, sentence: str
) -> None:
    response = send(client, **{field: value})
    assert response.status_code == 422
    content = unescape(response.content.decode())
    assert f'id="id_{field}_error"' in content
    error = content.split(f'id="id_{field}_error"')[1].split("</p>")[0]
    assert sentence in error
    assert 'aria-invalid="true"' in content
    for name in ("text", "email"):
        if name != field:
            assert GOOD[name] in content
    assert "Fehler" in content.split("</title>")[0]
    assert not Message.objects.exists()


def test_a_text_comes_back_exactly_as_it_was_typed(client: Client) -> None:
    typed = "Zeile eins\n  zwei <b>&amp;"
    content = send(client, text=typed, email="x").content.decode()
    kept = re.search(r"<textarea[^>]*>(.*?)</textarea>", content, re.DOTALL)
    assert kept
    # HTML drops one line break right behind the tag.
    assert unescape(kept.group(1)).removeprefix("\n").replace("\r\n", "\n") == typed


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"text": "x" * 5001}, "text"), ({"subject": "hack"}, "subject"), ({"page_url": "/" + "x" * 600}, None)],
)
def test_what_is_too_long_or_not_offered_is_refused(client: Client, changes: dict[str, str], field: str | None) -> None:
    response = send(client, **changes)
    assert response.status_code == 422
    if field:
        assert f'id="id_{field}_error"' in response.content.decode()
    assert not Message.objects.exists()


def test_control_characters_do_no_harm(client: Client) -> None:
    assert send(client, text="Null\x00zeichen", email="a\x00@example.org").status_code == 302
    message = Message.objects.get()
    assert (message.text, message.email) == ("Nullzeichen", "a@example.org")


@pytest.mark.parametrize("address", ["https://example.org/", "//example.org/", "javascript:alert(1)", "labore/"])
def test_no_foreign_address_reaches_the_inbox(client: Client, address: str) -> None:
    send(client, page_url=address)
    assert Message.objects.get().page_url == ""


def test_markup_in_a_message_is_shown_as_text(client: Client) -> None:
    content = send(client, text="<script>alert(1)</script>", email="x").content.decode()
    assert "<script>alert(1)</script>" not in content
    assert "&lt;script&gt;" in content


def test_markup_in_the_receipt_is_shown_as_text(client: Client) -> None:
    content = client.get("/kontakt/?eingang=<script>alert(1)</script>").content.decode()
    assert "<script>alert(1)" not in content


@pytest.mark.parametrize("what", ["form", "answer", "mistake"])
def test_no_cookie_is_set(client: Client, what: str) -> None:
    response = {"form": lambda: client.get("/kontakt/"), "answer": lambda: send(client)}.get(
        what, lambda: send(client, email="x")
    )()
    assert not response.cookies


def test_the_form_is_prepared_by_the_page_one_comes_from(client: Client) -> None:
    content = client.get("/kontakt/?subject=format&page_url=/seite/").content.decode()
    assert re.search(r'<option value="format"\s+selected', content)
    assert re.search(r'name="page_url"[^>]*value="/seite/"|value="/seite/"[^>]*name="page_url"', content)


def test_too_many_from_one_sender_are_refused_without_losing_the_text(client: Client) -> None:
    for _ in range(MOST_MESSAGES):
        assert send(client).status_code == 302
    response = send(client)
    assert response.status_code == 429
    assert GOOD["text"] in response.content.decode()
    assert Message.objects.count() == MOST_MESSAGES


def test_the_target_of_the_form_is_only_for_sending(client: Client) -> None:
    assert client.get("/kontakt/senden/").status_code == 405
