"""Where text comes in, it is cleaned (``ogl_portal.text``): once in forms, once in records, once in names of files.

Forms clean before they check, so that what was pasted is judged as it looks. Records clean whatever comes without a
form: imports, commands, the loader. Why here and not in each form: docs/engineering/decisions/0014-clean-text.md.
"""

from typing import Any

from django import forms
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import models
from django.db.models.signals import pre_save
from wagtail.fields import StreamField

from ogl_portal.text.characters import one_line, running_text

# Apps whose records people fill; sessions, tasks and secrets of others stay as they were written.
_PREFIXES = ("ogl_portal.", "wagtail")
_APPS = frozenset({"labs", "publications", "news", "events", "taggit"})
_UNTOUCHED = frozenset({"password", "url_path"})
_Plain = models.CharField | models.TextField
_Text = _Plain | models.JSONField | StreamField | ArrayField

_to_python = forms.CharField.to_python


def connect() -> None:
    """Clean in every form and before every record is saved; called once when the site starts."""
    forms.CharField.to_python = _cleaned_to_python  # type: ignore[assignment, method-assign]  # no other place
    pre_save.connect(_before_saving, dispatch_uid="incoming text")


def clean_record(record: models.Model) -> list[str]:
    """Clean the texts that people can edit in ``record``, without saving it; the names of fields that changed.

    What was not read from the database is left alone. Passwords are never touched.
    """
    changed = []
    for field in text_fields(type(record)):
        if field.attname not in record.__dict__:
            continue
        value = getattr(record, field.attname)
        stored = field.get_prep_value(value) if isinstance(field, StreamField) else value
        cleaned = cleaned_value(stored, is_line=isinstance(getattr(field, "base_field", field), models.CharField))
        if cleaned != stored:
            setattr(record, field.attname, field.to_python(cleaned) if isinstance(field, StreamField) else cleaned)
            changed.append(field.name)
    return changed


def text_fields(model: type[models.Model]) -> list[Any]:
    """The fields of ``model``, inherited ones too, in which text of people stands, or of their files."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, _Text) and (field.editable or isinstance(field, _Plain)) and field.name not in _UNTOUCHED
    ]


def is_filled_by_people(model: type[models.Model]) -> bool:
    """Whether records of ``model`` hold what somebody typed, uploaded or took over."""
    app = apps.app_configs.get(model._meta.app_label)  # None for the table that lists migrations
    return app is not None and (app.name in _APPS or app.name.startswith(_PREFIXES))


def cleaned_value(value: Any, *, is_line: bool) -> Any:
    """``value`` with every text in it cleaned, however deep lists and dictionaries go; keys stay."""
    if isinstance(value, str):
        return one_line(value) if is_line else running_text(value)
    if isinstance(value, dict):
        return {key: cleaned_value(part, is_line=is_line) for key, part in value.items()}
    if isinstance(value, list):
        return [cleaned_value(part, is_line=is_line) for part in value]
    return value


class UploadHandler(TemporaryFileUploadHandler):
    """Uploads with names that are composed: macOS sends »ü« as »u« and a mark, and storages drop the mark."""

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, one_line(file_name), *args, **kwargs)


def _cleaned_to_python(field: forms.CharField, value: Any) -> Any:
    widget = field.widget
    if isinstance(value, str) and not isinstance(widget, forms.PasswordInput):
        is_line = isinstance(widget, forms.widgets.Input) and not widget.is_hidden
        value = one_line(value) if is_line else running_text(value)
    return _to_python(field, value)


def _before_saving(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    if is_filled_by_people(sender):
        clean_record(instance)
