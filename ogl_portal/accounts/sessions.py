"""How long sessions last, listing and ending them. Only staff have any, so there are few, and reading each is cheap."""

import datetime
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ogl_portal.accounts.browsers import describe
from ogl_portal.users.models import User

SIGNED_IN_AT = "accounts_signed_in_at"  # seconds since 1970, as the next
ALIVE_AT = "accounts_alive_at"
BROWSER = "accounts_browser"
RENEWED_EVERY = 300  # seconds; a session is not written with every request


@dataclass(frozen=True)
class OpenSession:
    """A session as its owner sees it. ``name`` stands for its key, which would open the session."""

    name: str
    browser: str
    began_at: datetime.datetime | None
    worked_at: datetime.datetime | None
    is_this: bool


def open_sessions(user: User, this: SessionBase) -> list[OpenSession]:
    """Where ``user`` is signed in, the last at work first; ``this`` is the session that asks."""
    found = [
        OpenSession(
            name=_name(session.session_key),
            browser=data.get(BROWSER, "Unbekannter Browser"),
            began_at=_moment(data.get(SIGNED_IN_AT)),
            worked_at=_moment(data.get(ALIVE_AT)),
            is_this=session.session_key == this.session_key,
        )
        for session, data in _sessions_of(user)
    ]
    return sorted(found, key=lambda one: (one.is_this, one.worked_at or one.began_at or timezone.now()), reverse=True)


def end_sessions(user: User, *, only: str = "", but: SessionBase | None = None) -> int:
    """Sign ``user`` out; the number of sessions that were ended.

    Args:
        only: the ``name`` of one session; all where it is empty.
        but: the session that stays.
    """
    ended = 0
    for session, _ in _sessions_of(user):
        if (not only or _name(session.session_key) == only) and (but is None or session.session_key != but.session_key):
            session.delete()
            ended += 1
    return ended


def _sessions_of(user: User) -> Iterator[tuple[Session, dict[str, Any]]]:
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        data = session.get_decoded()
        if data.get(SESSION_KEY) == str(user.pk):
            yield session, data


def _name(key: str) -> str:
    return salted_hmac("ogl_portal.accounts.sessions", key, algorithm="sha256").hexdigest()[:32]


def _moment(seconds: int | None) -> datetime.datetime | None:
    return None if seconds is None else datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC)


def forget_expired(today: datetime.date) -> None:
    """A daily job: what has expired is of no use to anybody."""
    Session.objects.filter(expire_date__lte=timezone.now()).delete()


def begin(request: Any, **kwargs: Any) -> None:
    """Somebody has signed in: from now on the limit counts."""
    request.session[SIGNED_IN_AT] = request.session[ALIVE_AT] = int(time.time())
    request.session[BROWSER] = describe(request.headers.get("User-Agent", ""))


def is_past_limit(session: SessionBase) -> bool:
    """Whether the owner signed in ``OGL_SESSION_LIMIT_HOURS`` ago, or has not worked for ``OGL_SESSION_HOURS``.

    The second is asked here as well as by the store, so that no longer-lived cookie or row can get round it.
    """
    began, alive = session.get(SIGNED_IN_AT), session.get(ALIVE_AT)
    now = time.time()
    is_idle = alive is not None and now - alive > settings.SESSION_COOKIE_AGE
    return is_idle or (began is not None and now - began > settings.OGL_SESSION_LIMIT_SECONDS)


def keep_alive(session: SessionBase) -> None:
    """Begin the idle time of a signed-in session anew."""
    if SESSION_KEY not in session:
        return
    now = int(time.time())
    session.setdefault(SIGNED_IN_AT, now)  # opened before there was a limit
    if now - session.get(ALIVE_AT, 0) >= min(RENEWED_EVERY, settings.SESSION_COOKIE_AGE // 12):
        session[ALIVE_AT] = now
