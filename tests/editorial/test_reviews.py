"""Staff note that a page has been looked through; the report shows which pages wait for it."""

import csv
import datetime
import io

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry

from ogl_portal.editorial.models import PageReview
from ogl_portal.users.models import User
from tests.factories import AdminFactory, Portal, StandardPageFactory, UserFactory

TOMORROW = datetime.timedelta(days=1)


@pytest.fixture
def admin(client: Client, portal: Portal) -> User:
    user = AdminFactory(first_name="Mara", last_name="Muster")
    client.force_login(user)
    return user


def test_a_review_is_noted_with_name_and_day(client: Client, admin: User, portal: Portal) -> None:
    page = StandardPageFactory(parent=portal.home, title="Impressum")
    due = timezone.localdate() + TOMORROW
    data = {"is_reviewed": "on", "due_on": due.strftime("%d.%m.%Y"), "note": "Anschrift prüfen"}
    response = client.post(f"/admin/durchsicht/{page.pk}/", data, follow=True)
    assert "Für »Impressum« ist das vermerkt." in response.content.decode()
    review = PageReview.objects.get(page=page)
    assert (review.reviewed_on, review.reviewed_by, review.due_on) == (timezone.localdate(), admin, due)
    assert PageLogEntry.objects.filter(page=page, action="portal.review", user=admin).exists()


def test_changing_the_date_alone_is_no_review(client: Client, admin: User, portal: Portal) -> None:
    page = StandardPageFactory(parent=portal.home)
    client.post(f"/admin/durchsicht/{page.pk}/", {"due_on": "01.01.2099", "note": ""})
    assert PageReview.objects.get(page=page).reviewed_on is None


def test_a_day_in_the_past_is_told_at_the_field(client: Client, admin: User, portal: Portal) -> None:
    page = StandardPageFactory(parent=portal.home)
    response = client.post(f"/admin/durchsicht/{page.pk}/", {"is_reviewed": "on", "due_on": "01.01.2020", "note": ""})
    assert "Der Tag liegt nicht in der Zukunft." in response.content.decode()
    assert not PageReview.objects.exists()


def test_only_those_who_may_edit_the_page_note_a_review(client: Client, portal: Portal) -> None:
    page = StandardPageFactory(parent=portal.home)
    client.force_login(UserFactory())
    assert client.get(f"/admin/durchsicht/{page.pk}/").status_code == 302
    assert not PageReview.objects.exists()


def test_the_report_puts_first_what_is_due(client: Client, admin: User, portal: Portal) -> None:
    StandardPageFactory(parent=portal.home, title="Ohne Datum")
    PageReview.objects.create(
        page=StandardPageFactory(parent=portal.home, title="Von gestern"),
        due_on=datetime.date(2020, 1, 1),
        reviewed_by=admin,
    )
    text = client.get("/admin/berichte/durchsicht/").content.decode()
    assert text.index("Von gestern") < text.index("Ohne Datum")
    assert "Mara Muster" in text
    filtered = client.get("/admin/berichte/durchsicht/?faellig=true").content.decode()
    assert "Ohne Datum" not in filtered


def test_the_report_leaves_as_csv_and_the_log_knows(client: Client, admin: User, portal: Portal) -> None:
    page = StandardPageFactory(parent=portal.home, title="=SUMME(A1)")
    PageReview.objects.create(page=page, due_on=datetime.date(2020, 1, 1))
    response = client.get("/admin/berichte/durchsicht/?export=csv&faellig=true")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert rows[0]["Seite"] == "'=SUMME(A1)", "no spreadsheet takes it for a formula"
    assert rows[0]["Fällig am"] == "01.01.2020"
    log = client.get("/admin/reports/site-history/").content.decode()
    assert "Bericht »Durchsicht der Seiten« als CSV heruntergeladen" in log


def test_the_report_leaves_as_xlsx(client: Client, admin: User, portal: Portal) -> None:
    StandardPageFactory(parent=portal.home)
    response = client.get("/admin/berichte/durchsicht/?export=xlsx")
    assert b"".join(response.streaming_content)[:2] == b"PK"
