"""Names for fields and columns of Wagtail's own that have none: one would be made of the field's name, in English.

No catalogue reaches them (docs/engineering/words.md).
"""

from typing import Any

from wagtail.admin.forms.choosers import EmailLinkChooserForm, PhoneLinkChooserForm
from wagtail.admin.forms.workflows import TaskChooserSearchForm, WorkflowPageForm
from wagtail.admin.views import workflows
from wagtail.forms import TaskStateCommentForm
from wagtail.sites.views import IndexView as SiteIndexView
from wagtail.users.forms import PagePermissionsForm

_LABELS = {
    EmailLinkChooserForm: {
        "email_address": "E-Mail-Adresse",
        "link_text": "Text des Links",
        "subject": "Betreff",
        "body": "Nachricht",
    },
    PhoneLinkChooserForm: {"phone_number": "Telefonnummer", "link_text": "Text des Links"},
    TaskStateCommentForm: {"comment": "Anmerkung"},  # »Kommentar« is what stands beside a passage of the text
    WorkflowPageForm: {"page": "Seite"},
    PagePermissionsForm: {"page": "Seite"},
}

_COLUMNS = {"port": "Port", "site_name": "Name der Website", "root_page": "Startseite"}


class NamedTaskSearchForm(TaskChooserSearchForm):
    """Search for a step of an approval, whose field for the kind of step is made with the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "task_type" in self.fields:
            self.fields["task_type"].label = "Art des Freigabeschritts"


def connect() -> None:
    """Called once, when the apps are ready."""
    workflows.TaskChooserSearchForm = NamedTaskSearchForm
    for column in SiteIndexView.columns:
        column.label = _COLUMNS.get(column.name, column.label)
    for form, labels in _LABELS.items():
        for name, label in labels.items():
            form.base_fields[name].label = label
