"""Who needs a second factor, who has one, and whether this session was opened with it."""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, Value
from django.http import HttpRequest

from ogl_portal.users.models import User

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # recovery codes alone are none


def is_required(user: User) -> bool:
    """Whether the user may use the admin only with a second factor (``OGL_REQUIRE_SECOND_FACTOR``)."""
    if settings.OGL_REQUIRE_SECOND_FACTOR == "offered":
        return False
    if settings.OGL_REQUIRE_SECOND_FACTOR == "all" or user.is_superuser:
        return True
    return user.groups.filter(role__key__in=settings.OGL_SECOND_FACTOR_ROLES).exists()


def has_one(user: User | AnonymousUser) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def owes_nothing(request: HttpRequest, user: User | AnonymousUser) -> bool:
    """Whether the session may see more than readers do, as drafts of files; nobody is signed in, nobody owes one."""
    return was_shown(request, user) or not (user.is_authenticated and (has_one(user) or is_required(user)))


def annotation() -> Exists:
    """For lists of people: whether each has a second factor, without a query a row."""
    return Exists(Authenticator.objects.filter(user_id=OuterRef("pk"), type__in=FACTORS))


def required_annotation() -> Q | Value:
    """For lists of people: what ``is_required`` says of each, without a query a row."""
    if settings.OGL_REQUIRE_SECOND_FACTOR in ("offered", "all"):
        return Value(settings.OGL_REQUIRE_SECOND_FACTOR == "all")
    memberships = User.groups.through.objects.filter(group__role__key__in=settings.OGL_SECOND_FACTOR_ROLES)
    return Q(is_superuser=True) | Q(Exists(memberships.filter(user_id=OuterRef("pk"))))


def was_shown(request: HttpRequest, user: User | AnonymousUser) -> bool:
    """Whether this session has seen the user's second factor."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))


def mark_as_shown(request: HttpRequest, user: User) -> None:
    """Who has just set a factor up has it at hand; this session need not ask for it again."""
    record_authentication(request, user, "mfa")


def is_last(factor: Authenticator) -> bool:
    """Whether without this factor its owner would have none left."""
    others = Authenticator.objects.filter(user_id=factor.user_id, type__in=FACTORS).exclude(pk=factor.pk)
    return factor.type in FACTORS and not others.exists()
