"""People with passwords and second factors, and the codes their apps would show."""

import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import Group, Permission
from django.test import Client

from ogl_portal.users.models import User
from ogl_portal.web.models import RateCount

PASSWORD = "vier Tassen Kaffee am Morgen"


def make_person(username: str = "anna", *, superuser: bool = False, role: str = "") -> User:
    """Somebody who may enter the admin."""
    person = User.objects.create_user(username, f"{username}@example.org", PASSWORD, is_superuser=superuser)
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    if role:
        person.groups.add(Group.objects.get_or_create(name=role)[0])
    return person


def give_app(person: User) -> str:
    """Set up an authenticator app for ``person``; its secret."""
    secret = generate_totp_secret()
    data = {"secret": get_adapter().encrypt(secret)}
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data=data)
    return secret


def give_codes(person: User) -> list[str]:
    return RecoveryCodes.activate(person).generate_codes()


def code(secret: str) -> str:
    """What the app shows now, as if none had been used before: tests sign in more often than once in two minutes."""
    RateCount.objects.all().delete()
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def wrong_code(secret: str) -> str:
    """Six digits that the app shows neither now nor in the minute around."""
    now = int(time.time()) // 30
    near = {format_hotp_value(hotp_value(secret, now + step)) for step in range(-3, 4)}
    return next(
        text
        for text in ("000000", "111111", "222222", "333333", "444444", "555555", "666666", "777777")
        if text not in near
    )


def sign_in(client: Client, username: str = "anna", password: str = PASSWORD, **extra: str):
    return client.post("/admin/login/", {"username": username, "password": password, **extra})
