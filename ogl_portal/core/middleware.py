"""How the admin answers where publishing is refused and no form can say so."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from wagtail.admin import messages

from ogl_portal.core.publishing import PublishingRefusedError


class RefusedPublishingMiddleware(MiddlewareMixin):
    """Where no form says it (bulk action, workflow, schedule): tell staff why a page stays a draft, and lead to it."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, PublishingRefusedError) or not request.path.startswith(settings.ADMIN_PATH):
            return None
        messages.error(request, exception.sentence)
        address = reverse("wagtailadmin_pages:edit", args=[exception.page.pk])
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":  # the dialogs of workflows
            return JsonResponse({"step": "success", "redirect": address})
        return HttpResponseRedirect(address)
