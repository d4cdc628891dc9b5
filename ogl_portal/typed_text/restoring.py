"""Showing a form with what was typed into it, exactly, without saving it.

A server shows everything that somebody typed when a form has a mistake: rich text, blocks, inline panels, choosers.
That is what restoring uses. While a request restores, no form is valid, so the view shows it again; should a view act
all the same, the database forgets it. What the form says at its fields and rows is true all the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django import forms
from django.forms.formsets import ManagementForm

from ogl_portal.core.draft_form import DraftForm

FIELD = "ogl-restore"  # in a POST: show this, do not save it
COPY = "ogl-copy"  # and the copies of it in the browser
is_restoring = ContextVar("is_restoring", default=False)


def teach(base: type[forms.BaseForm]) -> None:
    """Let no form of class ``base`` be valid while a request restores; Django has no hook for it."""
    original = base.is_valid

    def is_valid(self: forms.BaseForm) -> bool:
        # The counts of rows are nothing that a view acts on; without them the rows say that parts of them are missing.
        return original(self) and (isinstance(self, ManagementForm) or not is_restoring.get())

    base.is_valid = is_valid  # type: ignore[method-assign]


def teach_drafts(base: type[DraftForm]) -> None:
    """Let no draft be valid while a request restores, either; it would set aside what is wrong, and be saved."""
    original = base.is_valid

    def is_valid(self: DraftForm) -> bool:
        if not is_restoring.get():
            return original(self)
        with paused():
            self.find_errors()
        return False

    base.is_valid = is_valid  # type: ignore[method-assign]


@contextmanager
def paused() -> Iterator[None]:
    """Forms are what they are, also while the request restores."""
    token = is_restoring.set(False)
    try:
        yield
    finally:
        is_restoring.reset(token)
