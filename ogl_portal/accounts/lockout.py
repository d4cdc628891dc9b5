"""Lock-out after repeated failures, and brakes for those who spread them, for passwords and second factors alike.

django-axes locks one account against one network after five failures; it counts in the database, so every worker knows
it and a restart forgets nothing. Two attacks pass that by, and each has its brake (``refusal``):

- one password tried on many accounts: a sender's failures count together, whatever the accounts;
- one account tried from many networks: after some failures the account takes one try a minute from browsers that it
  does not know.

Nobody is locked out: the owner comes in from a browser that has been in before (a signed cookie, as OWASP describes it
under »device cookies«), with a passkey, or with a new password by mail. Such a browser has failures of its own; after
``MOST_OF_BROWSER`` it is a browser like any other.
"""

import datetime

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_username, get_cool_off
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.core import signing
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ogl_portal.users.models import User
from ogl_portal.web import rate_limit

MOST_OF_SENDER = 20  # failures while ``AXES_COOLOFF_TIME``: an office behind one address has several people
MOST_OF_ACCOUNT = 10
MOST_OF_BROWSER = 5
ONE_TRY_EVERY = 60  # seconds
KNOWN = "ogl_known"  # name of the cookie, and salt of its signature
KNOWN_SECONDS = 90 * 24 * 3600
SENDER_FAILS = (
    "Von Ihrem Anschluss kamen in der letzten Viertelstunde sehr viele Anmeldungen mit falschen Angaben. Mit Passwort "
    "geht es von hier erst in etwa 15 Minuten weiter; sofort geht es mit einem Passkey oder von einem Browser, in dem "
    "Sie schon einmal angemeldet waren."
)
ACCOUNT_FAILS = (
    "Jemand versucht gerade immer wieder, sich unter diesem Namen anzumelden. Ihr Zugang ist offen, aber von Browsern, "
    "die er nicht kennt, geht nur ein Versuch in der Minute. Sofort hinein kommen Sie mit einem Passkey, von einem "
    "Browser, in dem Sie schon einmal angemeldet waren, oder mit einem neuen Passwort (»Passwort vergessen?«)."
)


def is_locked(request: HttpRequest, user: User) -> bool:
    """Whether ``user`` may not try again for now from where the request comes."""
    return not AxesProxyHandler.is_allowed(request, {"username": user.get_username()})


def refusal(request: HttpRequest, username: str, stage: str) -> str:
    """Why ``username`` may not be tried now from where the request comes; empty if it may.

    Args:
        username: what was typed, whether an account has it or not: the answer is the same.
        stage: »password« or »code«; a try at the one takes none from the other.
    """
    if _is_known(request, username):
        return ""
    if not rate_limit.has_room(request, "sign-in-of-sender", most=MOST_OF_SENDER):
        return SENDER_FAILS
    if rate_limit.so_far("sign-in-of-account", username.lower()) < MOST_OF_ACCOUNT:
        return ""
    return "" if rate_limit.once(f"sign-in-turn-{stage}", username.lower(), seconds=ONE_TRY_EVERY) else ACCOUNT_FAILS


def note_failure(request: HttpRequest | None, credentials: dict[str, str], **kwargs: object) -> None:
    """A password or code was wrong: it counts for its sender, and for the account."""
    if request is None:
        return
    seconds = int(settings.AXES_COOLOFF_TIME.total_seconds())
    rate_limit.allows(request, "sign-in-of-sender", most=MOST_OF_SENDER, seconds=seconds)
    if username := credentials.get("username"):
        if _is_known(request, username):
            rate_limit.count("sign-in-of-browser", request.COOKIES[_cookie()], seconds=seconds)
        rate_limit.count("sign-in-of-account", username.lower(), seconds=seconds)


def is_from_known_browser(request: HttpRequest, credentials: dict[str, str] | None = None) -> bool:
    """``AXES_WHITELIST_CALLABLE``: what others of the same network do locks no browser that has been in before."""
    return _is_known(request, get_client_username(request, credentials) or "")


def make_known(request: HttpRequest, user: User) -> None:
    """Let the answer to this request mark the browser as one that ``user`` has signed in with."""
    request.known_to = user  # type: ignore[attr-defined]


def remember_browser(request: HttpRequest, response: HttpResponse) -> None:
    user: User | None = getattr(request, "known_to", None)
    if user is not None:
        response.set_cookie(
            _cookie(),
            signing.dumps(user.pk, salt=KNOWN),
            max_age=KNOWN_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _cookie() -> str:
    """The name of the cookie; the prefix keeps other hosts of the domain from setting it (RFC 6265bis)."""
    return f"__Host-{KNOWN}" if settings.SESSION_COOKIE_SECURE else KNOWN


def _is_known(request: HttpRequest, username: str) -> bool:
    cookie = request.COOKIES.get(_cookie(), "")
    try:
        pk = signing.loads(cookie, salt=KNOWN, max_age=KNOWN_SECONDS)
    except signing.BadSignature:
        return False
    if rate_limit.so_far("sign-in-of-browser", cookie) >= MOST_OF_BROWSER:
        return False
    return User.objects.filter(pk=pk, username=username).exists()


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
    """A daily job: failures that lock nobody any more, should no sign-in have deleted them before."""
    AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - get_cool_off()).delete()


def unlock(user: User) -> None:
    reset(username=user.get_username())
    rate_limit.forget("sign-in-of-account", user.get_username().lower())
