"""Which content policy (CSP) holds in which part of the site."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

# No inline script is run, so text that somebody smuggled into a page stays text (decisions/0023-no-inline-scripts.md).
# Draftail makes <style> elements, and Wagtail's templates have style attributes. Nothing foreign may load.
ADMIN_DIRECTIVES = {
    "default-src": [NONE],
    "script-src": [SELF],
    "script-src-attr": [NONE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "media-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "worker-src": [SELF, "blob:"],
    "form-action": [SELF],
    "base-uri": [NONE],
}


class AreaPolicyMiddleware(MiddlewareMixin):
    """Give the admin its own content policy; reader pages keep the strict one of the settings.

    Who may frame a page is said once, by X-Frame-Options: browsers believe ``frame-ancestors`` where both stand.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path.startswith(settings.ADMIN_PATH):
            response._csp_config = ADMIN_DIRECTIVES  # type: ignore[attr-defined]  # django-csp, which runs after it, reads it
        framing = SELF if response.get("X-Frame-Options") == "SAMEORIGIN" else NONE
        response._csp_replace = {"frame-ancestors": [framing]}  # type: ignore[attr-defined]  # as above
        return response
