"""Who may change and delete pictures and documents (Wagtail: permission policy of collection members).

Beside the rights on collections: what readers see on public pages is changed by those who may release there, and what
lies in the bin is there for nobody. Every door asks the policy or the forms, which ask here: lists, choosers, forms,
several at once, the programming interface, originals.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from wagtail.models import Page, ReferenceIndex
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy
from wagtail.query import PageQuerySet

from ogl_portal.core.public import public
from ogl_portal.media.models import PortalDocument, PortalImage

NAMED = 5  # pages that a sentence names


class MediaPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's rules, without what lies in the bin; deleting what public pages show takes the right to release."""

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        found: QuerySet[Any] = super().instances_user_has_any_permission_for(user, actions)
        return found.filter(trashed_at=None)

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        if instance.trashed_at or not super().user_has_any_permission_for_instance(user, actions, instance):
            return False
        return set(actions) != {"delete"} or may_release_where_used(instance, user)

    def may_look_after(self, user: Any, instance: Any) -> bool:
        """Whether the collection lets the person change the file, be it in the bin or on public pages."""
        return bool(super().user_has_any_permission_for_instance(user, ["change"], instance))


def connect() -> None:
    """Called once, when the apps are ready. Wagtail registers its own for the classes and all below them."""
    for model, label in ((PortalImage, "wagtailimages.Image"), (PortalDocument, "wagtaildocs.Document")):
        policy = MediaPolicy(model, auth_model=label, owner_field_name="uploaded_by_user")
        register_permission_policy(model, policy, exact_class=True)


def may_look_after(file: Any, user: Any) -> bool:
    """See MediaPolicy."""
    policy: Any = policy_registry.get(file)
    return bool(policy.may_look_after(user, file))


def public_pages_using(file: Model) -> PageQuerySet:
    """Public pages that show or offer the file, by Wagtail's index of references: it holds what readers see."""
    references = ReferenceIndex.get_references_to(file)
    of_pages = references.filter(base_content_type=ContentType.objects.get_for_model(Page))
    keys = [int(key) for key in of_pages.values_list("object_id", flat=True)]
    return public(Page.objects).filter(pk__in=keys).order_by("title", "pk")


def may_release_where_used(file: Model, user: Any) -> bool:
    """Whether the person decides what the public sees on every page that shows the file."""
    pages = public_pages_using(file).defer_streamfields()
    return all(page.permissions_for_user(user).can_release() for page in pages.specific())


def needs_release(file: Model) -> str:
    """Why somebody may not change the file, and who may: a German sentence."""
    titles = list(public_pages_using(file).values_list("title", flat=True))
    named = ", ".join(f"»{title}«" for title in titles[:NAMED])
    more = f" und {len(titles) - NAMED} weitere" if len(titles) > NAMED else ""
    where = "auf der öffentlichen Seite" if len(titles) == 1 else "auf öffentlichen Seiten:"
    return (
        f"Das steht {where} {named}{more}. Was Leser:innen dort sehen, ändert jemand aus der Gruppe »Freigabe«. Es "
        "wurde nichts geändert."
    )
