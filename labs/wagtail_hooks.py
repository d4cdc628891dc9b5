"""What labs add to the admin: cards and a button on the dashboard."""

from labs import dashboard
from ogl_portal.workplace.actions import register_action
from ogl_portal.workplace.cards import register

register(dashboard.contacts_expiring, order=220)
register(dashboard.incomplete_labs, order=320)
register_action(dashboard.edit_own_lab, order=400)
