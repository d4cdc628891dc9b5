"""Model and form fields that the content apps share."""

from functools import lru_cache
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OrderBy, Value
from django.db.models.functions import NullIf, RPad

from ogl_portal.german.dates import FuzzyDate


class FuzzyDateFormField(forms.CharField):
    """Takes »2022«, »Oktober 2022«, »5. Oktober 2022« or EDTF; gives the stored EDTF text."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return FuzzyDate.parse(text).edtf
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """Show German in the form, whatever was stored or typed."""
        try:
            return str(FuzzyDate.parse(value)).replace("\N{NO-BREAK SPACE}", " ") if value else value
        except (TypeError, ValueError):
            return value


def validate_fuzzy_date(value: str) -> None:
    try:
        FuzzyDate.parse(value)
    except ValueError as error:
        raise ValidationError(str(error), code="invalid") from error


class FuzzyDateField(models.CharField):
    """A day, a month or a year as EDTF text; sorts in time order (``by_time``). Empty where not known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        super().__init__(*args, **kwargs)
        if validate_fuzzy_date not in self.validators:
            self.validators = [*self.validators, validate_fuzzy_date]

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        # The form takes longer text (»5. September 2022«) than the column that stores the ISO form.
        return super().formfield(**{"form_class": FuzzyDateFormField, **kwargs, "max_length": 30})


@lru_cache(maxsize=2048)
def fuzzy(value: str) -> FuzzyDate | None:
    """The stored text as a date, or None where nothing (sensible) is stored."""
    try:
        return FuzzyDate.parse(value) if value else None
    except ValueError:
        return None


def by_time(name: str, *, latest_first: bool = True) -> OrderBy:
    """Order by the fuzzy date ``name``: what is known by month stands after the days of that month, what is known by
    year after its months (it may be as late as that). What has no date stands last either way.
    """
    latest = RPad(NullIf(F(name), Value("")), 10, Value("-99-99"))
    return OrderBy(latest, descending=latest_first, nulls_last=True)


class ChoiceArrayField(ArrayField):
    """Several of a fixed set of choices, ticked in the form and stored in an array."""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        defaults = {
            "form_class": forms.MultipleChoiceField,
            "choices": self.base_field.choices,
            "widget": forms.CheckboxSelectMultiple,
        }
        # ArrayField would pass its own arguments on; a multiple choice needs none of them.
        return super(ArrayField, self).formfield(**{**defaults, **kwargs})
