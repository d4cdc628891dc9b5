"""How the admin answers the script that sends a form with files."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin


class UploadAnswerMiddleware(MiddlewareMixin):
    """Tell a script that sends a form where it would lead (static/src/js/admin-upload.js).

    The browser would follow a redirect by itself, and the messages for the person would be shown to nobody.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if "X-Ogl-Upload" not in request.headers or not isinstance(response, HttpResponseRedirect):
            return response
        signed_out = urlsplit(response.url).path == reverse("wagtailadmin_login")
        answer = JsonResponse({"location": response.url, "signed_out": signed_out})
        response.status_code, response.content = answer.status_code, answer.content
        response["Content-Type"] = answer["Content-Type"]
        response["Content-Length"] = str(len(answer.content))  # others have counted the empty redirect
        del response["Location"]
        return response
