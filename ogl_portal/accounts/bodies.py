"""How much somebody may send: asked before anything of it is read (``ogl_portal/web/front.py``)."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.urls import Resolver404, resolve

from ogl_portal.accounts import second_factor, sessions
from ogl_portal.web.front import SMALL, Allowance
from ogl_portal.web.large_bodies import large_body

# The text of a form whose sender was signed out meanwhile: it is shown again (ogl_portal/typed_text), not stored.
TYPED = 1_000_000
SIGNED_OUT = (
    "Sie sind abgemeldet, darum nimmt das Portal keine Dateien von Ihnen an. Es wurde nichts gespeichert. Melden Sie "
    "sich in einem neuen Tab an, gehen Sie hier zurück, und senden Sie noch einmal."
)
FILE_TOO_LARGE = (
    "Das ist mehr, als das Portal auf einmal annimmt. Es wurde nichts gespeichert. Bitte gehen Sie zurück und laden "
    "Sie eine kleinere Datei oder weniger Dateien auf einmal hoch."
)


def largest_body(environ: dict[str, Any]) -> Allowance:
    """64 KB for readers; files of those who are signed in to the admin; the exports of those who may import."""
    request = WSGIRequest(environ)
    if not request.path_info.startswith(settings.ADMIN_PATH):
        return Allowance(SMALL)
    SessionMiddleware(lambda _: HttpResponse()).process_request(request)
    user = get_user(request)
    if not user.is_authenticated or not _is_in_the_admin(request, user):
        return Allowance(TYPED, HTTPStatus.FORBIDDEN, SIGNED_OUT)
    try:
        larger = large_body(resolve(request.path_info).func)
    except Resolver404:
        larger = None
    is_larger = larger is not None and user.has_perm(larger.permission)
    size = larger.size if larger is not None and is_larger else settings.OGL_UPLOAD_MAX_BYTES
    return Allowance(size, sentence=FILE_TOO_LARGE)


def _is_in_the_admin(request: WSGIRequest, user: Any) -> bool:
    """What the middlewares of ``accounts`` would let in. They ask again once the body is here."""
    if sessions.is_past_limit(request.session) or not user.has_perm("wagtailadmin.access_admin"):
        return False
    return second_factor.owes_nothing(request, user)
