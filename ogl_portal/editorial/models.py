"""The rules that editing goes by: four eyes, and small corrections."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import AbstractGroupApprovalTask

from ogl_portal.core.merging_form import MergingForm

# Models of this app that are kept with their views.
from ogl_portal.editorial.assignments.models import Assignment  # noqa: F401
from ogl_portal.editorial.checks.models import ContentFinding  # noqa: F401
from ogl_portal.editorial.reviewer_notes.models import NoteAnswer  # noqa: F401
from ogl_portal.editorial.reviews.models import PageReview  # noqa: F401


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
        help_text="So viele Wörter dürfen sich gegenüber der öffentlichen Version unterscheiden. Für einen "
        "Tippfehler genügt 1, für einen Satz etwa 20.",
    )

    base_form_class = MergingForm

    panels = [MultiFieldPanel([FieldPanel("staff_may_correct"), FieldPanel("largest_correction")], heading="Freigabe")]

    class Meta:
        verbose_name = "Regeln der Redaktion"
