"""Links in the admin: the report and the card on the dashboard."""

from django.urls import URLPattern
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ogl_portal.links.report import LinksReport, broken_links
from ogl_portal.workplace.cards import register
from ogl_portal.workplace.reports import menu_item, urls_of

register(broken_links, order=310)


@hooks.register("register_admin_urls")
def link_urls() -> list[URLPattern]:
    return urls_of(LinksReport, "links")


@hooks.register("register_reports_menu_item")
def link_menu_item() -> MenuItem:
    return menu_item(LinksReport, order=710)
