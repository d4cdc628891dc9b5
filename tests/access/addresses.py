"""All addresses of the site, as the URL resolver has them."""

from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver
from django.urls.resolvers import RoutePattern, URLPattern, URLResolver


def all_patterns() -> dict[str, URLPattern]:
    """Pattern of the whole address (``admin/pages/<int:page_id>/edit/``) → the view's entry, in the resolver's order.

    Where two entries have one pattern the first answers, so it is the one that counts.
    """
    found: dict[str, URLPattern] = {}
    for pattern, entry in _walk(get_resolver().url_patterns, ""):
        found.setdefault(pattern, entry)
    return found


def parameters(pattern: str) -> list[str]:
    """Names of the parts of a pattern that stand for something, in order: ``page_id``."""
    route = RoutePattern(pattern.replace("^", "").replace("$", ""))
    return list(route.converters)


def is_regular_expression(pattern: str) -> bool:
    """Whether addresses cannot be made by filling in values."""
    return any(sign in pattern for sign in ("(", "[", "*"))


def filled(pattern: str, values: dict[str, Any]) -> str:
    """The address with ``values`` in place of its parameters."""
    address = pattern.replace("^", "").replace("$", "")
    for name, value in values.items():
        for part in (f"<{name}>", *(f"<{kind}:{name}>" for kind in ("int", "str", "slug", "path", "uuid"))):
            address = address.replace(part, str(value))
    return f"/{address}"


def _walk(entries: list[Any], prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in entries:
        whole = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, whole)
        else:
            yield whole, entry
