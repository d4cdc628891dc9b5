"""What the prescribed texts add to the admin: a card on the dashboard, and the report of what is missing."""

from django.urls import URLPattern
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ogl_portal.legal.dashboard import legal_texts
from ogl_portal.legal.translation_report import TranslationReport
from ogl_portal.workplace.cards import register
from ogl_portal.workplace.reports import menu_item, urls_of

register(legal_texts, order=330)


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    return urls_of(TranslationReport, "uebersetzungen")


@hooks.register("register_reports_menu_item")
def translations_menu_item() -> MenuItem:
    return menu_item(TranslationReport, order=720)
