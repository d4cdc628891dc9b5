"""What stood in other places before this app was there is taken over."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from wagtail.models import Page

from ogl_portal.accessibility.models import BarrierReport, StatementPage
from ogl_portal.pages.models import Message, StandardPage
from tests.clock import noon
from tests.factories import Portal, StandardPageFactory

migration = import_module("ogl_portal.accessibility.migrations.0002_existing_content")


def test_the_page_of_the_statement_keeps_address_and_history(portal: Portal, client: Client) -> None:
    old = StandardPageFactory(parent=portal.home, slug="barrierefreiheit", title="Barrierefreiheit", teaser="Worum?")
    old.save_revision().publish()
    with connection.schema_editor() as editor:
        migration.turn_page_into_statement_page(apps, editor)
        migration.turn_page_into_statement_page(apps, editor)  # nothing is left to do
    page = Page.objects.get(pk=old.pk).specific
    assert isinstance(page, StatementPage)
    assert (page.title, page.teaser, page.get_url()) == ("Barrierefreiheit", "Worum?", "/barrierefreiheit/")
    assert not StandardPage.objects.filter(pk=old.pk).exists()
    assert isinstance(page.latest_revision.as_object(), StatementPage)
    assert not any(Page.find_problems())
    assert "Stand der Vereinbarkeit" in client.get("/barrierefreiheit/").content.decode()
    page.save_revision().publish()


def test_a_site_without_that_page_is_left_as_it_is(portal: Portal) -> None:
    StandardPageFactory(parent=portal.home, slug="programm")
    with connection.schema_editor() as editor:
        migration.turn_page_into_statement_page(apps, editor)
    assert not StatementPage.objects.exists()


@pytest.mark.django_db
def test_reports_leave_the_inbox_of_the_contact_form_with_their_period() -> None:
    for number, answered in enumerate((None, datetime.date(2027, 2, 3))):
        message = Message.objects.create(
            subject="barrier", text="Kontrast", email="mara@example.org", page_url="/labore/", receipt=str(number)
        )
        answered_at = noon(answered) if answered else None
        Message.objects.filter(pk=message.pk).update(
            received_at=noon(datetime.date(2027, 1, 31)), answered_at=answered_at
        )
    Message.objects.create(subject="general", text="Frage", receipt="2")
    with connection.schema_editor() as editor:
        migration.move_reports_out_of_the_contact_inbox(apps, editor)
    assert [message.receipt for message in Message.objects.all()] == ["2"]
    new, done = BarrierReport.objects.order_by("receipt")
    assert new.due_on == datetime.date(2027, 2, 28)
    assert (new.state, new.text, new.page_path) == ("new", "Kontrast", "/labore/")
    assert done.deadline == "rechtzeitig beantwortet"
