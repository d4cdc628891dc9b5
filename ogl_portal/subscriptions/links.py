"""Signed links: to confirm (48 hours), to change or leave (as long as the subscription lives), and bounce addresses.

The token is in the query of an address and never in its path: logs of the application and the link »Barriere melden«
on every page name the path only.
"""

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from ogl_portal.subscriptions.models import Subscription

CONFIRM_WITHIN = timedelta(hours=48)
TOKEN = "t"  # noqa: S105  the name of the parameter
_confirming = signing.TimestampSigner(salt="subscriptions.confirm", sep=".")
_managing = signing.Signer(salt="subscriptions.manage", sep=".")


def confirm_url(subscription: Subscription) -> str:
    return settings.BASE_URL + _path("confirm_subscription", {TOKEN: _confirming.sign(subscription.key)})


def manage_path(subscription: Subscription, **choice: object) -> str:
    """The page to change the subscription; ``choice`` is ticked there beside what is chosen already."""
    return _path("manage_subscription", {TOKEN: _managing.sign(subscription.key), **choice})


def manage_url(subscription: Subscription, **choice: object) -> str:
    return settings.BASE_URL + manage_path(subscription, **choice)


def leave_url(subscription: Subscription) -> str:
    return settings.BASE_URL + _path("leave_subscription", {TOKEN: _managing.sign(subscription.key)})


def key_to_confirm(token: str) -> str | None:
    """The key in a link to confirm; None where it is not ours or older than 48 hours."""
    try:
        return _confirming.unsign(token, max_age=CONFIRM_WITHIN)
    except signing.BadSignature:
        return None


def key_to_manage(token: str) -> str | None:
    """The key in a link to change or leave; None where it is not ours."""
    try:
        return _managing.unsign(token)
    except signing.BadSignature:
        return None


def bounce_address(subscription: Subscription) -> str:
    """The envelope sender of mails to this subscriber (VERP): »bounces+3f-0123456789abcdef@host«; empty if not set."""
    if not settings.OGL_BOUNCE_ADDRESS:
        return ""
    local, host = settings.OGL_BOUNCE_ADDRESS.rsplit("@", 1)
    return f"{local}+{int_to_base36(subscription.pk)}-{_mark(subscription)}@{host}"


def bounced_subscription(address: str) -> Subscription | None:
    """The subscription that ``address``, made by ``bounce_address``, belongs to."""
    _, _, detail = address.partition("@")[0].partition("+")
    number, _, mark = detail.partition("-")
    try:
        found = Subscription.objects.filter(pk=base36_to_int(number)).first()
    except ValueError:
        return None
    return found if found and constant_time_compare(mark.lower(), _mark(found)) else None


def _mark(subscription: Subscription) -> str:
    return salted_hmac("subscriptions.bounce", subscription.key, algorithm="sha256").hexdigest()[:16]


def _path(name: str, query: dict[str, object]) -> str:
    return f"{reverse(name)}?{urlencode(query, doseq=True)}"
