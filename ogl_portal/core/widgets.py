"""Form widgets of the admin."""

from typing import Any

from django import forms
from wagtail.admin.widgets import SlugInput

from ogl_portal.text.letters import script_formatters, spelled_out


class DayInput(forms.DateInput):
    """The browser's own date field.

    It speaks the browser's language, works by keyboard and screen reader, and cannot hold a day that does not exist.
    Wagtail's chooser replaces what it does not understand by today's date without a word.
    """

    input_type = "date"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")  # HTML Living Standard: the value is always ISO 8601


class ClockInput(forms.TimeInput):
    """The browser's own field for a time of day, to the minute."""

    input_type = "time"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class MomentInput(forms.DateTimeInput):
    """The browser's own field for a day and a time to the minute; to be typed or chosen, and covered by nothing.

    Wagtail's chooser offers full hours only, opens over the dialog that it belongs to, and replaces a typed time that
    it does not understand.
    """

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class AddressInput(SlugInput):
    """Part of an address: umlauts are spelled out while somebody types, and without the script when the form is sent.

    ``old`` is an address with umlauts that stands already. Others link to it, so it stays as long as nobody changes it.
    """

    def __init__(self, attrs: dict[str, Any] | None = None, *, old: str = "", **kwargs: Any) -> None:
        self.old = old
        allow_unicode = {"data-w-slug-allow-unicode-value": "true"} if old else {}
        kwargs.setdefault("formatters", None if old else script_formatters())
        super().__init__({**allow_unicode, **(attrs or {})}, **kwargs)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return value if not isinstance(value, str) or value == self.old else spelled_out(value)
