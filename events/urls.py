"""Calendar files: all events, those of a lab, and one beside each event."""

from django.urls import re_path

from events import calendar

urlpatterns = [
    re_path(r"^(?P<folder>(?:[\w-]+/)+)kalender\.ics$", calendar.calendar_feed),
    re_path(r"^(?P<folder>(?:[\w-]+/)+)termin\.ics$", calendar.event_file),
]
