"""Puts the card about ending support on the dashboard."""

from ogl_portal.updates.support import ending_support
from ogl_portal.workplace import cards

cards.register(ending_support, order=320)
