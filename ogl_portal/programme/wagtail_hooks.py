"""Old addresses of the home page (``/?page_id=2859``, ``/?p=2751``) lead to where their content stands now.

Wagtail's redirects only step in where a page is missing; the home page is there whatever its query string says. Every
other old address (``/goto.php?target=cat_98``) is none of ours and goes the usual way.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from wagtail import hooks
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

OLD_PARAMETERS = ("page_id", "p")


@hooks.register("before_serve_page")
def follow_old_address(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """A permanent redirect where the query string names a page of the old site; costs no query otherwise."""
    if request.path != "/":
        return None
    for name in OLD_PARAMETERS:
        value = request.GET.get(name, "")
        if value.isascii() and value.isdigit():
            redirect = Redirect.objects.filter(old_path=f"/?{name}={value}").select_related("redirect_page").first()
            if redirect and redirect.link:
                return HttpResponsePermanentRedirect(redirect.link)
    return None
