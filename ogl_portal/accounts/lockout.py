"""Lock-out after repeated failures, counted by account and network for passwords and second factors alike.

django-axes keeps the count in the database, so every worker knows it and a restart forgets nothing.
"""

import datetime

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ogl_portal.editorial.models import User


def is_locked(request: HttpRequest, user: User) -> bool:
    """Whether ``user`` may not try again for now from where the request comes."""
    return not AxesProxyHandler.is_allowed(request, {"username": user.get_username()})


def count_failure(request: HttpRequest, user: User) -> None:
    """Count a wrong second factor as Django counts a wrong password."""
    user_login_failed.send(sender=__name__, credentials={"username": user.get_username()}, request=request)


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, str] | None = None
) -> HttpResponse:
    """The page for who has failed too often; the same whether the account exists or not."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "accounts/locked.html", {"minutes": minutes}, status=429)


def locked_usernames() -> set[str]:
    """Accounts that are locked from at least one network now."""
    since = timezone.now() - get_cool_off()
    attempts = AccessAttempt.objects.filter(attempt_time__gte=since, username__isnull=False)
    counted = attempts.order_by().values("username", "ip_address").annotate(failures=Sum("failures_since_start"))
    return {row["username"] for row in counted if row["failures"] >= settings.AXES_FAILURE_LIMIT}


def forget_old_attempts(today: datetime.date) -> None:
    """A daily duty: failures that lock nobody any more, should no sign-in have deleted them before."""
    AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - get_cool_off()).delete()


def unlock(user: User) -> None:
    reset(username=user.get_username())
