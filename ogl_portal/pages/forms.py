"""The contact form of readers."""

from django import forms
from django.http import HttpRequest

from ogl_portal.core.languages import GERMAN
from ogl_portal.pages.models import Message
from ogl_portal.web.public_forms import PublicForm, is_own_path


class ContactForm(PublicForm, forms.ModelForm):
    """A message without login or puzzle."""

    language = GERMAN

    class Meta:
        model = Message
        fields = ["subject", "text", "email", "page_url"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8}), "page_url": forms.HiddenInput()}
        help_texts = {
            "text": "Höchstens 5.000 Zeichen. Bitte keine Angaben, die nicht für die Antwort nötig sind.",
            "email": "Ohne Adresse können wir nicht antworten.",
        }
        error_messages = {
            "text": {"required": "Bitte schreiben Sie, worum es geht."},
            "email": {"invalid": "Diese E-Mail-Adresse ist nicht vollständig. Beispiel: name@beispiel.de"},
        }

    @classmethod
    def for_request(cls, request: HttpRequest) -> "ContactForm":
        """An empty form; links of other pages choose the matter and say which page it is about."""
        subject = request.GET.get("subject", "")
        page_url = request.GET.get("page_url", "")
        initial = {"page_url": page_url if is_own_path(page_url) else ""}
        if subject in Message.Subject.values:
            initial["subject"] = subject
        return cls(initial=initial)

    def clean_page_url(self) -> str:
        """Only a path of this site is kept: the field must not carry a foreign address into the inbox."""
        value = self.cleaned_data["page_url"]
        return value if is_own_path(value) else ""
