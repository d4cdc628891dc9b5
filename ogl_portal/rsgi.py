"""What the web server calls: Django, and before it what bodies and headers have to keep to."""

import os
from typing import Any

from django.conf import settings
from django.db import close_old_connections

from ogl_portal.wsgi import application as django  # first: it loads Django's apps

from ogl_portal.accounts.bodies import largest_body  # isort: skip
from ogl_portal.web.front import Allowance, Front  # isort: skip


def ask(environ: dict[str, Any]) -> Allowance:
    """``largest_body`` where no request has begun for Django, which else looks after its connections."""
    close_old_connections()
    return largest_body(environ)


application = Front(
    django,
    ask,
    threads=int(os.environ.get("OGL_THREADS") or 2),
    patience=float(os.environ.get("OGL_BODY_SECONDS") or 30),
    folder=settings.DATA_DIR,
)
