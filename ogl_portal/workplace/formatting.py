"""Small things that dashboard, reports and checks say alike."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from ogl_portal.german.dates import german_date


def german_day(moment: datetime.datetime | datetime.date | None) -> str:
    """»5. Oktober 2026«, the day in Berlin; empty for None."""
    if moment is None:
        return ""
    if isinstance(moment, datetime.datetime):
        moment = timezone.localtime(moment).date()
    return german_date(moment)


def german_moment(moment: datetime.datetime) -> str:
    """»am 5. Oktober 2026 um 9:30 Uhr«, the time in Berlin."""
    local = timezone.localtime(moment)
    return f"am {german_date(local.date())} um {local.hour}:{local.minute:02d}\N{NO-BREAK SPACE}Uhr"


def edit_url(page_id: Any) -> str:
    """The editor of a page."""
    return reverse("wagtailadmin_pages:edit", args=[page_id])


def counted(number: int, one: str, many: str) -> str:
    """»1 Seite«, »3 Seiten«."""
    return f"{number}\N{NO-BREAK SPACE}{one if number == 1 else many}"


def person(user: Any) -> str:
    """The name of an account as colleagues know it; empty where there is none."""
    return (user.get_full_name() or user.get_username()) if user else ""
