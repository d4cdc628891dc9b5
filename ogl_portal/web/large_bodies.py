"""Views that take more than an upload of staff may be, and who may send it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "ogl_large_body"


@dataclass(frozen=True)
class LargeBody:
    size: int
    permission: str


def takes_up_to(size: int, permission: str) -> Callable[[View], View]:
    """Mark a view whose requests may have ``size`` bytes if they come from somebody with ``permission``.

    The view goes on asking for the permission itself: the mark only opens the way to it.
    """

    def mark(view: View) -> View:
        setattr(view, _MARK, LargeBody(size, permission))
        return view

    return mark


def large_body(view: Callable[..., Any]) -> LargeBody | None:
    """What ``takes_up_to`` says of a view; decorators around it keep that (``functools.wraps``)."""
    return getattr(view, _MARK, None)
