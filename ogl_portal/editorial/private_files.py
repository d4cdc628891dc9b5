"""Files of a lab team are private until a public page offers them.

A file's address holds its number and its name, so it can be guessed. Files of every other collection are public.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from ogl_portal.core.chosen_files import MAY_USE
from ogl_portal.core.models import PortalDocument
from ogl_portal.editorial.models import LabTeam


@hooks.register("before_serve_document")
def only_what_is_offered(document: PortalDocument, request: HttpRequest) -> None:
    """Answer »not found« for a team's file that is on no public page, unless the person may use it."""
    if is_private(document) and not _may_use(request.user, document):
        raise Http404("Diese Datei ist nicht öffentlich.")


def _may_use(user: Any, document: PortalDocument) -> bool:
    policy = policy_registry.get(document)
    return bool(policy.user_has_any_permission_for_instance(user, MAY_USE, document))


def is_private(document: PortalDocument) -> bool:
    """Whether readers do not get the file: it is a team's, and no public page offers it."""
    return LabTeam.objects.filter(collection=document.collection_id).exists() and not is_offered(document)


def is_offered(document: PortalDocument) -> bool:
    """Whether a public page uses the file, by Wagtail's index of references: it holds what is public, not drafts."""
    references = ReferenceIndex.get_references_to(document)
    pages = references.filter(base_content_type=ContentType.objects.get_for_model(Page))
    return Page.objects.filter(
        pk__in=[int(key) for key in pages.values_list("object_id", flat=True)], live=True
    ).exists()
