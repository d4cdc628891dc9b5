"""Names for fields of Wagtail's own forms that have none: Django would make one of the field's name, in English.

Form fields as such, so no catalogue reaches them (docs/engineering/words.md).
"""

from wagtail.admin.forms.choosers import EmailLinkChooserForm, PhoneLinkChooserForm
from wagtail.admin.forms.workflows import WorkflowPageForm
from wagtail.users.forms import PagePermissionsForm

_LABELS = {
    EmailLinkChooserForm: {
        "email_address": "E-Mail-Adresse",
        "link_text": "Text des Links",
        "subject": "Betreff",
        "body": "Nachricht",
    },
    PhoneLinkChooserForm: {"phone_number": "Telefonnummer", "link_text": "Text des Links"},
    WorkflowPageForm: {"page": "Seite"},
    PagePermissionsForm: {"page": "Seite"},
}


def connect() -> None:
    """Called once, when the apps are ready."""
    for form, labels in _LABELS.items():
        for name, label in labels.items():
            form.base_fields[name].label = label
