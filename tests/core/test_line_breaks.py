"""A line break counts once, as browsers count it for ``maxlength``, though two characters are sent for it."""

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks
from wagtail.admin.forms.models import formfield_for_dbfield

from ogl_portal.accessibility.forms import BarrierForm
from ogl_portal.core.incoming_text import is_filled_by_people
from ogl_portal.pages.forms import ContactForm


def as_sent(length: int) -> str:
    """What a browser sends of a text that it counts as ``length`` characters, every third of them a line break."""
    return ("ab\n" * length)[: length - 1].replace("\n", "\r\n") + "z"


def limited_fields() -> list[Any]:
    return [
        pytest.param(field, id=f"{model.__name__}.{field.name}")
        for model in apps.get_models()
        if is_filled_by_people(model)
        for field in model._meta.local_fields
        if isinstance(field, models.TextField) and field.max_length and field.editable
    ]


@pytest.mark.parametrize("field", limited_fields())
def test_a_field_of_the_admin_takes_what_the_browser_lets_in(field: models.TextField) -> None:
    form_field = formfield_for_dbfield(field)
    assert len(form_field.clean(as_sent(field.max_length))) == field.max_length
    with pytest.raises(ValidationError):
        form_field.clean(as_sent(field.max_length + 1))


def test_so_does_a_block_of_a_body() -> None:
    field = blocks.TextBlock(max_length=90).field
    assert len(field.clean(as_sent(90))) == 90
    with pytest.raises(ValidationError):
        field.clean(as_sent(91))


@pytest.mark.parametrize("form", [lambda data: BarrierForm(data, host="testserver"), ContactForm])
@pytest.mark.parametrize(("length", "fits"), [(5000, True), (5001, False)])
def test_so_do_the_forms_for_readers(form: Any, length: int, fits: bool) -> None:
    found = form({"text": as_sent(length)})
    assert ("text" not in found.errors) is fits
