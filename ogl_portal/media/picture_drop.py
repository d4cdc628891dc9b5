"""A picture that somebody drops into the form of a page: stored by the rules of the upload form, and chosen there."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import View
from django.views.decorators.http import require_POST
from wagtail.images.forms import get_image_form
from wagtail.images.utils import find_image_duplicates
from wagtail.images.views.chooser import ImageChosenResponseMixin
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from ogl_portal.media.file_titles import title_from_name
from ogl_portal.media.models import PortalImage

UNPROCESSABLE = 422


@require_POST
def drop_picture(request: HttpRequest) -> HttpResponse:
    """What a chooser needs to show the picture (``chosen``), or a sentence for each field that is wrong (``errors``).

    A picture that is there already is chosen, and not stored twice.
    """
    policy = policy_registry.get_by_type(PortalImage)
    collection = _collection(policy.collections_user_has_permission_for(request.user, "add"))
    if collection is None:
        raise PermissionDenied
    file = request.FILES.get("file")
    title = request.POST.get("title") or title_from_name(str(file.name if file else ""))
    form = get_image_form(PortalImage)(
        {"title": title, "collection": collection.pk},
        request.FILES,
        user=request.user,
        instance=PortalImage(uploaded_by_user=cast(Any, request.user)),
    )
    if not form.is_valid():
        errors = {field: " ".join(sentences) for field, sentences in form.errors.items()}
        return JsonResponse({"errors": errors}, status=UNPROCESSABLE)
    image = form.save()
    known = find_image_duplicates(image=image, user=request.user, permission_policy=policy).first()
    if known:
        image.delete()
        image = known
    return JsonResponse({"chosen": _chosen(image, request), "is_known": bool(known)})


def _collection(allowed: Any) -> Collection | None:
    """Where the picture goes: the first collection below the root that the person may add to, else the root."""
    found: Collection | None = allowed.filter(depth__gt=1).order_by("depth", "name").first() or allowed.first()
    return found


class _Chosen(ImageChosenResponseMixin, View):
    """What Wagtail's chooser answers."""


def _chosen(image: PortalImage, request: HttpRequest) -> dict[str, Any]:
    view = _Chosen()
    view.setup(request)
    data: dict[str, Any] = view.get_chosen_response_data(image)
    return data
