"""What a page that stays open asks about the session, and the last page of signing in beside it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def session_state(request: HttpRequest) -> JsonResponse:
    """Who is signed in, with a token for forms: ``{"person": "12", "name": "Mara Muster", "token": "…"}``.

    ``person`` is null for nobody. Other sites cannot read the answer, since no CORS header allows it.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"person": None, "name": "", "token": ""})
    user = request.user
    name = user.get_full_name() or user.get_username()
    return JsonResponse({"person": str(user.pk), "name": name, "token": get_token(request)})


@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """The end of signing in in a window of its own: tell the page that waits, and close."""
    return render(request, "accounts/signed_in.html")
