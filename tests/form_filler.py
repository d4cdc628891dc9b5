"""Fill the admin's forms with any text, as a browser would: every editable field, child and block of a model.

Fields are found in the forms themselves, so that a new field, block or page type is filled without a line here.
"""

import json
from collections.abc import Callable
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.test import Client
from django.test.utils import ContextList
from wagtail import blocks
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.blocks.base import BlockField
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from ogl_portal.core.fields import FuzzyDateFormField

Text = Callable[[], str]
Data = dict[str, Any]
HEADER = {"first_row_is_table_header": True, "table_header_choice": "row"}


class Filler:
    """What a form sends. ``text`` gives the next text; ``chosen`` the keys that blocks for choosing send."""

    def __init__(self, text: Text, chosen: dict[type, int]) -> None:
        self.text = text
        self.chosen = chosen

    def typed(self, longest: int | None = None) -> str:
        """As a browser sends what was pasted into a field: it replaces half of a surrogate pair."""
        text = self.text()[:longest]
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def rich(self) -> str:
        """As the rich text editor sends it: JSON, in which half of a pair stands escaped."""
        block = {"key": "abcde", "text": self.text(), "type": "unstyled", "depth": 0}
        return json.dumps({"blocks": [{**block, "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}})

    def table(self) -> str:
        cells = [[self.text(), self.text()], [self.text(), self.text()]]
        return json.dumps({"data": cells, "table_caption": self.text(), **HEADER})

    def form(self, form: Any, refused: set[str]) -> Data:
        """All of a form and of one new child of each kind; what was ``refused`` gets what it had, or a plain value."""
        data: Data = {}
        for name, field in form.fields.items():
            data |= self.field(form.add_prefix(name), field, form[name], refused)
        for name, formset in getattr(form, "formsets", {}).items():
            data |= _no_children(formset) if name == "comments" else self.child(formset, refused)
        return data

    def field(self, key: str, field: forms.Field, bound: forms.BoundField, refused: set[str]) -> Data:
        if isinstance(field, BlockField):
            return {f"{key}-count": "0"} if key in refused else self.block(key, field.block, refused)
        if isinstance(field.widget, DraftailRichTextArea):
            return {key: self.rich()}
        is_text = isinstance(field, forms.CharField) and not isinstance(field.widget, forms.HiddenInput)
        if is_text and key not in refused:
            return {key: self.typed(field.max_length)}
        return _kept(key, field, bound) or ({} if key in refused and not field.required else _plain(key, field))

    def child(self, formset: BaseFormSet, refused: set[str]) -> Data:
        data = _no_children(formset)
        if formset.prefix in refused:
            return data
        form, prefix = formset.empty_form, f"{formset.prefix}-0"
        data |= {f"{formset.prefix}-TOTAL_FORMS": "1", f"{prefix}-ORDER": "1"}
        for name, field in form.fields.items():
            if name not in ("DELETE", "ORDER", "id"):
                data |= self.field(f"{prefix}-{name}", field, form[name], refused)
        return data

    def block(self, key: str, block: blocks.Block, refused: set[str]) -> Data:
        """What a block sends under ``key``; a stream holds one of each of its blocks."""
        if isinstance(block, blocks.StreamBlock):
            return self._stream(key, block, refused)
        if isinstance(block, blocks.StructBlock):
            parts = [self.block(f"{key}-{name}", child, refused) for name, child in block.child_blocks.items()]
            return {name: value for part in parts for name, value in part.items()}
        if isinstance(block, blocks.ListBlock):
            count = {f"{key}-count": "1", f"{key}-0-deleted": "", f"{key}-0-order": "0", f"{key}-0-id": ""}
            return count | self.block(f"{key}-0-value", block.child_block, refused)
        if isinstance(block, TableBlock):
            return {key: self.table()}
        if isinstance(block, blocks.RichTextBlock):
            return {key: self.rich()}
        if isinstance(block, blocks.PageChooserBlock | DocumentChooserBlock | ImageChooserBlock):
            return {key: str(self.chosen[type(block)])}
        if isinstance(block, blocks.ChoiceBlock):
            return {key: next((value for value, _ in block.field.choices if value), "")}
        if isinstance(block, blocks.CharBlock | blocks.TextBlock):
            return {key: self.typed(block.field.max_length)}
        return {}  # addresses: a link leads to a page or to an address, and here to a page

    def _stream(self, key: str, block: blocks.StreamBlock, refused: set[str]) -> Data:
        data: Data = {f"{key}-count": str(len(block.child_blocks))}
        for number, (name, child) in enumerate(block.child_blocks.items()):
            part = f"{key}-{number}"
            deleted = "1" if part in refused else ""
            data |= {f"{part}-deleted": deleted, f"{part}-order": str(number), f"{part}-type": name, f"{part}-id": ""}
            data |= self.block(f"{part}-value", child, refused)
        return data


def send(client: Client, address: str, filler: Filler, **action: str) -> set[str]:
    """Fill the form at ``address`` until it is taken; the fields, blocks and children that refused what was typed.

    Fails where the form answers with anything but a page that says at a field what is wrong.
    """
    refused: set[str] = set()
    form = _form(client.get(address).context)
    for _ in range(6):
        response = client.post(address, filler.form(form, refused) | action)
        if response.status_code == 302:
            return refused
        assert response.status_code == 200, (address, response.status_code)
        told = _refusals(_form(response.context))
        if not told - refused:  # what stands beside it is wrong: without the child, else as a draft
            told = {key.rsplit("-", 2)[0] for key in told if key.count("-") > 1}
            if not told - refused:
                assert action, (address, _form(response.context).errors)
                action = {}
        refused |= told
    raise AssertionError(f"{address} refuses {refused}")


def _form(context: ContextList | dict[str, Any]) -> Any:
    return context["form"]


def _refusals(form: Any) -> set[str]:
    """Keys of fields with errors, or the kind of children where an error is nobody's; each error says something."""
    assert all(sentence.strip() for sentences in form.errors.values() for sentence in sentences)
    keys = set()
    for name, errors in form.errors.as_data().items():
        blocks_told = [number for error in errors for number in getattr(error, "block_errors", {})]
        keys |= {form.add_prefix(f"{name}-{number}") for number in blocks_told} or {form.add_prefix(name)} - {"__all__"}
    for formset in getattr(form, "formsets", {}).values():
        if formset.non_form_errors():
            keys.add(formset.prefix)
        for child in formset.forms:
            keys |= {child.add_prefix(name) if name != "__all__" else formset.prefix for name in child.errors}
    return keys


def _kept(key: str, field: forms.Field, bound: forms.BoundField) -> Data:
    """The value that a field has, as its widget would send it; nothing where it has none."""
    value = bound.value()
    if isinstance(field, forms.BooleanField):
        return {key: "on"} if value else {}
    if isinstance(field, forms.FileField):
        return {}
    shown = field.widget.format_value(field.prepare_value(value))
    if isinstance(shown, dict):  # choosers
        shown = shown.get("id")
    return {} if shown in (None, "", [], [""]) else {key: shown}


def _plain(key: str, field: forms.Field) -> Data:
    """A value that nobody objects to."""
    plain: list[tuple[type[forms.Field], str]] = [
        (FuzzyDateFormField, "7. Ma\u0308rz\u200b 2022"),
        (forms.DateField, "2026-05-06"),
        (forms.URLField, "https://example.org/"),
        (forms.EmailField, "mara@example.org"),
        (forms.CharField, "Wort"),
    ]
    if isinstance(field, forms.ModelChoiceField):
        return {key: str(choice.pk)} if (choice := field.queryset.first()) and field.required else {}
    if isinstance(field, forms.ChoiceField) and field.required:
        return {key: value} if (value := next((value for value, _ in field.choices if value), "")) else {}
    return next(({key: value} for kind, value in plain if isinstance(field, kind)), {})


def _no_children(formset: BaseFormSet) -> Data:
    prefix = formset.prefix
    return {
        f"{prefix}-TOTAL_FORMS": "0",
        f"{prefix}-INITIAL_FORMS": "0",
        f"{prefix}-MIN_NUM_FORMS": "0",
        f"{prefix}-MAX_NUM_FORMS": "1000",
    }
