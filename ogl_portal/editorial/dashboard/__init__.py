"""What waits for the person who has just signed in: cards, from any app that has something to say.

An app registers a *source* in its ``wagtail_hooks``: a function from a ``Desk`` to a ``Card``, or to None when there is
nothing to do. A source asks a number of queries that does not depend on how much content there is.
"""

from ogl_portal.editorial.dashboard.cards import Band, Card, Item, Section, first_of, listing_all, register, sections
from ogl_portal.editorial.dashboard.desk import Desk

__all__ = ["Band", "Card", "Desk", "Item", "Section", "first_of", "listing_all", "register", "sections"]
