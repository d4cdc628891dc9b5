"""Values that every template of the public site needs."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from ogl_portal.core.navigation import build_frame


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """``site_frame``, built only where a template asks for it (the admin never does)."""
    return {"site_frame": SimpleLazyObject(lambda: build_frame(request))}
