"""A form that the server could not take, as hidden fields of a page that sends it again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from ogl_portal.web.public_forms import comes_from_this_site

# Passwords, codes and passkeys are never written into a page.
SECRET = re.compile(r"passw|credential|secret|(^|[-_])(code|token)$", re.IGNORECASE)
CSRF_FIELD = "csrfmiddlewaretoken"


@dataclass(frozen=True)
class KeptForm:
    """What was sent, without its token: where to, each field with its value, and the names of files, which are lost."""

    address: str
    fields: list[tuple[str, str]]
    files: list[str]


def holds_secret(names: Iterable[str]) -> bool:
    """Whether a form with fields of these names holds a password, code or passkey."""
    return any(SECRET.search(name) for name in names)


def kept_form(request: HttpRequest) -> KeptForm | None:
    """The form of ``request``; ``None`` where there is none, where it holds a secret, or where another site sent it."""
    if request.method != "POST" or not comes_from_this_site(request):
        return None
    fields = [(name, value) for name, values in request.POST.lists() if name != CSRF_FIELD for value in values]
    files = [file.name or "" for name in request.FILES for file in request.FILES.getlist(name)]
    if not (fields or files) or holds_secret(request.POST):
        return None
    return KeptForm(request.get_full_path(), fields, files)
