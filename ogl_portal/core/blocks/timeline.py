"""A timeline that editors fill in; the page draws it and lists the same steps in a table."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks

from ogl_portal.core.fields import FuzzyDateFormField, fuzzy
from ogl_portal.core.timeline import Timeline, timeline
from ogl_portal.german.dates import FuzzyDate

DATE_HELP = "Tag, Monat oder Jahr, zum Beispiel »6. September 2019« oder »2017«."


class FuzzyDateBlock(blocks.FieldBlock):
    """A date known to the day, the month or the year; kept as EDTF, shown in German."""

    def __init__(self, required: bool = True, help_text: str = "", **kwargs: Any) -> None:
        self.field = FuzzyDateFormField(required=required, help_text=help_text, max_length=30)
        super().__init__(**kwargs)


class TimelineStepBlock(blocks.StructBlock):
    start = FuzzyDateBlock(label="Beginn", help_text=DATE_HELP)
    end = FuzzyDateBlock(required=False, label="Ende", help_text="Leer: Der Schritt hat nur einen Tag.")
    when = blocks.CharBlock(
        required=False,
        max_length=80,
        label="Zeit in Worten",
        help_text="Zum Beispiel »Sommer 2020 bis Ende 2022«. Leer: Beginn und Ende.",
    )
    text = blocks.CharBlock(max_length=200, label="Schritt")

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        start, end = fuzzy(result["start"]), fuzzy(result["end"])
        if start and end and end.last_day < start.first_day:
            message = "Das Ende liegt vor dem Beginn."
            raise blocks.StructBlockValidationError(block_errors={"end": ValidationError(message)})
        return result

    class Meta:
        label = "Schritt"


@dataclass(frozen=True)
class ShownStep:
    number: int
    start: FuzzyDate
    end: FuzzyDate | None
    when: str
    text: str


class TimelineValue(blocks.StructValue):
    """The value of a timeline, with what its template shows."""

    @property
    def shown(self) -> list[ShownStep]:
        """The steps in the order of time, with the numbers that they bear in the drawing and in the table.

        A draft may hold dates that cannot be read; they are left out.
        """
        dated = [(start, fuzzy(step["end"]), step) for step in self["steps"] if (start := fuzzy(step["start"]))]
        dated.sort(key=lambda item: (item[0].first_day, (item[1] or item[0]).last_day))
        return [
            ShownStep(number, start, end, step["when"] or (f"{start} bis {end}" if end else str(start)), step["text"])
            for number, (start, end, step) in enumerate(dated, start=1)
        ]

    @property
    def drawing(self) -> Timeline | None:
        steps = self.shown
        return timeline(steps) if steps else None


class TimelineBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=150, label="Beschriftung", help_text="Was die Zeitleiste zeigt.")
    steps = blocks.ListBlock(TimelineStepBlock(), min_num=2, label="Schritte")

    class Meta:
        icon = "calendar-alt"
        label = "Zeitleiste"
        template = "blocks/timeline.html"
        value_class = TimelineValue
