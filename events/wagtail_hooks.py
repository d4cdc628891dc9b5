"""What events add to the admin: a button on the dashboard."""

from events.models import EventIndexPage, EventPage
from labs.dashboard import own_lab
from ogl_portal.workplace.actions import Action, add_url, place_for_new, register_action
from ogl_portal.workplace.scope import DashboardScope


def announce_event(scope: DashboardScope) -> Action | None:
    """Below the lab that is the person's own, or below the index page."""
    parent = own_lab(scope) or place_for_new(scope, EventIndexPage)
    return Action("Termin ankündigen", add_url(EventPage, parent), "date") if parent else None


register_action(announce_event, order=200)
