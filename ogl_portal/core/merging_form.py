"""The form of what keeps no versions (topics, literature, settings …), when two people have it open at once.

The form remembers what stood in each field when it was opened. What somebody else has saved since is kept where this
form did not touch it; where both changed one field, the form comes back and says at the field what stands there now.
Saving again then decides. The rows below a record count as one field, which is never taken over but asked about. Pages
keep versions, and compare them side by side (``typed_text.conflicts``).
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.log_actions import registry

from ogl_portal.core import kept_input

LOADED = "ogl-loaded"
"""Name of the hidden field; what begins so is nothing typed (admin-copies.js)."""

Marks = dict[str, str]
"""Field or relation → fingerprint of what stands there."""


class _MarksField(forms.CharField):
    def has_changed(self, initial: Any, data: Any) -> bool:
        """What others have saved is no change of this form's."""
        return False


class MergingForm(WagtailAdminModelForm):
    """Keeps what others have saved since it was opened, and asks where both have changed the same."""

    data: Any

    def __init__(self, data: Any = None, files: Any = None, *args: Any, **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        if data is not None and instance is not None and instance.pk:
            for name in self._children():
                data = kept_input.with_known_rows(data, name, (row.pk for row in getattr(instance, name).all()))
        super().__init__(data, files, *args, **kwargs)
        if self.instance.pk:
            marks = json.dumps(self._stored_marks(self.instance))
            self.fields[LOADED] = _MarksField(required=False, widget=forms.HiddenInput, initial=marks)

    @classmethod
    def _children(cls) -> Iterable[str]:
        return getattr(cls, "formsets", {}).keys()

    def _post_clean(self) -> None:
        super()._post_clean()
        if loaded := _read(self.cleaned_data.pop(LOADED, "")):
            stored = type(self.instance)._base_manager.filter(pk=self.instance.pk).first()
            if stored is not None:
                self._merge(stored, loaded)

    def _merge(self, stored: models.Model, loaded: Marks) -> None:
        changed = {name: mark for name, mark in self._stored_marks(stored).items() if loaded.get(name, mark) != mark}
        asked = [name for name in changed if self._is_asked_about(name, stored, loaded)]
        for name in changed.keys() - set(asked) - set(self._children()):
            self._take(name, stored)
        for name in asked:
            self._ask(name, stored)
        if asked:
            self.data = self.data.copy()
            self.data[self.add_prefix(LOADED)] = json.dumps(loaded | {name: changed[name] for name in asked})

    def _is_asked_about(self, name: str, stored: models.Model, loaded: Marks) -> bool:
        if name in self._children():
            return bool(self.formsets[name].has_changed())
        if name in self.errors:
            return False  # it comes back anyway; asked about once it can be read
        field = _field_of(stored, name)
        return self._mark_sent(field) not in (loaded[name], _mark_stored(field, stored))

    def _stored_marks(self, instance: models.Model) -> Marks:
        fields = (field for name in self.fields if (field := _field_of(instance, name)))
        marks = {field.name: _mark_stored(field, instance) for field in fields}
        for name in self._children():
            rows = getattr(instance, name).all()
            marks[name] = _mark([[f.value_to_string(row) for f in row._meta.concrete_fields] for row in rows])
        return marks

    def _mark_sent(self, field: Any) -> str:
        if field.many_to_many:
            return _mark(sorted(one.pk for one in self.cleaned_data.get(field.name) or []))
        return _mark(field.value_to_string(self.instance))

    def _take(self, name: str, stored: models.Model) -> None:
        field = _field_of(stored, name)
        if field.many_to_many:
            self.cleaned_data[name] = getattr(stored, name).all()
        else:
            setattr(self.instance, field.attname, getattr(stored, field.attname))
            self.cleaned_data[name] = getattr(stored, name)

    def _ask(self, name: str, stored: models.Model) -> None:
        entry = registry.get_logs_for_instance(stored).select_related("user").first()
        user = entry.user if entry else None
        who = (user.get_full_name() or user.get_username()) if user else "jemand anderes"
        has = "haben Sie" if user and user == self.for_user else f"hat {who}"
        when = f" um {timezone.localtime(entry.timestamp):%H:%M}\N{NO-BREAK SPACE}Uhr" if entry else ""
        is_row = name in self._children()
        what = f"»{self.formsets[name].model._meta.verbose_name_plural}«" if is_row else "Dieses Feld"
        sentence = (
            f"{what} {has}{when} ebenfalls geändert. Gespeichert ist jetzt: »{_in_words(stored, name)}«. Ihre "
            "Angabe steht unverändert im Formular; wenn Sie noch einmal speichern, gilt sie."
        )
        self.add_error(None if is_row else name, sentence)


def _read(sent: str) -> Marks:
    """Nothing where nothing readable was sent: then the form saves as forms do."""
    try:
        loaded = json.loads(sent or "{}")
    except (ValueError, RecursionError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def _mark(value: Any) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]


def _mark_stored(field: Any, stored: models.Model) -> str:
    if field.many_to_many:
        return _mark(sorted(one.pk for one in getattr(stored, field.name).all()))
    return _mark(field.value_to_string(stored))


def _field_of(instance: models.Model, name: str) -> Any:
    """The model's own field that the form field ``name`` edits; None for others."""
    try:
        field = instance._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if getattr(field, "editable", False) else None


def _in_words(stored: models.Model, name: str) -> str:
    field = _field_of(stored, name)
    if field is None or field.many_to_many:
        return "; ".join(str(one) for one in getattr(stored, name).all()) or "nichts"
    value = getattr(stored, name)
    if isinstance(value, bool):
        return "Ja" if value else "Nein"
    if field.choices:
        value = getattr(stored, f"get_{name}_display")()
    return strip_tags(str("" if value is None else value)).strip()[:300] or "nichts"
