"""The text of a mail: one greeting, one closing, addresses that lead to this site and no other."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template import Context
from django.template.loader import get_template


def render_mail(template: str, context: Mapping[str, Any], *, frame: str = "mail/frame.txt") -> str:
    """The template's text between »Guten Tag NAME,« and the closing with the name and the address of the site.

    Args:
        template: what stands between; nothing in it is escaped, for it is plain text.
        context: for the template. ``person`` is whom the mail greets: a user, a name, or nothing. To it are added
            ``site_name`` and ``base_url``, before which no address in a mail is complete.
    """
    body = _plain(template, {"site_name": settings.WAGTAIL_SITE_NAME, "base_url": settings.BASE_URL, **context})
    return _plain(frame, {"body": body.strip(), "greeting_name": greeting_name(context.get("person"))})


def greeting_name(person: Any) -> str:
    """»Ada Lovelace« of a user or a string; empty where no name is known, for nobody is called by their user name."""
    if person is None or isinstance(person, str):
        return " ".join((person or "").split())
    return str(person.get_full_name())


def absolute_url(address: str) -> str:
    """``address`` (a path, or a whole address of this site) under ``OGL_BASE_URL``, whichever host it was asked at."""
    parts = urlsplit(address)
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{settings.BASE_URL}{parts.path or '/'}{query}{fragment}"


def _plain(template: str, values: Mapping[str, Any]) -> str:
    found: Any = get_template(template)
    return str(found.template.render(Context(values, autoescape=False)))
