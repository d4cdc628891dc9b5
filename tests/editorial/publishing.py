"""Pages as the admin makes and publishes them, and a clock that can be put forward."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

HOUR = datetime.timedelta(hours=1)


class Clock:
    """The real time, put forward by ``pass_time``."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = datetime.timedelta()
        real = timezone.now
        monkeypatch.setattr(timezone, "now", lambda: real() + self.ahead)

    def pass_time(self, time: datetime.timedelta) -> None:
        self.ahead += time


def typed(moment: datetime.datetime | None) -> str:
    """A moment as the fields of the dialog »Zeitplan« hold it."""
    return f"{timezone.localtime(moment):%d.%m.%Y %H:%M}" if moment else ""


def form(title: str, slug: str, **fields: Any) -> dict[str, Any]:
    """What the editor posts for a page of any of the simple types."""
    data = {
        "title": title,
        "slug": slug,
        "teaser": "",
        "dates": inline_formset([{"date": "2022"}]),
        "corrections": inline_formset([]),
        "body": streamfield([("paragraph", rich_text("<p>Text</p>"))]),
        "comments": inline_formset([]),
    }
    return nested_form_data(data | fields)


def create(client: Client, parent: Page, title: str, slug: str, **fields: Any) -> Page:
    """A page made through the admin: a news item below a lab, else a standard page."""
    below_a_lab = parent.specific_class.__name__ == "LabPage"
    kind = ("news", "newspage") if below_a_lab else ("pages", "standardpage")
    response = client.post(reverse("wagtailadmin_pages:add", args=[*kind, parent.pk]), form(title, slug, **fields))
    assert response.status_code == 302, response.context["form"].errors
    return Page.objects.child_of(parent).get(slug=slug)


def edit(client: Client, page: Page, title: str, **fields: Any) -> Any:
    """Save what the editor shows under another title; with ``**{"action-publish": "1"}`` publish it."""
    data = form(title, page.slug, **fields)
    rows = list(page.specific.dates.values_list("pk", flat=True)) if hasattr(page.specific, "dates") else []
    if rows:
        old = [{"id": pk, "date": "2022"} for pk in rows]
        data |= nested_form_data({"dates": inline_formset(old, initial=len(old))})
    response = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert response.status_code == 302, response.context and response.context["form"].errors
    return response


def approve(client: Client, page: Page) -> None:
    """Approve what waits for approval, as the dialog does."""
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    assert state is not None
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]))


def cancel_schedule(client: Client, page: Page) -> None:
    """»Zeitplan aufheben« in the history of the page."""
    revision = Page.objects.get(pk=page.pk).scheduled_revision
    assert revision is not None
    client.post(reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, revision.pk]))
