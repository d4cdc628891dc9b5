"""A form that comes after the session has ended, or with an old token, is kept on the page that says so."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ogl_portal.core.models import Topic
from tests.accounts.people import make_person, sign_in

pytestmark = pytest.mark.django_db

BROWSER = {"accept": "text/html,application/xhtml+xml"}
TEXT = 'Zeile eins\r\nZeile »zwei« & <b> "drei"'


def fields(page: str) -> list[tuple[str, str]]:
    form = page[page.index("data-kept-form") :]
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)
    return [(html.unescape(name), html.unescape(value)) for name, value in found if name != "csrfmiddlewaretoken"]


@pytest.fixture
def strict() -> Client:
    """A browser that is asked for its token."""
    make_person(superuser=True)
    return Client(enforce_csrf_checks=True, headers=BROWSER)


def test_signed_out_the_form_stays_with_all_its_fields(client: Client) -> None:
    answer = client.post("/admin/account/?x=1", {"text": TEXT, "many": ["a", "b"]}, headers=BROWSER)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Sie sind abgemeldet" in page
    assert fields(page) == [("text", TEXT), ("many", "a"), ("many", "b")]
    assert 'action="/admin/account/?x=1"' in page


def test_signed_out_a_file_is_named_as_lost(client: Client) -> None:
    file = SimpleUploadedFile("bericht.pdf", b"%PDF")
    page = client.post("/admin/documents/add/", {"title": "Bericht", "file": file}, headers=BROWSER).content.decode()
    assert fields(page) == [("title", "Bericht")]
    assert "»bericht.pdf«" in page


def test_an_old_token_keeps_the_form_and_a_fresh_one_sends_it(strict: Client) -> None:
    strict.enforce_csrf_checks = strict.handler.enforce_csrf_checks = False
    sign_in(strict)
    strict.handler.enforce_csrf_checks = True
    sent = {"title": "Wasser & Wege", "csrfmiddlewaretoken": "alt"}
    answer = strict.post("/admin/snippets/core/topic/add/", sent)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "im Namen von anna" in page
    assert fields(page) == [("title", "Wasser & Wege")]
    token = re.search(r'data-kept-form.*?csrfmiddlewaretoken" value="([^"]+)"', page, re.DOTALL)[1]
    again = strict.post("/admin/snippets/core/topic/add/", {"title": "Wasser & Wege", "csrfmiddlewaretoken": token})
    assert again.status_code != 403


@pytest.mark.parametrize("name", ["password", "new_password1", "credential", "code", "client-secret"])
def test_secrets_are_never_written_into_a_page(client: Client, name: str) -> None:
    answer = client.post("/admin/account/", {name: "geheim-4711", "text": TEXT}, headers=BROWSER)
    assert "geheim-4711" not in answer.content.decode()


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://boese.example"}])
def test_a_foreign_form_is_not_offered_again(strict: Client, headers: dict[str, str]) -> None:
    answer = strict.post("/admin/snippets/core/topic/add/", {"title": "fremd-4711"}, headers=headers)
    assert answer.status_code == 403
    assert "fremd-4711" not in answer.content.decode()


def test_a_page_for_readers_says_so_in_the_frame_of_the_site(strict: Client, portal: object) -> None:
    answer = strict.post("/suche/", {"q": "Wasser"})  # no form of ours: those for readers need no token
    assert answer.status_code == 403
    assert "Noch nicht gesendet" in answer.content.decode()
    assert fields(answer.content.decode()) == [("q", "Wasser")]


def test_background_requests_are_led_to_the_sign_in_as_before(client: Client) -> None:
    answer = client.post("/admin/account/", {"text": TEXT}, headers={"accept": "application/json"})
    assert TEXT not in answer.content.decode()


def test_restoring_shows_the_form_and_saves_nothing(client: Client) -> None:
    make_person(superuser=True)
    sign_in(client)
    answer = client.post("/admin/snippets/core/topic/add/", {"name": "Wasser & Wege", "ogl-restore": "1"})
    assert answer.status_code == 200
    assert "Wasser &amp; Wege" in answer.content.decode()
    assert "Ihr Text steht wieder im Formular" in answer.content.decode()
    assert not Topic.objects.filter(name="Wasser & Wege").exists()


def test_restoring_undoes_what_a_view_without_a_form_does(client: Client) -> None:
    make_person(superuser=True)
    sign_in(client)
    topic = Topic.objects.create(name="Bleibt", slug="bleibt")
    client.post(f"/admin/snippets/core/topic/delete/{topic.pk}/", {"ogl-restore": "1", "text": TEXT})
    assert Topic.objects.filter(pk=topic.pk).exists()
