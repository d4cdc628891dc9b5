"""Files of lab teams are private until a public page offers them.

A file's address holds its number and its name, so it can be guessed. Files of every other collection are public. Which
are a team's is said by the place of their collection, not by the team: that goes with its lab, and the files stay.
"""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from ogl_portal.media.models import PortalDocument
from ogl_portal.media.permissions import public_pages_using
from ogl_portal.teams.grants import LABS_COLLECTION
from ogl_portal.teams.models import LabTeam
from ogl_portal.users.visibility import MAY_USE


@hooks.register("before_serve_document")
def only_what_is_offered(document: PortalDocument, request: HttpRequest) -> None:
    """Answer »not found« for what lies in the bin or has not been looked through, whoever asks, and for a team's file
    on no public page, unless one may use it."""
    if document.trashed_at or document.is_held:
        raise Http404("Diese Datei ist nicht öffentlich.")
    if is_private(document) and not _may_use(request.user, document):
        raise Http404("Diese Datei ist nicht öffentlich.")


def _may_use(user: Any, document: PortalDocument) -> bool:
    policy = policy_registry.get(document)
    return bool(policy.user_has_any_permission_for_instance(user, MAY_USE, document))


def is_private(document: PortalDocument) -> bool:
    """Whether readers do not get the file: it lies in the bin, is held, or is a team's that no public page offers."""
    if document.trashed_at or document.is_held:
        return True
    return _is_of_a_team(document) and not is_offered(document)


def _is_of_a_team(document: PortalDocument) -> bool:
    """Whether the file lies in »Labore« or in a team's collection, however far below."""
    kept = Collection.objects.filter(
        Q(name=LABS_COLLECTION, depth=2) | Q(pk__in=LabTeam.objects.exclude(collection=None).values("collection"))
    )
    path = document.collection.path
    return any(path.startswith(above) for above in kept.values_list("path", flat=True))


def is_offered(document: PortalDocument) -> bool:
    """Whether a public page uses the file."""
    return public_pages_using(document).exists()
