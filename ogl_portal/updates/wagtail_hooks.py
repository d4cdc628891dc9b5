"""Puts the card about ending support on the dashboard."""

from ogl_portal.editorial.dashboard import cards
from ogl_portal.updates.support import ending_support

cards.register(ending_support, order=320)
