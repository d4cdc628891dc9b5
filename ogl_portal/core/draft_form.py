"""The form of a page as far as drafts are concerned: saving one always succeeds, and nothing typed is lost.

Apart from ``page_form``, which says what a page must have.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import NOT_PROVIDED
from django.forms import BoundField, ModelChoiceField
from django.forms.formsets import DELETION_FIELD_NAME, BaseFormSet
from django.forms.utils import ErrorDict, ErrorList
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks.base import BlockField

from ogl_portal.core import kept_input
from ogl_portal.core.kept_input import KeptInput
from ogl_portal.core.publishing import sentences_of
from ogl_portal.text.characters import one_line
from ogl_portal.text.numbers import as_key
from ogl_portal.web.incoming_forms import INCOMPLETE, UNREADABLE, IncompleteFormError

WITHOUT_TITLE = "Ohne Titel"
COMMENTS = "comments"
NOT_ALLOWED = "not allowed"
"""Code of errors that are no matter of typing: what somebody may not do is not kept either."""


@dataclass(frozen=True)
class Problem:
    """What is wrong at one field: the element that holds it, the name of the field, sentences."""

    element: str
    label: str
    sentences: list[str]


class DraftForm(WagtailAdminPageForm):
    """Saves a draft without what cannot be read, which it keeps and shows again at the field with the reason."""

    def __init__(self, data: Any = None, files: Any = None, *args: Any, **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        if data is not None and instance is not None:
            for name in type(self).formsets.keys() - {COMMENTS}:
                data = kept_input.with_known_rows(data, name, (row.pk for row in getattr(instance, name).all()))
        super().__init__(data, files, *args, **kwargs)
        self.kept = KeptInput()
        if self.is_bound:
            self._refuse_incomplete()
            setattr(self.instance, kept_input.KEY, self.kept)  # what was kept until now has been sent again
            self._before = {
                name: getattr(self.instance, name)
                for field in self.instance._meta.concrete_fields
                if (name := field.attname) and field.name in self.fields
            }
        else:
            self.kept = getattr(self.instance, kept_input.KEY, self.kept)
            for name in self.kept.children.keys() & self.formsets.keys():
                self.formsets[name] = self._formset_of(name)

    def _refuse_incomplete(self) -> None:
        try:
            for name, field in self.fields.items():
                if isinstance(field, BlockField):
                    field.block.get_prep_value(self[name].data)
            for name, formset in self.formsets.items():
                if name != COMMENTS:
                    list(formset.forms)
        except UNREADABLE as error:
            raise IncompleteFormError from error

    # --- showing what was kept ---

    def _formset_of(self, name: str) -> BaseFormSet:
        """The children as they were typed, bound again, so that each says itself what is wrong with it."""
        entry, blank = self.kept.children[name], self.formsets[name]
        known = (row.pk for row in getattr(self.instance, name).all())
        sent = kept_input.with_known_rows(kept_input.as_query(entry["sent"]), blank.prefix, known)
        formset: Any = type(blank)(sent, {}, instance=self.instance, prefix=blank.prefix, form_kwargs=blank.form_kwargs)
        formset.min_num = 0
        for row in formset.forms:
            row.defer_required_fields()
        formset.is_valid()
        for row, errors in zip(formset.forms, entry["errors"], strict=False):
            for field, sentences in errors.items():
                if field not in row.errors and (field == NON_FIELD_ERRORS or field in row.fields):
                    row.add_error(None if field == NON_FIELD_ERRORS else field, sentences)
        return formset

    def get_initial_for_field(self, field: Any, field_name: str) -> Any:
        initial = super().get_initial_for_field(field, field_name)
        if self.is_bound or field_name not in self.kept.fields:
            return initial
        return field.bound_data(self._value_kept(field_name), initial)

    def _value_kept(self, name: str) -> Any:
        sent = kept_input.as_query(self.kept.fields[name]["sent"])
        return self.fields[name].widget.value_from_datadict(sent, {}, self.add_prefix(name))

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound:
            return
        for name in self.kept.fields.keys() & self.fields.keys():
            if error := self._error_kept(name):
                self._errors[name] = ErrorList([error], renderer=self.renderer)
        if self.kept.general:
            self._errors[NON_FIELD_ERRORS] = ErrorList(self.kept.general, "nonfield", renderer=self.renderer)

    def _error_kept(self, name: str) -> ValidationError | None:
        field, sentences = self.fields[name], self.kept.fields[name]["errors"]
        if isinstance(field, BlockField):  # its error knows in which block it belongs
            try:
                field.block.clean_deferred(self._value_kept(name))
            except ValidationError as error:
                return error
        return ValidationError(sentences) if sentences else None

    # --- keeping ---

    def is_valid(self) -> bool:
        """A draft always is: what is wrong with it is set aside. Only what was sent in part is not taken."""
        if super().is_valid():
            return True
        if not self.is_bound:
            return False
        if not self.is_complete():
            self.add_error(None, INCOMPLETE)
            return False
        if self.has_error(NON_FIELD_ERRORS, NOT_ALLOWED):
            return False
        if not self.is_deferred_validation:
            return False
        self._set_aside()
        return True

    def is_complete(self) -> bool:
        """Whether the children were sent, with their counts. Without them nobody knows what to show."""
        return all(name == COMMENTS or formset.management_form.is_valid() for name, formset in self.formsets.items())

    def find_errors(self) -> None:
        """Look at all fields and children as ``is_valid`` does, and set nothing aside: errors stay in place."""
        super().is_valid()
        for formset in self.formsets.values():
            formset.is_valid()

    def _set_aside(self) -> None:
        self._keep_children()
        general = list(self.errors.get(NON_FIELD_ERRORS, []))
        for name in [name for name in self.errors if name != NON_FIELD_ERRORS]:
            self._keep(name, self._sentences(name))
        if general:
            self._keep_all_changes(general)
        self._check_the_rest()
        self._give_title_and_address()
        self._errors = ErrorDict(renderer=self.renderer)

    def _keep_children(self) -> None:
        if COMMENTS in self.formsets and not self.formsets[COMMENTS].is_valid():
            del self.formsets[COMMENTS]  # as Wagtail does with comments that it cannot read
        for name, formset in self.formsets.items():
            if not formset.is_valid():
                rows = [{field: list(errors) for field, errors in row.errors.items()} for row in formset.forms]
                rows += [{NON_FIELD_ERRORS: list(formset.non_form_errors())}] if formset.non_form_errors() else []
                self._keep_formset(name, rows)

    def _keep_formset(self, name: str, rows: list[dict[str, list[str]]]) -> None:
        sent = kept_input.sent_for(self.data, self.formsets[name].prefix)
        for row in self.formsets[name].forms:
            for field in row.errors:
                _drop_what_is_no_key(sent, row.add_prefix(field), row.fields.get(field))
        label = str(self.formsets[name].model._meta.verbose_name_plural)
        self.kept.children[name] = {"label": label, "sent": sent, "errors": rows}

    def _keep(self, name: str, sentences: list[str]) -> None:
        """The field keeps its last good value; what was typed is kept beside it."""
        self.cleaned_data.pop(name, None)
        if name in self.fields and name not in self.kept.fields:
            sent = kept_input.sent_for(self.data, self.add_prefix(name))
            _drop_what_is_no_key(sent, self.add_prefix(name), self.fields[name])
            self.kept.fields[name] = {"label": str(self[name].label), "sent": sent, "errors": sentences}
        for field in self.instance._meta.concrete_fields:
            if field.name == name and field.attname in self._before:
                setattr(self.instance, field.attname, self._before[field.attname])

    def _keep_all_changes(self, sentences: list[str]) -> None:
        """An error that is nobody's: nothing of what was changed is taken, and all of it is kept."""
        self.kept.general = sentences
        for name in self.changed_data:
            if name not in ("title", "slug", "comment_notifications"):
                self._keep(name, [])
        for name, formset in self.formsets.items():
            if name != COMMENTS and name not in self.kept.children and formset.has_changed():
                self._keep_formset(name, [])

    def _check_the_rest(self) -> None:
        """What was taken need not fit to the last good value of what was not. Then the latter goes for now."""
        for _ in range(3):
            exclude = self._get_validation_exclusions() - self.kept.fields.keys() | {"title", "slug"}
            self.instance.is_checked_for_publishing = False
            try:
                self.instance.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
            except ValidationError as error:
                found = error.update_error_dict({})
            else:
                return
            finally:
                self.instance.is_checked_for_publishing = True
            for name in found.keys() - {"title", "slug"}:
                if name in self.kept.fields:
                    self._empty(name)
                elif name in self.fields:
                    self._keep(name, [sentence for error in found[name] for sentence in error.messages])

    def _empty(self, name: str) -> None:
        for field in self.instance._meta.concrete_fields:
            if field.name == name and (field.null or field.default is not NOT_PROVIDED or field.empty_strings_allowed):
                setattr(self.instance, field.attname, field.get_default())

    def _give_title_and_address(self) -> None:
        """What the tree needs of every page, be it for now."""
        if "title" in self.kept.fields:
            typed = one_line(self.data.get(self.add_prefix("title"), ""))[:255].strip()
            self.instance.title = self._before.get("title") or typed or WITHOUT_TITLE
            slug = self.add_prefix("slug")
            if "slug" in self.fields and not self.data.get(slug):  # to be filled once there is a title
                sent = kept_input.sent_for(self.data, slug)
                self.kept.fields.setdefault("slug", {"label": str(self["slug"].label), "sent": sent, "errors": []})
        if not self.instance.slug:
            self.instance.slug = self.address_for(self.instance.title)

    def address_for(self, title: str) -> str:
        raise NotImplementedError

    def _sentences(self, name: str) -> list[str]:
        field = self.fields.get(name)
        if not isinstance(field, BlockField):
            return list(self.errors[name])
        value = self[name].data if self.is_bound else self._value_kept(name)
        found = (sentences_of(error, field.block, value) for error in self.errors[name].as_data())
        return list(dict.fromkeys(sentence for sentences in found for sentence in sentences))

    def save(self, commit: bool = True) -> Any:
        with _Without(self, self.kept.children):
            return super().save(commit=commit)

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        with _Without(self, self.kept.children):
            updates: list[tuple[str, str]] = super().get_field_updates_for_resave()
        return updates

    # --- telling ---

    def problems(self) -> list[Problem]:
        """All that is wrong, in the order of the form, for the summary above it."""
        found = [
            Problem(self[name].id_for_label or name, str(self[name].label), self._sentences(name))
            for name in self.fields
            if name in self.errors
        ]
        for formset in self.formsets.values():
            if formset.is_bound:
                found += _problems_of(formset)
        return found

    def general_problems(self) -> list[str]:
        return list(self.errors.get(NON_FIELD_ERRORS, []))


