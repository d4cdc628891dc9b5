"""The pages that stand in the way of a form: its token is out of date, or nobody is signed in any more."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ogl_portal.typed_text.kept_form import KeptForm, kept_form
from ogl_portal.web.public_forms import comes_from_this_site


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """In place of Django's bare page (``CSRF_FAILURE_VIEW``)."""
    return _page(request, kept_form(request))


def signed_out(request: HttpRequest, form: KeptForm) -> HttpResponse:
    """In place of the sign-in page that would forget ``form``."""
    return _page(request, form)


def _page(request: HttpRequest, form: KeptForm | None) -> HttpResponse:
    is_admin = request.path.startswith(settings.ADMIN_PATH)
    context = {
        "form_again": form,
        "is_signed_out": is_admin and not request.user.is_authenticated,
        "is_foreign": not comes_from_this_site(request),
        "login_url": settings.LOGIN_URL,
    }
    return render(request, f"typed_text/refused_{'admin' if is_admin else 'public'}.html", context, status=403)
