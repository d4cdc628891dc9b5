"""Who is told of a message. Rights are asked at that moment: who lost them is told nothing."""

from collections.abc import Iterable

from django.contrib.auth.models import Group

from ogl_portal.core.models import SiteSettings
from ogl_portal.inbox.models import InboxSettings
from ogl_portal.pages.models import Message
from ogl_portal.users.models import RoleKey, User

VIEW = "pages.view_message"


def responsible(message: Message) -> list[User]:
    """Those of the group for this kind of message who may read it and have an address; else the deputy; else nobody."""
    rules = InboxSettings.load()
    group = rules.format if message.subject == Message.Subject.FORMAT else rules.general
    group = group or Group.objects.filter(role__key=RoleKey.STAFF).first()
    members = User.objects.filter(groups=group).order_by("pk") if group else User.objects.none()
    return _able(members) or deputies()


def deputies() -> list[User]:
    """The deputy, if there is one who may read messages."""
    deputy = InboxSettings.load().deputy
    return _able([deputy] if deputy else [])


def operator_address() -> str:
    """The address that the operator gives for enquiries; empty where none is set."""
    operator = SiteSettings.objects.first()
    return operator.contact_email if operator else ""


def reply_address() -> str:
    """Where answers to our answers go; empty where no address is set."""
    return InboxSettings.load().reply_to or operator_address()


def _able(people: Iterable[User]) -> list[User]:
    return [user for user in people if user.is_active and user.email and user.has_perm(VIEW)]
