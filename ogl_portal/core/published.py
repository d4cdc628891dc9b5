"""What follows when a page becomes public: one ordered list, whoever publishes and however.

Wagtail sends ``page_published`` in two cases: a version has become public, or a page that is not public was given a day
on which it will be. The steps registered here run in the first case only, so none of them meets a page that nobody can
read yet; on its day the page comes through here like any other. ``manage.py show_publishing_steps`` prints the list.

An app registers in its ``ready()``::

    published.step("links.look_again", look_again, order=500)
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, transaction
from wagtail.models import Page, Revision
from wagtail.signals import page_published

logger = logging.getLogger(__name__)

Run = Callable[[Any, Revision], None]


@dataclass(frozen=True)
class Step:
    """``run`` is given the page (specific, as the public sees it) and its version."""

    order: int
    name: str
    run: Run
    model: type[Page]


_steps: dict[str, Step] = {}


def step(name: str, run: Run, *, order: int, model: type[Page] = Page) -> None:
    """Have ``run(page, revision)`` called for each page of ``model`` that has become public; lower ``order`` first."""
    _steps[name] = Step(order, name, run, model)


def steps() -> list[Step]:
    """All steps in the order in which they run."""
    return sorted(_steps.values(), key=lambda one: (one.order, one.name))


def connect() -> None:
    """Called once, when the apps are ready."""
    page_published.connect(_published, dispatch_uid="core.published")


def _published(sender: Any, instance: Any, revision: Revision, **kwargs: Any) -> None:
    """Each step by itself: the page is public by now, so one that fails must not keep others, or the history, from
    being written. It is logged; what a step leaves undone, its nightly run makes good."""
    if not instance.live:
        return
    for one in steps():
        if isinstance(instance, one.model):
            try:
                with transaction.atomic():
                    one.run(instance, revision)
            except OperationalError:
                raise  # the database itself
            except Exception:
                logger.exception("Page %s is public, but the step %s failed", instance.pk, one.name)
