"""Which pages, pictures and files a person may know of. Of others the admin does not even say that they are there."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry


class KnownButRefusedError(PermissionDenied):
    """The person may know of the object and not do this: the only refusal at a number that is told as one."""


MAY_USE = ("choose", "change", "add")
_ANY = ("add", "change", "delete", "view")


def visible_pages(pages: QuerySet[Page], user: Any) -> QuerySet[Page]:
    """Those of ``pages`` that ``user`` may know of: public ones, and those that the person has a right on."""
    own = policy_registry.get_by_type(Page).explorable_instances(user)
    return pages.filter(Q(live=True) | Q(pk__in=own.order_by().values("pk")))


def known(model: type[Model], user: Any) -> QuerySet[Any]:
    """Rows of ``model`` that ``user`` may know of."""
    policy: Any = policy_registry.get_by_type(model)
    if issubclass(model, Page):
        return visible_pages(model._default_manager.all(), user)
    if model in (get_image_model(), get_document_model()):
        usable: QuerySet[Any] = policy.instances_user_has_any_permission_for(user, MAY_USE)
        return usable
    rows = model._default_manager.all()
    return rows if policy.user_has_any_permission(user, _ANY) else rows.none()
