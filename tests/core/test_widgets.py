"""Days and times in the admin use the browser's own fields."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from events.models import EventPage
from tests.factories import AdminFactory, EventPageFactory, Portal


def test_the_editor_offers_the_browsers_own_fields_with_the_stored_day(portal: Portal, client: Client) -> None:
    event: EventPage = EventPageFactory(parent=portal.events)
    client.force_login(AdminFactory())
    html = client.get(f"/admin/pages/{event.pk}/edit/").content.decode()
    assert '<input type="date" name="start_date" value="2022-12-08"' in html
    assert '<input type="time" name="start_time"' in html


FOUR_DIGITS = "Bitte geben Sie es mit vier Ziffern an."


def test_a_year_of_two_digits_is_no_year(portal: Portal, client: Client) -> None:
    client.force_login(AdminFactory())
    event: EventPage = EventPageFactory(parent=portal.events)
    fields = EventPage.get_edit_handler().get_form_class().base_fields
    for name, typed in (("start_date", "0027-05-04"), ("go_live_at", "0027-05-04T10:00")):
        with pytest.raises(ValidationError, match=FOUR_DIGITS):
            fields[name].clean(typed)
    for address in (f"/admin/durchsicht/{event.pk}/", f"/admin/bitte-ansehen/{event.pk}/"):
        response = client.post(address, {"due_on": "0027-05-04", "note": ""})
        assert FOUR_DIGITS in response.content.decode(), address
