"""What makes a redirect sound: it hides no page, and it does not run in a circle."""

from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from ogl_portal.core.routing import way_to
from ogl_portal.redirects.following import OLD_PARAMETERS
from ogl_portal.web.own_address import own_host

LONGEST_CHAIN = 10


def own_path(link: str) -> str | None:
    """Path and query of an address of this portal (absolute or not); None for addresses of others."""
    parts = urlsplit(link)
    if parts.scheme not in ("", "http", "https"):
        return None
    if parts.netloc:
        own_hosts = {urlsplit(settings.BASE_URL).netloc, *(urlsplit(site.root_url).netloc for site in _sites())}
        if parts.netloc not in own_hosts:
            return None
    elif not link.startswith("/"):
        return None
    return parts._replace(scheme="", netloc="", fragment="").geturl() or "/"


def page_at(link: str) -> Page | None:
    """The page that an address of this portal names, whether or not it is public; filters name no page."""
    path = own_path(link)
    if path is None or "?" in path:
        return None
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return None
    return Page.objects.filter(url_path=way_to(site.root_page.url_path, path)[-1]).first()


def is_served(old_path: str) -> bool:
    """Whether readers get something at ``old_path`` already, so that a redirect would never be seen or would hide it.

    Old WordPress addresses carry their number in the query string; what stands at their path does not matter.
    """
    parts = urlsplit(old_path)
    if any(name in OLD_PARAMETERS for name, _ in parse_qsl(parts.query)):
        return False
    return any(_answers(path) for path in dict.fromkeys((parts.path, parts.path.rstrip("/") + "/")))


def runs_in_a_circle(old_path: str, link: str) -> bool:
    """Whether somebody who is sent from ``old_path`` to ``link`` would come back to where they have been."""
    seen = {Redirect.normalise_path(old_path)}
    for _ in range(LONGEST_CHAIN):
        path = own_path(link)
        if path is None:
            return False
        step = Redirect.normalise_path(path)
        if step in seen:
            return True
        seen.add(step)
        following = Redirect.objects.filter(old_path=step).select_related("redirect_page").first()
        if following is None or not following.link:
            return False
        link = following.link
    return True


def _answers(path: str) -> bool:
    request = RequestFactory().get(path, SERVER_NAME=own_host())
    request.user = AnonymousUser()
    try:
        match = resolve(path)
        response = match.func(request, *match.args, **match.kwargs)
    except Http404:  # also what resolve() raises
        return False
    return response.status_code < 400


def _sites() -> list[Site]:
    return list(Site.objects.all())
