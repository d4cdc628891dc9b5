"""The few things that most people come for, each as one button on the dashboard; from any app that offers one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from wagtail.models import Page

from ogl_portal.workplace.scope import DashboardScope


@dataclass(frozen=True)
class Action:
    text: str
    url: str
    icon: str


ActionSource = Callable[[DashboardScope], Action | None]

_sources: dict[str, tuple[int, ActionSource]] = {}


def register_action(source: ActionSource, *, order: int) -> None:
    """Add a source of one button; a lower ``order`` comes first."""
    _sources[f"{source.__module__}.{source.__qualname__}"] = (order, source)


def actions(scope: DashboardScope) -> list[Action]:
    """What this person may begin."""
    return [found for _, source in sorted(_sources.values(), key=lambda entry: entry[0]) if (found := source(scope))]


def place_for_new(scope: DashboardScope, index: Any) -> Page | None:
    """The page of the kind ``index``, where the person may add pages below it."""
    page = index.objects.first()
    return page if page is not None and page.permissions_for_user(scope.user).can_add_subpage() else None


def add_url(model: Any, parent: Page) -> str:
    """The form of a new page of the kind ``model`` below ``parent``."""
    return reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])
