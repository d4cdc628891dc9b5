"""The people who work here, and what their groups are for."""

from django.contrib.auth.models import AbstractUser, Group
from django.db import models
from wagtail.search import index


class User(index.Indexed, AbstractUser):  # type: ignore[django-manager-missing]  # Wagtail makes those of files when it runs
    """A member of staff. Our own model from the start, so that sign-in can grow without moving accounts."""

    search_fields = [
        *(index.SearchField(name) for name in ("username", "first_name", "last_name", "email")),
        index.AutocompleteField("last_name"),  # Wagtail asks for one; which does not matter
        index.RelatedFields("groups", [index.SearchField("name")]),
    ]
    search_auto_update = False  # every sign-in saves the account: ``ogl_portal.search.signals`` looks at what changed

    class Meta(AbstractUser.Meta):
        verbose_name = "Person"
        verbose_name_plural = "Personen"


class RoleKey(models.TextChoices):
    """The groups that the site's own rules speak of, whatever an administrator calls them."""

    LAB_TEAM = "lab_team", "Lab-Team"
    STAFF = "staff", "Programmteam"
    PUBLISHERS = "publishers", "Freigabe"
    ADMINISTRATION = "administration", "Administration"


class Role(models.Model):
    """What a group is for, in words; and which of the site's four roles it is, if any."""

    group = models.OneToOneField(Group, verbose_name="Gruppe", on_delete=models.CASCADE, related_name="role")
    key = models.CharField("Rolle", max_length=20, choices=RoleKey.choices, null=True, blank=True, unique=True)
    description = models.TextField(
        "Wofür", blank=True, help_text="Ein bis zwei Sätze: Wer gehört in diese Gruppe, und was darf sie?"
    )

    class Meta:
        verbose_name = "Rolle"
        verbose_name_plural = "Rollen"

    def __str__(self) -> str:
        return self.group.name
