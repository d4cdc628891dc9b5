"""Times of day as Germans type them, for every form of the admin."""

import datetime
import re
from typing import Any

from django import forms

_GERMAN = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?(?:\s*Uhr)?", re.IGNORECASE)


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
