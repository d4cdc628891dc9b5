"""The scripts that look after typed text, on every page of the admin; what happens when two people save a page."""

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page

from ogl_portal.core.admin_scripts import EVERYWHERE, register_scripts
from ogl_portal.core.log_words import register_log_words
from ogl_portal.typed_text import conflicts

register_scripts(EVERYWHERE, "session", "copies")


@hooks.register("before_edit_page", order=100)  # after those that keep people from editing the page at all
def show_both_versions(request: HttpRequest, page: Page) -> HttpResponse | None:
    return conflicts.both_versions(request, page)


@hooks.register("after_create_page", order=-100)  # before those that may answer in the place of the view
@hooks.register("after_edit_page", order=-100)
def remember_load(request: HttpRequest, page: Page) -> None:
    conflicts.remember_load(request, page)


_WORDS = ("Eigene Version vor dem Zusammenführen speichern", "Eigene Version vor dem Zusammenführen gespeichert")
register_log_words({conflicts.OWN_VERSION: _WORDS})
