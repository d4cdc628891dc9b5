"""The few things that most people come for, each as one button."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from wagtail.models import Page

from events.models import EventIndexPage, EventPage
from labs.models import LabPage
from news.models import NewsIndexPage, NewsPage
from ogl_portal.editorial.dashboard.desk import Desk
from ogl_portal.editorial.wording import edit_url
from publications.models import PublicationIndexPage


@dataclass(frozen=True)
class Action:
    text: str
    url: str
    icon: str


def actions(desk: Desk) -> list[Action]:
    """What this person may begin: below the index pages, or below the lab that is theirs."""
    lab = _own_lab(desk)
    found = []
    if news := _place(desk, NewsIndexPage, lab):
        found.append(Action("Meldung schreiben", _add_url(NewsPage, news), "doc-full-inverse"))
    if events := _place(desk, EventIndexPage, lab):
        found.append(Action("Termin ankündigen", _add_url(EventPage, events), "date"))
    if _place(desk, PublicationIndexPage, None):
        found.append(Action("PDF hochladen", reverse("publication_bulk_upload"), "upload"))
    if lab:
        found.append(Action(f"Labor »{lab.title}« bearbeiten", edit_url(lab.pk), "edit"))
    return found


def _own_lab(desk: Desk) -> LabPage | None:
    """The lab of a team; None for people who keep the whole site, or more than one lab."""
    if desk.has_whole_site:
        return None
    labs = list(desk.mine(LabPage.objects.all())[:2])
    return labs[0] if len(labs) == 1 else None


def _place(desk: Desk, model: Any, lab: LabPage | None) -> Page | None:
    if lab is not None and model is not PublicationIndexPage:
        return lab
    index = model.objects.first()
    return index if index is not None and index.permissions_for_user(desk.user).can_add_subpage() else None


def _add_url(model: Any, parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])
