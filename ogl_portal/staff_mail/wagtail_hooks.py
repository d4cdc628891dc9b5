"""What this app adds to the admin: the choice in the account, the card and the report of mails that did not arrive."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks

from ogl_portal.staff_mail import failed
from ogl_portal.staff_mail.account import DigestPanel
from ogl_portal.workplace import cards
from ogl_portal.workplace.reports import register_report

cards.register(failed.undelivered, order=310)
register_report(failed.UndeliveredReport, "emails", order=780)


@hooks.register("register_account_settings_panel")
def digest_panel(request: HttpRequest, user: Any, profile: Any) -> DigestPanel:
    return DigestPanel(request, user, profile)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("emails/<int:pk>/", failed.undelivered_mail, name="undelivered_mail")]
