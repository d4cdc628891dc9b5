"""One event as one line: who (by number), what, from which network, and whether it succeeded.

Fields are those of the Elastic Common Schema, so that a SIEM needs no mapping. Nobody is named: accounts stand by their
number, addresses by their network, pages by the pattern of their address (the address itself may hold a token).
"""

import logging
from typing import Any

from django.http import HttpRequest
from wagtail.log_actions import get_active_log_context

from ogl_portal.web.client_address import client_network

logger = logging.getLogger("ogl.security")
ECS_VERSION = "8.17.0"

# What each action is to ECS: event.category and event.type.
KINDS = {
    "sign-in": ("authentication", "start"),
    "sign-out": ("authentication", "end"),
    "lock-out": ("authentication", "denied"),
    "refused": ("iam", "denied"),
    "too-many-requests": ("network", "denied"),
    "factor-added": ("iam", "change"),
    "factor-removed": ("iam", "change"),
    "account-created": ("iam", "creation"),
    "account-deleted": ("iam", "deletion"),
    "account-changed": ("iam", "change"),
    "rights-changed": ("iam", "change"),
    "export": ("file", "access"),
}


def record(
    action: str,
    *,
    failed: bool = False,
    request: HttpRequest | None = None,
    user: Any = None,
    target: Any = None,
    **labels: Any,
) -> None:
    """Write one event.

    Args:
        action: one of ``KINDS``.
        failed: it was tried and did not succeed; such lines have the level »warning«.
        request: from which network, address and method are taken.
        user: who did it; where it is None the person of the request, or of Wagtail's log context, if there is one.
        target: the account that it was done to.
        labels: what else is needed, in keywords: names of rights and fields, never what a person typed.
    """
    category, kind = KINDS[action]
    fields: dict[str, Any] = {
        "ecs.version": ECS_VERSION,
        "service.name": "ogl-portal",
        "event.kind": "event",
        "event.category": [category],
        "event.type": [kind],
        "event.action": action,
        "event.outcome": "failure" if failed or kind == "denied" else "success",
        "user.id": _number(user or _person(request)),
        "user.target.id": _number(target),
        **(_of_request(request) if request is not None else {}),
        **{f"labels.{name}": value for name, value in labels.items()},
    }
    level = logging.WARNING if fields["event.outcome"] == "failure" else logging.INFO
    logger.log(level, action, extra={"ecs": {name: value for name, value in fields.items() if value not in (None, "")}})


def _of_request(request: HttpRequest) -> dict[str, Any]:
    match = request.resolver_match
    return {
        "source.ip": client_network(request),
        "http.request.method": request.method,
        "labels.route": match.route if match else None,
    }


def _person(request: HttpRequest | None) -> Any:
    user = getattr(request, "user", None) if request is not None else None
    return user if user is not None and user.is_authenticated else get_active_log_context().user


def _number(person: Any) -> str | None:
    return None if person is None or person.pk is None else str(person.pk)
