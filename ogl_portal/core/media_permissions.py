"""Pictures, files and pages that a page uses, and whether the person who put them there may use them.

Wagtail's choosers show everybody only what they may choose, but its forms take any number. Without this check somebody
could put the number of another team's picture into a form and look at it in the preview, or that of its draft and read
the title.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from ogl_portal.users.visibility import known

Uses = frozenset[tuple[type[Model], str]]


def files_used_by(page: Any) -> Uses:
    """Models and keys of the pictures, files and pages in the fields and texts of ``page``, as it is in memory."""
    guarded: tuple[type[Model], ...] = (get_image_model(), get_document_model(), Page)
    models = {ContentType.objects.get_for_model(model).pk: model for model in guarded}
    references = ReferenceIndex._extract_references_from_object(page)
    return frozenset((models[kind], str(key)) for kind, key, *_ in references if kind in models)


def refused(uses: Uses, user: Any) -> list[str]:
    """A sentence for each kind among ``uses`` of which ``user`` may not use every one; empty where all is well."""
    sentences = []
    for model in {model for model, _ in uses}:
        keys = {key for used, key in uses if used is model}
        allowed = {str(pk) for pk in known(model, user).filter(pk__in=keys).values_list("pk", flat=True)}
        if keys - allowed and model is Page:
            sentences.append(
                "Die Seite verweist auf Seiten, die es nicht gibt oder die nicht öffentlich sind und nicht zu Ihren "
                "gehören. Bitte wählen Sie andere aus. Es wurde nichts gespeichert."
            )
        elif keys - allowed:
            kind = model._meta.verbose_name_plural
            sentences.append(
                f"Die Seite verwendet {kind}, die nicht zu Ihren Sammlungen gehören. Bitte wählen Sie eigene oder "
                "gemeinsame aus. Es wurde nichts gespeichert."
            )
    return sentences
