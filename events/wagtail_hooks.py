"""What events add to the admin: a button on the dashboard."""

from events.dashboard import announce_event
from ogl_portal.workplace.actions import register_action

register_action(announce_event, order=200)