class _Without:
    """The form without some of its children, for as long as it is saved."""

    def __init__(self, form: DraftForm, names: Any) -> None:
        self.form, self.names = form, set(names) if form.is_bound else set()

    def __enter__(self) -> None:
        self.all = self.form.formsets
        self.form.formsets = {name: formset for name, formset in self.all.items() if name not in self.names}

    def __exit__(self, *raised: object) -> None:
        self.form.formsets = self.all


def _drop_what_is_no_key(sent: kept_input.Sent, key: str, field: Any) -> None:
    """Choosers look up what they show, and fail over anything but a number. Nobody types into them."""
    if isinstance(field, ModelChoiceField) and not all(as_key(value) is not None for value in sent.get(key, [])):
        del sent[key]


def _problems_of(formset: Any) -> Iterator[Problem]:
    if sentences := list(formset.non_form_errors()):
        yield Problem(formset.prefix, str(formset.model._meta.verbose_name_plural), sentences)
    one = str(formset.model._meta.verbose_name)
    for number, row in enumerate(formset.forms, start=1):
        row_label = f"{one} {number}" if len(formset.forms) > 1 else one
        for name, errors in row.errors.items():
            field: BoundField | None = row[name] if name in row.fields and name != DELETION_FIELD_NAME else None
            yield Problem(
                (field.id_for_label if field else "") or formset.prefix,
                f"{row_label}, {field.label}" if field and field.label != one else row_label,
                list(errors),
            )
