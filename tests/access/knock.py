"""Knock at an address as one of the six people, and say what happened in one word. Nothing that it does is kept."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from http import HTTPStatus
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from wagtail.admin import messages

from tests.access.world import SECRET, World

SIGN_IN, FORBIDDEN, NOT_FOUND, NO_METHOD, OK, BROKEN = "sign-in", "forbidden", "not found", "no method", "ok", "broken"


def knock(
    world: World, role: str, method: str, address: str, *, data: Any = None, read: bool = False
) -> tuple[str, Any]:
    """The outcome and the response. Its text is only made where somebody wants to ``read`` it: that takes long."""
    client = Client(raise_request_exception=False)
    if role in world.sessions:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[role]
    with transaction.atomic(), nullcontext() if read else _blank_pages():
        response = getattr(client, method.lower())(address, data or {})
        outcome = outcome_of(response)
        transaction.set_rollback(True)
    return outcome, response


def outcome_of(response: Any) -> str:
    """»ok« means that the door opened, be it that the empty form is refused behind it (400)."""
    status = response.status_code
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return BROKEN
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return NOT_FOUND
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return NO_METHOD
    if status in {HTTPStatus.FORBIDDEN, HTTPStatus.UNAUTHORIZED}:
        return FORBIDDEN
    if status in {HTTPStatus.FOUND, HTTPStatus.MOVED_PERMANENTLY}:
        target = urlsplit(response.url).path
        if target == reverse("wagtailadmin_login"):
            return SIGN_IN
        if target == reverse("wagtailadmin_home") and _says_forbidden(response):
            return FORBIDDEN
    return OK


def tells_secret(response: Any) -> bool:
    """Whether what lab A has not published stands in an answer that was read."""
    return SECRET in b"".join(response).decode(errors="replace")


def _says_forbidden(response: Any) -> bool:
    """Wagtail answers a missing right with a message on the start page of the admin; it travels in a cookie."""
    cookie = response.cookies.get(CookieStorage.cookie_name)
    found = CookieStorage(response.wsgi_request)._decode(cookie.value) if cookie else None
    refusal = gettext("Sorry, you do not have permission to access this area.")
    return any(refusal in str(message) for message in found or ())


@contextmanager
def _blank_pages() -> Iterator[None]:
    """No template is rendered; messages, which are templates too, keep their sentence."""
    with (
        mock.patch.object(Template, "render", return_value=SafeString("")),
        mock.patch.object(messages, "render", side_effect=lambda message, *_, **__: message),
    ):
        yield
