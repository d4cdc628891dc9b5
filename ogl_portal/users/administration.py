"""The role »Administration« holds every right there is, and rights have German names."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Permission
from django.utils import translation
from django.utils.text import capfirst

from ogl_portal.users.models import Role, RoleKey

_RIGHTS = {"add": "anlegen", "change": "bearbeiten", "delete": "löschen", "view": "ansehen"}
_RIGHTS |= {"choose": "auswählen", "publish": "veröffentlichen", "lock": "sperren", "unlock": "entsperren"}
_OF_PAGES = {
    "bulk_delete_page": "Seiten mit allem darunter löschen",
    "lock_page": "Seiten sperren und selbst wieder entsperren",
    "publish_page": "Alle Seiten veröffentlichen",
    "unlock_page": "Alle Seiten entsperren",
}


def in_german(permission: Any) -> str:
    """Django names rights in English whatever the language: »Can add Nachricht« is »Nachricht: anlegen«."""
    model = permission.content_type.model_class()
    verb = permission.codename.split("_")[0]
    if permission.codename in _OF_PAGES:
        return _OF_PAGES[permission.codename]
    with translation.override("de"):
        return (
            f"{capfirst(model._meta.verbose_name)}: {_RIGHTS[verb]}" if model and verb in _RIGHTS else permission.name
        )


def give_everything(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """The role »Administration« holds every permission there is, those of new models included."""
    create_permissions(sender, verbosity=0, using=using)
    for permission in Permission.objects.using(using).filter(content_type__app_label=sender.label):
        if (name := in_german(permission)) != permission.name:
            permission.name = name
            permission.save(update_fields=["name"])
    role = Role.objects.using(using).filter(key=RoleKey.ADMINISTRATION).select_related("group").first()
    if role:
        role.group.permissions.add(*Permission.objects.using(using).filter(content_type__app_label=sender.label))
