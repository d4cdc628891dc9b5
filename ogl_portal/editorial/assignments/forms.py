"""The form with which a colleague is asked to look at a page."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from ogl_portal.core.clock import DayField
from ogl_portal.core.widgets import DayInput
from ogl_portal.editorial.assignments.models import Assignment, AssignmentState
from ogl_portal.users.models import User
from ogl_portal.workplace.formatting import person


class AssignmentForm(forms.ModelForm):
    """``people`` are those who may be asked."""

    class Meta:
        model = Assignment
        fields = ["assignee", "note", "due_on"]
        field_classes = {"due_on": DayField}
        widgets = {"due_on": DayInput()}
        help_texts = {
            "assignee": "Zur Wahl stehen alle, die diese Seite öffnen dürfen.",
            "note": "Steht in der E-Mail und auf der Übersicht der Person.",
            "due_on": "Leer: ohne Frist.",
        }

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["assignee"]
        field.queryset = User.objects.filter(pk__in=[one.pk for one in people])
        field.label_from_instance = person

    def clean_assignee(self) -> User:
        asked: User = self.cleaned_data["assignee"]
        if Assignment.objects.filter(page=self.instance.page, assignee=asked, state=AssignmentState.OPEN).exists():
            raise forms.ValidationError(f"{person(asked)} ist schon gebeten, diese Seite anzusehen.")
        return asked

    def clean_due_on(self) -> datetime.date | None:
        due: datetime.date | None = self.cleaned_data["due_on"]
        if due and due < timezone.localdate():
            raise forms.ValidationError("Der Tag liegt in der Vergangenheit. Bitte wählen Sie einen späteren.")
        return due
