"""The contact form in English. Django's own sentences follow the language that the view sets."""

from ogl_portal.core.languages import ENGLISH
from ogl_portal.pages.forms import ContactForm
from ogl_portal.pages.models import Message

FORM_WORDS = {
    "optional": "optional",
    "error": "Error",
    "not_sent": "The form has not been sent yet",
    "correct": "What you typed is still here. Please correct:",
}
_LABELS = {
    "subject": "What is it about?",
    "text": "Your message",
    "email": "E-mail for the answer",
    "website": "Please leave this empty",
}
_HINTS = {
    "text": "At most 5,000 characters. Please give no details that are not needed for an answer.",
    "email": "Without an address we cannot answer.",
}


class EnglishContactForm(ContactForm):
    language = ENGLISH
    foreign = "The message did not come from this page. Please send it from here once more."
    too_many = (
        "Very many messages came from your connection within the last hour; this one has not arrived yet. Please send "
        "it again in an hour, or write us an e-mail."
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name, label in _LABELS.items():
            self.fields[name].label = label
        for name, hint in _HINTS.items():
            self.fields[name].help_text = hint
        self.fields["subject"].choices = [  # type: ignore[attr-defined]
            (Message.Subject.GENERAL, "A general question"),
            (Message.Subject.FORMAT, "A document in another format"),
        ]
        self.fields["text"].error_messages["required"] = "Please write what it is about."
        wrong = "This e-mail address is not complete. Example: name@example.org"
        self.fields["email"].error_messages["invalid"] = wrong
