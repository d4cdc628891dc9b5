"""What the pages that the law prescribes are given to show."""

from typing import Any

from django.http import HttpRequest

from ogl_portal.core.models import SiteSettings
from ogl_portal.core.page_views import page_context
from ogl_portal.legal.models import (
    EasyLanguagePage,
    ImprintPage,
    PrivacyDetails,
    PrivacyPage,
    PrivacyProof,
    SignLanguagePage,
)
from ogl_portal.legal.sections import sections
from ogl_portal.legal.statements import CONTROLLER, IMPRINT, PRIVACY, missing, shown


@page_context.register
def imprint_context(page: ImprintPage, request: HttpRequest) -> dict[str, Any]:
    operator = SiteSettings.for_request(request)
    return {"statements": shown(IMPRINT, operator), "missing": missing(IMPRINT, operator)}


@page_context.register
def privacy_context(page: PrivacyPage, request: HttpRequest) -> dict[str, Any]:
    operator, details = SiteSettings.for_request(request), PrivacyDetails.for_request(request)
    return {
        "controller": shown(CONTROLLER, operator),
        "given": {statement.field: statement.text for statement in shown(PRIVACY, details)},
        "missing": [*missing(CONTROLLER, operator), *missing(PRIVACY, details)],
        "message_months": details.delete_messages_after_months,
        "proof": PrivacyProof.latest(),
        "sections_of_apps": sections(request),
    }


@page_context.register
def easy_language_context(page: EasyLanguagePage, request: HttpRequest) -> dict[str, Any]:
    return {"parts": page.shown_parts}


@page_context.register
def sign_language_context(page: SignLanguagePage, request: HttpRequest) -> dict[str, Any]:
    parts = page.shown_parts
    return {"parts": parts, "missing_count": sum(part.is_missing for part in parts)}
