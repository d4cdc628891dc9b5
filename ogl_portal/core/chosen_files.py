"""Pictures and files that a page uses, and whether the person who put them there may use them.

Wagtail's choosers show everybody only what they may choose, but its forms take any number. Without this check somebody
could put the number of another team's picture into a form and look at it in the preview.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex
from wagtail.permissions import policy_registry

MAY_USE = ("choose", "change", "add")

Uses = frozenset[tuple[type[Model], str]]


def files_used_by(page: Any) -> Uses:
    """Models and keys of the pictures and files in the fields and texts of ``page``, as it is in memory."""
    models = {ContentType.objects.get_for_model(model).pk: model for model in (get_image_model(), get_document_model())}
    references = ReferenceIndex._extract_references_from_object(page)
    return frozenset((models[kind], str(key)) for kind, key, *_ in references if kind in models)


def refused(uses: Uses, user: Any) -> list[str]:
    """A sentence for each kind among ``uses`` of which ``user`` may not use every one; empty where all is well."""
    sentences = []
    for model in {model for model, _ in uses}:
        keys = {key for used, key in uses if used is model}
        allowed = policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, MAY_USE)
        if keys - {str(pk) for pk in allowed.filter(pk__in=keys).values_list("pk", flat=True)}:
            kind = model._meta.verbose_name_plural
            sentences.append(
                f"Die Seite verwendet {kind}, die nicht zu Ihren Sammlungen gehören. Bitte wählen Sie eigene oder "
                "gemeinsame aus. Es wurde nichts gespeichert."
            )
    return sentences
