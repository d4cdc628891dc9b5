"""How public pages are set, and how the admin answers where publishing is refused and no form can say so."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from wagtail.admin import messages

from ogl_portal.core.publishing import PublishingRefusedError
from ogl_portal.german.typesetting import set_html

# The text of a document stays as it is printed: readers quote it and search in it.
AS_PRINTED = "/lesen/"


class TypesettingMiddleware(MiddlewareMixin):
    """Public pages leave with the spaces and quotation marks of German typesetting (``german.typesetting``)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if (
            isinstance(response, HttpResponse)
            and response.headers.get("Content-Type", "").startswith("text/html")
            and not request.path.startswith(settings.ADMIN_PATH)
            and AS_PRINTED not in request.path
            and response.charset.lower() == "utf-8"
        ):
            response.content = set_html(response.content.decode()).encode()
            if "Content-Length" in response.headers:
                response.headers["Content-Length"] = str(len(response.content))
        return response


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
