"""People and teams for tests of roles and rights."""

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

from ogl_portal.teams.models import LabTeam
from ogl_portal.users.models import RoleKey, User
from tests.factories import UserFactory


def person(role: RoleKey, **kwargs: Any) -> User:
    """Somebody with that role."""
    user = UserFactory(**kwargs)
    user.groups.add(Group.objects.get(role__key=role))
    return user


def member(team: LabTeam, **kwargs: Any) -> User:
    user = UserFactory(**kwargs)
    user.groups.add(team.group)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
