"""The form with which something planned is moved without a mouse or a script."""

from typing import Any

from django import forms

from ogl_portal.core.clock import ClockField, DayField
from ogl_portal.core.widgets import ClockInput, DayInput
from ogl_portal.planning.moves import Movable


class MoveForm(forms.Form):
    day = DayField(label="Tag", widget=DayInput())
    time = ClockField(label="Uhrzeit", widget=ClockInput())

    def __init__(self, thing: Movable, data: Any = None) -> None:
        super().__init__(data, initial={"day": thing.day, "time": thing.time})
        if not thing.has_time:
            del self.fields["time"]
