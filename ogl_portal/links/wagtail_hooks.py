"""Links in the admin: the report and the card on the dashboard."""

from ogl_portal.links.report import LinksReport, broken_links
from ogl_portal.workplace.cards import register
from ogl_portal.workplace.reports import register_report

register(broken_links, order=310)
register_report(LinksReport, "links", order=710)
