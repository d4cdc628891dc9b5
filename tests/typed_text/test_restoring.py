"""A form is shown again only for who is signed in, and never so that a wrong guess is forgotten."""

from typing import Any

import pytest
from axes.models import AccessAttempt
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, streamfield

from tests.accounts.people import PASSWORD, give_app, make_person, sign_in, wrong_code
from tests.editorial.publishing import create, form
from tests.factories import AdminFactory, LabPageFactory, NewsPageFactory, Portal

pytestmark = pytest.mark.django_db

RESTORE = {"ogl-restore": "1"}
WRONG = "falsch geraten und mehr"


def statuses(client: Client, address: str, data: dict[str, str], times: int = 6) -> list[int]:
    return [client.post(address, {**data, **RESTORE}).status_code for _ in range(times)]


def test_wrong_passwords_are_counted(client: Client) -> None:
    make_person()
    assert statuses(client, "/admin/login/", {"username": "anna", "password": WRONG})[-1] == 429


def test_wrong_codes_are_counted(client: Client) -> None:
    secret = give_app(make_person())
    sign_in(client)
    assert statuses(client, "/admin/anmelden/zweiter-faktor/", {"code": wrong_code(secret)})[-1] == 429


@pytest.mark.parametrize("given", [PASSWORD, WRONG])
def test_who_is_signed_in_learns_nothing_of_a_password(client: Client, given: str) -> None:
    make_person()
    sign_in(client)
    answers = [client.post("/admin/bestaetigen/", {"password": password, **RESTORE}) for password in (given, "anders")]
    assert {answer.status_code for answer in answers} == {403}
    assert not AccessAttempt.objects.exists()


def test_a_copy_that_lacks_parts_of_the_form_is_answered_in_words(client: Client, portal: Portal) -> None:
    """As after an upgrade, when the form has fields that the copy knows nothing of."""
    client.force_login(AdminFactory())
    page: Any = NewsPageFactory(parent=portal.news)
    answer = client.post(f"/admin/pages/{page.pk}/edit/", {"title": "Nur der Titel", **RESTORE})
    assert answer.status_code == 400
    assert "unvollständig" in answer.content.decode()


def told(answer: Any) -> str:
    """The messages above the page."""
    return BeautifulSoup(answer.content, "html.parser").select_one(".messages").get_text(" ", strip=True)


def errors_in(answer: Any) -> list[str]:
    """What the page says is wrong: above the form, at its fields and at its rows."""
    page = BeautifulSoup(answer.content, "html.parser")
    places = ".error-message, .errorlist li, [data-form-problems] li"
    return [item.get_text(" ", strip=True) for item in page.select(places)]


class TestRowsAndBlocks:
    """News items, whose form has blocks, rows of dates and rows of corrections; neither was ever public."""

    @pytest.fixture
    def addresses(self, client: Client, portal: Portal) -> list[str]:
        """The forms of a new page and of one that is there."""
        client.force_login(AdminFactory())
        lab = LabPageFactory(parent=portal.labs)
        page = create(client, lab, "Beispiel", "beispiel")
        client.get(reverse("wagtailadmin_home"))  # where it is said that the page was made
        return [
            reverse("wagtailadmin_pages:add", args=["news", "newspage", lab.pk]),
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
        ]

    def test_nothing_is_told_but_that_the_text_is_back(self, client: Client, addresses: list[str]) -> None:
        pages = Page.objects.count()
        for address in addresses:
            answer = client.post(address, form("Getippt", "getippt") | RESTORE)
            assert answer.status_code == 200
            assert told(answer).startswith("Ihr Text steht wieder im Formular.")
            assert errors_in(answer) == []
            assert "Getippt" in answer.content.decode()
        assert Page.objects.count() == pages

    def test_a_draft_may_lack_what_only_publishing_asks_for(self, client: Client, addresses: list[str]) -> None:
        for rows in ([], [{"date": ""}]):
            data = form("Getippt", "", dates=inline_formset(rows), body=streamfield([]))
            assert [errors_in(client.post(address, data | RESTORE)) for address in addresses] == [[], []]

    def test_what_cannot_be_read_is_told_at_its_field(self, client: Client, addresses: list[str]) -> None:
        data = form("Getippt", "getippt", dates=inline_formset([{"date": "2022"}, {"date": "31. Brumaire"}]))
        for address in addresses:
            answer = client.post(address, data | RESTORE)
            assert "31. Brumaire" in answer.content.decode()
            assert errors_in(answer)
            assert all("31. Brumaire" in sentence for sentence in errors_in(answer))

    def test_rows_that_the_copy_knows_nothing_of_make_it_incomplete(self, client: Client, addresses: list[str]) -> None:
        """The text stays in the browser, and the answer says so."""
        data = {name: value for name, value in form("Getippt", "getippt").items() if not name.startswith("dates-")}
        for address in addresses:
            answer = client.post(address, data | RESTORE)
            assert answer.status_code == 400
            assert "Der aufgehobene Text passt nicht mehr zu diesem Formular" in answer.content.decode()

    def test_a_page_that_is_locked_is_not_said_to_be_saved_soon(self, client: Client, addresses: list[str]) -> None:
        page = Page.objects.get(slug="beispiel")
        page.locked, page.locked_by = True, AdminFactory()
        page.save()
        answer = client.post(addresses[1], form("Getippt", "getippt") | RESTORE)
        assert "gesperrt" in told(answer)
        assert "Gespeichert ist er" not in told(answer)
