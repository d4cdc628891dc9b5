"""Form widgets of the admin."""

from django import forms


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
