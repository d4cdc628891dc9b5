"""The people who edit, what their groups are for, and the rules they work by."""

from typing import Any

from django.contrib.auth.models import AbstractUser, Group
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import AbstractGroupApprovalTask, Collection
from wagtail.search import index

from ogl_portal.core.merging_form import MergingForm

# Models of this app that are kept with their views.
from ogl_portal.editorial.assignments.models import Assignment  # noqa: F401
from ogl_portal.editorial.checks.models import ContentFinding  # noqa: F401
from ogl_portal.editorial.reviewer_notes.models import NoteAnswer  # noqa: F401
from ogl_portal.editorial.reviews.models import PageReview  # noqa: F401


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


class LabTeam(models.Model):
    """The group of those who look after one lab's pages, and the collection of its pictures and files."""

    lab = models.OneToOneField("labs.LabPage", verbose_name="Labor", on_delete=models.CASCADE, related_name="team")
    group = models.OneToOneField(Group, verbose_name="Gruppe", on_delete=models.CASCADE, related_name="lab_team")
    collection = models.ForeignKey(
        Collection, verbose_name="Sammlung", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "Laborteam"
        verbose_name_plural = "Laborteams"

    def __str__(self) -> str:
        return f"Team {self.lab.title}"


class FourEyesTask(AbstractGroupApprovalTask):
    """A step of approval in which nobody decides on what they have submitted themselves.

    That holds for administrators, too. Whoever may publish can still withdraw their submission and publish the page
    openly under their own name: the history then says so, and no approval is claimed.
    """

    class Meta:
        verbose_name = "Freigabe durch eine zweite Person"
        verbose_name_plural = "Freigaben durch eine zweite Person"

    @classmethod
    def get_description(cls) -> str:
        return "Mitglieder der gewählten Gruppen geben frei, aber nie, was sie selbst eingereicht haben."

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        return [] if _submitted_by(obj, user) else super().get_actions(obj, user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """What waits for approval does not change under the reader's eyes, so the submitter waits as well."""
        return _submitted_by(obj, user) or super().locked_for_user(obj, user)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet:
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        return states.exclude(workflow_state__requested_by=user)


def _submitted_by(obj: Any, user: Any) -> bool:
    state = obj.current_workflow_state
    return state is not None and state.requested_by_id == user.pk


@register_setting(icon="check")
class EditorialSettings(BaseGenericSetting):
    """How much goes out without a second pair of eyes."""

    staff_may_correct = models.BooleanField(
        "Das Programmteam veröffentlicht kleine Korrekturen selbst",
        default=False,
        help_text="Gilt nur für Seiten, die schon öffentlich sind, und nur bis zur Größe darunter. Neue Seiten, "
        "größere Änderungen und das Zurückziehen brauchen weiterhin die Freigabe.",
    )
    largest_correction = models.PositiveSmallIntegerField(
        "Größte Korrektur in Wörtern",
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
        help_text="So viele Wörter dürfen sich gegenüber der öffentlichen Fassung unterscheiden. Für einen "
        "Tippfehler genügt 1, für einen Satz etwa 20.",
    )

    base_form_class = MergingForm

    panels = [MultiFieldPanel([FieldPanel("staff_may_correct"), FieldPanel("largest_correction")], heading="Freigabe")]

    class Meta:
        verbose_name = "Regeln der Redaktion"
