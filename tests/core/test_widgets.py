"""Days and times in the admin use the browser's own fields."""

from django.test import Client

from events.models import EventPage
from tests.factories import AdminFactory, EventPageFactory, Portal


def test_the_editor_offers_the_browsers_own_fields_with_the_stored_day(portal: Portal, client: Client) -> None:
    event: EventPage = EventPageFactory(parent=portal.events)
    client.force_login(AdminFactory())
    html = client.get(f"/admin/pages/{event.pk}/edit/").content.decode()
    assert '<input type="date" name="start_date" value="2022-12-08"' in html
    assert '<input type="time" name="start_time"' in html
