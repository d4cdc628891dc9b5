"""Follow redirects, also from old WordPress addresses such as ``/?p=2751``.

Wagtail's middleware steps in where a page is missing (404). The home page is there whatever its query string says, so
WordPress's own parameters are looked up before the page is served. Other query strings are those of the portal's
filters; they cost no query.
"""

import unicodedata
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.middleware import RedirectMiddleware as WagtailRedirectMiddleware
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect

OLD_PARAMETERS = ("p", "page_id", "attachment_id", "cat", "tag", "author", "m")
"""Parameters by which WordPress finds things (its public query variables); none is used by the portal itself."""


class RedirectMiddleware(WagtailRedirectMiddleware):
    """Wagtail's, which never leads to a page that is not public, nor back to where the reader comes from."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if request.method not in ("GET", "HEAD") or request.path.startswith(settings.ADMIN_PATH):
            return None
        if not any(name in request.GET for name in OLD_PARAMETERS):
            return None
        for path in old_addresses(request):
            if (redirect := get_redirect(request, path)) and (response := follow(redirect, request)):
                return response
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.status_code != 404:
            return response
        full_path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        paths = [full_path, urlsplit(full_path).path]
        paths += [unicodedata.normalize("NFC", uri_to_iri(path)) for path in paths]  # redirects are stored composed
        for path in dict.fromkeys(paths):
            if redirect := get_redirect(request, path):
                return follow(redirect, request) or response
        return response


def old_addresses(request: HttpRequest) -> list[str]:
    """How the redirect of an old address may be written down, the most exact form first.

    What others have added to an address (``utm_source``, ``fbclid``) must not hide where it leads.
    """
    old = [(name, value) for name in OLD_PARAMETERS for value in request.GET.getlist(name)[:1] if value]
    forms = [request.get_full_path()]
    forms += [f"{request.path}?{urlencode(pairs)}" for pairs in (old, *([pair] for pair in old)) if pairs]
    return list(dict.fromkeys(Redirect.normalise_path(form, decode_unicode=False) for form in forms))


def follow(redirect: Redirect, request: HttpRequest) -> HttpResponse | None:
    """The answer of a redirect; None where its target is not public or is this very address."""
    page = redirect.redirect_page
    link = redirect.link
    if (page is not None and not page.live) or not link or leads_back(link, request):
        return None
    return HttpResponsePermanentRedirect(link) if redirect.is_permanent else HttpResponseRedirect(link)


def leads_back(link: str, request: HttpRequest) -> bool:
    target = urlsplit(link)
    if target.netloc and target.netloc != request.get_host():
        return False
    return Redirect.normalise_path(target._replace(scheme="", netloc="").geturl()) == Redirect.normalise_path(
        request.get_full_path()
    )
