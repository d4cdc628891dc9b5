"""Showing a form with what was typed into it, exactly, without saving it.

A server shows everything that somebody typed when a form has a mistake: rich text, blocks, inline panels, choosers.
That is what restoring uses. While a request restores, no form is valid, so the view shows it again; should a view act
all the same, the database forgets it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django import forms

FIELD = "ogl-restore"  # in a POST: show this, do not save it
is_restoring = ContextVar("is_restoring", default=False)


def teach(base: type[forms.BaseForm]) -> None:
    """Let no form of class ``base`` be valid while a request restores; Django has no hook for it."""
    original = base.is_valid

    def is_valid(self: forms.BaseForm) -> bool:
        return original(self) and not is_restoring.get()

    base.is_valid = is_valid  # type: ignore[method-assign]


@contextmanager
def paused() -> Iterator[None]:
    """Forms are what they are, also while the request restores."""
    token = is_restoring.set(False)
    try:
        yield
    finally:
        is_restoring.reset(token)
