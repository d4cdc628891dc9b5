"""Days and times of day as people type them, for every form of the admin."""

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_GERMAN = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?(?:\s*Uhr)?", re.IGNORECASE)


def validate_year(day: datetime.date) -> None:
    """Somebody who types »27« into the browser's field has given the year 27.

    Raises ``ValidationError``.
    """
    if day.year < 1000:
        raise ValidationError(f"Das Jahr {day.year} stimmt wohl nicht. Bitte geben Sie es mit vier Ziffern an.")


class DayField(forms.DateField):
    """A day whose year has four digits."""

    default_validators = [validate_year]


class MomentField(forms.DateTimeField):
    """A day and a time of it; the year has four digits."""

    default_validators = [validate_year]


class ClockField(forms.TimeField):
    """A time of day: »9«, »9.30 Uhr«, »09:30«. »24 Uhr« is 0 o'clock (see ``is_24``)."""

    def to_python(self, value: Any) -> datetime.time | None:
        if isinstance(value, str) and (match := _GERMAN.fullmatch(value.strip())):
            value = f"{0 if is_24(value) else int(match[1])}:{match[2] or '00'}"
        return super().to_python(value)


def is_24(value: Any) -> bool:
    """Whether somebody typed the end of a day (»24 Uhr«, »24:00«) and not the beginning of one."""
    match = _GERMAN.fullmatch(str(value or "").strip())
    return match is not None and match[1] == "24" and match[2] in {None, "00"}
