"""The cards of the editorial side."""

from ogl_portal.editorial.dashboard import content, own
from ogl_portal.workplace.cards import register

register(own.to_approve, order=100)
register(own.returned, order=110)
register(own.drafts, order=120)
register(content.reviews_due, order=200)
register(own.with_others, order=400)
register(content.scheduled, order=410)
register(content.expiring, order=420)
