"""How long sessions last, and ending them. Only staff have any, so there are few, and reading each is cheap."""

import datetime
import time
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.utils import timezone

from ogl_portal.editorial.models import User

SIGNED_IN_AT = "accounts_signed_in_at"  # seconds since 1970, as the next
ALIVE_AT = "accounts_alive_at"
RENEWED_EVERY = 300  # seconds; a session is not written with every request


def end_sessions(user: User) -> int:
    """Sign ``user`` out everywhere; the number of sessions that were ended."""
    ended = 0
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
            ended += 1
    return ended


def forget_expired(today: datetime.date) -> None:
    """A daily duty: what has expired is of no use to anybody."""
    Session.objects.filter(expire_date__lte=timezone.now()).delete()


def begin(request: Any, **kwargs: Any) -> None:
    """Somebody has signed in: from now on the limit counts."""
    request.session[SIGNED_IN_AT] = request.session[ALIVE_AT] = int(time.time())


def is_past_limit(session: SessionBase) -> bool:
    """Whether the owner signed in more than ``OGL_SESSION_LIMIT_HOURS`` ago."""
    began = session.get(SIGNED_IN_AT)
    return began is not None and time.time() - began > settings.OGL_SESSION_LIMIT_SECONDS


def keep_alive(session: SessionBase) -> None:
    """Begin the idle time of a signed-in session anew."""
    if SESSION_KEY not in session:
        return
    now = int(time.time())
    session.setdefault(SIGNED_IN_AT, now)  # opened before there was a limit
    if now - session.get(ALIVE_AT, 0) >= min(RENEWED_EVERY, settings.SESSION_COOKIE_AGE // 12):
        session[ALIVE_AT] = now
