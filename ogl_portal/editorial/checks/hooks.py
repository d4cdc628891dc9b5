"""The content checks in the admin: beside the editor, in the report, on the dashboard, in the preview."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem

from ogl_portal.core.admin_scripts import EDITOR, register_scripts
from ogl_portal.editorial.checks.card import content_findings
from ogl_portal.editorial.checks.preview import GermanChecker
from ogl_portal.editorial.checks.report import ContentReport
from ogl_portal.editorial.checks.view import page_checks
from ogl_portal.workplace.cards import register
from ogl_portal.workplace.reports import register_report

register(content_findings, order=315)
register_scripts(EDITOR, "checks")
register_report(ContentReport, "inhaltspruefung", order=705)


@hooks.register("register_admin_urls")
def checks_urls() -> list[URLPattern]:
    return [path("pruefung/<int:page_id>/", page_checks, name="page_checks")]


@hooks.register("construct_wagtail_userbar")
def german_checker(request: HttpRequest, items: list[Any], page: Any) -> None:
    """Puts ours in the place of Wagtail's checker, in the preview and beside the editor."""
    items[:] = [
        GermanChecker(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item for item in items
    ]
