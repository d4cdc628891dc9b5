"""To the OpenID Connect provider and back. A provider that does not answer is told in a sentence, not as an error."""

import functools
from collections.abc import Callable

from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from requests import RequestException

from ogl_portal.accounts.adapters import CENTRAL_FAILED

View = Callable[[HttpRequest, str], HttpResponse]


def _told(view: View) -> View:
    @functools.wraps(view)
    def wrapper(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return view(request, provider_id)
        except (RequestException, KeyError, ValueError):  # no answer, or none that the standard knows
            messages.error(request, CENTRAL_FAILED)
            return redirect(settings.LOGIN_URL)

    return wrapper


start = _told(views.login)
back = _told(views.callback)
