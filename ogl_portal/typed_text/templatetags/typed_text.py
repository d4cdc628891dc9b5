"""What the scripts that look after typed text have to know."""

import base64
from typing import Any

from django import template
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.html import json_script
from django.utils.safestring import SafeString

from ogl_portal.typed_text import restoring
from ogl_portal.users.models import User

register = template.Library()


@register.simple_tag(takes_context=True)
def typed_text_config(context: dict[str, Any]) -> SafeString:
    """``<script type="application/json" id="ogl-typed-text">``: addresses, the person, the copy that is shown."""
    config = {
        "state": reverse("accounts_session_state"),
        "signIn": f"{reverse('wagtailadmin_login')}?next={reverse('accounts_signed_in')}",
        "signOut": reverse("wagtailadmin_logout"),
        "home": reverse("wagtailadmin_home"),
        "person": None,
    }
    request = context.get("request")
    if request is not None and restoring.FIELD in request.POST:
        config["restored"] = request.POST.get(restoring.COPY, "")
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        config |= {"person": str(user.pk), "name": user.get_full_name() or user.get_username(), "key": _key(user)}
    return json_script(config, "ogl-typed-text")


def _key(user: User) -> str:
    """Encrypts this person's copies in the browser, so that the next one at the same machine cannot read them."""
    digest = salted_hmac("ogl_portal.typed_text.copies", str(user.pk), algorithm="sha256").digest()
    return base64.b64encode(digest).decode()
