"""The form with which staff note that a page has been looked through."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from ogl_portal.core.clock import DayField
from ogl_portal.core.widgets import DayInput
from ogl_portal.editorial.reviews.models import PageReview


class ReviewForm(forms.ModelForm):
    is_reviewed = forms.BooleanField(
        label="Ich habe die Seite heute durchgesehen",
        required=False,
        help_text="Alles stimmt, oder ich habe es berichtigt. Nicht ankreuzen, wenn Sie nur das Datum ändern.",
    )

    class Meta:
        model = PageReview
        fields = ["due_on", "note"]
        field_classes = {"due_on": DayField}
        widgets = {"due_on": DayInput()}
        help_texts = {
            "due_on": "An diesem Tag erscheint die Seite auf der Übersicht als fällig. Leer: keine Erinnerung.",
            "note": "Worauf beim nächsten Mal zu achten ist. Nur für die Redaktion.",
        }

    field_order = ["is_reviewed", "due_on", "note"]

    def clean(self) -> dict[str, Any]:
        """A day in the past would be overdue at once; it stays allowed only where nothing was changed."""
        cleaned = super().clean() or self.cleaned_data
        due: datetime.date | None = cleaned.get("due_on")
        if due and due <= timezone.localdate() and (cleaned.get("is_reviewed") or "due_on" in self.changed_data):
            self.add_error("due_on", "Der Tag liegt nicht in der Zukunft. Bitte wählen Sie einen späteren oder keinen.")
        return cleaned
