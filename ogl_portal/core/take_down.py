"""Wagtail's question before a page is taken down, where the answer is no."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.views.pages.unpublish import UnpublishView

from ogl_portal.core.site_start import STAYS_PUBLIC, site_starts_at


class UnpublishOrExplainView(UnpublishView):
    """Who comes to the page at which the site starts is told why it stays, instead of »no access«."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if site_starts_at(self.object) and self.object.permissions_for_user(request.user).can_edit():
            messages.error(request, STAYS_PUBLIC)
            return redirect("wagtailadmin_pages:edit", self.object.pk)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response
