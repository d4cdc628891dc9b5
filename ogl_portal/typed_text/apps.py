from django import forms
from django.apps import AppConfig


class TypedTextConfig(AppConfig):
    name = "ogl_portal.typed_text"

    def ready(self) -> None:
        from ogl_portal.core.draft_form import DraftForm
        from ogl_portal.typed_text import restoring

        restoring.teach(forms.BaseForm)
        restoring.teach_drafts(DraftForm)
