"""Ending sessions. Only staff have any, so there are few, and reading each is cheap."""

import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from ogl_portal.editorial.models import User


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
