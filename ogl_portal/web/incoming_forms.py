"""Forms that no browser sends: refused in one place, before anything of them is looked at or stored.

Wagtail's widgets for bodies, rich text, tables and choosers take for granted that their own scripts filled them, and
fail over a forged body with whatever error comes first; a table of another shape was even stored, and its public page
failed. Every form reads what was sent through ``BaseForm._widget_data_value`` and counts its rows in a
``ManagementForm``; so both are taught here to say one thing, ``IncompleteFormError``, which is answered with 400 and a
sentence (``IncompleteFormMiddleware``).
"""

from typing import Any

from django import forms
from django.forms.formsets import TOTAL_FORM_COUNT, ManagementForm
from draftjs_exporter.error import ExporterException
from wagtail.admin.widgets import BaseChooser

from ogl_portal.text.numbers import as_key

INCOMPLETE = (
    "Das Formular kam unvollständig an. Es wurde nichts gespeichert; was vorher da war, ist unverändert. Bitte gehen "
    "Sie im Browser zurück und speichern Sie noch einmal."
)
NO_RECORD = "0"
"""The key of nothing."""
UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, RecursionError, ExporterException)
"""What widgets and blocks raise over what they cannot read."""

# Django has no hook for these, and its types do not know them.
_read = forms.BaseForm._widget_data_value  # type: ignore[attr-defined]
_clean_field = forms.Field._clean_bound_field  # type: ignore[attr-defined]
_clean_form = forms.BaseForm._clean_form  # type: ignore[attr-defined]
_clean_counts = ManagementForm.clean


class IncompleteFormError(Exception):
    """Parts of the form were not sent, or cannot be what its own page sends; the message is for whoever sent it."""

    def __init__(self, sentence: str = INCOMPLETE) -> None:
        super().__init__(sentence)


def connect() -> None:
    """Teach every form; called once when the site starts."""
    forms.BaseForm._widget_data_value = _refusing_read  # type: ignore[attr-defined]
    forms.Field._clean_bound_field = _refusing_clean_field  # type: ignore[attr-defined]
    forms.BaseForm._clean_form = _forgiving_clean_form  # type: ignore[attr-defined]
    ManagementForm.clean = _refusing_clean_counts  # type: ignore[method-assign, assignment]


def _refusing_read(form: forms.BaseForm, widget: forms.Widget, html_name: str) -> Any:
    try:
        value = _read(form, widget, html_name)
    except UNREADABLE as error:
        raise IncompleteFormError from error
    if isinstance(widget, BaseChooser) and isinstance(value, str) and as_key(value) is None:
        return NO_RECORD  # told at the field; the chooser would look the text up to show it again, and fail
    return value


def _refusing_clean_field(field: forms.Field, bound: forms.BoundField) -> Any:
    try:
        return _clean_field(field, bound)
    except UNREADABLE as error:
        if bound.data is None:  # some fields take for granted that they were sent
            raise IncompleteFormError from error
        raise


def _forgiving_clean_form(form: forms.BaseForm) -> None:
    """Some ``clean()`` of others looks for a field without asking whether it was readable; that is told already."""
    try:
        _clean_form(form)
    except KeyError as error:
        if error.args[0] not in form.errors:
            raise


def _refusing_clean_counts(counts: ManagementForm) -> dict[str, int | None]:
    """Every row sends its fields: more rows than fields are made up, and building thousands takes seconds."""
    cleaned = _clean_counts(counts)
    sent = sum(name.startswith(f"{counts.prefix}-") for name in counts.data)
    if (cleaned.get(TOTAL_FORM_COUNT) or 0) > sent:
        raise IncompleteFormError
    return cleaned
