"""What standard pages and the contact page are given to show; the home page is in ``home``."""

from typing import Any

from django.http import HttpRequest

from ogl_portal.core.models import SiteSettings
from ogl_portal.core.page_views import page_context
from ogl_portal.core.public import public
from ogl_portal.pages.forms import ContactForm
from ogl_portal.pages.models import ContactPage, StandardPage


@page_context.register
def standard_context(page: StandardPage, request: HttpRequest) -> dict[str, Any]:
    return {"children": list(public(StandardPage.objects.child_of(page))) if page.numchild else []}


@page_context.register
def contact_context(page: ContactPage, request: HttpRequest) -> dict[str, Any]:
    return {
        "form": ContactForm.for_request(request),
        "receipt": request.GET.get("eingang", "")[:20],
        "settings": SiteSettings.for_request(request),
    }
