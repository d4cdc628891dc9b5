"""Hand out pictures and documents to those who may have them."""

import mimetypes
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage, default_storage
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils._os import safe_join
from django.utils.http import content_disposition_header, http_date, parse_http_date_safe
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.documents.views.serve import serve
from wagtail.permissions import policy_registry

from ogl_portal.media.models import RENDITIONS, PortalDocument, PortalImage, name_as_brought
from ogl_portal.text.numbers import as_key
from ogl_portal.users.visibility import MAY_USE
from ogl_portal.web.serving import SHOWN_EVERYWHERE, serve_file, without_rights
from ogl_portal.web.shared_caches import public_for

A_YEAR = 31_536_000  # seconds; the name of a rendition changes with its content


@require_safe
def document(request: HttpRequest, number: str, name: str) -> HttpResponseBase:
    """A file by Wagtail's view, with its checks of who may have it; the part that a player asks for is cut from it.

    The number says which document it is, and no number is given twice. So another name is that of a file that was
    replaced since, and leads on.
    """
    present = get_object_or_404(PortalDocument, pk=as_key(number))
    if present.filename != name:
        return _present_address(request, present)
    whole = serve(request, present.pk, name)
    if "Range" not in request.headers or not isinstance(whole, FileResponse):
        return whole
    validator = whole.headers.get("Last-Modified", "")
    part = serve_file(
        request, cast(IO[bytes], whole.file_to_stream), int(whole["Content-Length"]), whole["Content-Type"], validator
    )
    for header in ("Content-Disposition", "Last-Modified", "ETag"):
        if header in whole.headers:
            part[header] = whole[header]
    return without_rights(part)


def _present_address(request: HttpRequest, document: PortalDocument) -> HttpResponseBase:
    """Lead to the file that the document has now; who may not have it is not told that there is one."""
    for hook in hooks.get_hooks("before_serve_document"):
        if hook(document, request) is not None:  # a door: to sign in, or a password
            raise Http404
    response = redirect(document.url)
    response["Cache-Control"] = "no-cache"  # it may be replaced again
    return response


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture as the pages show it. Where a proxy or another storage serves ``/media/``, nobody comes here."""
    if not isinstance(default_storage, FileSystemStorage):
        raise Http404
    try:
        # Resolved before it is compared: »images/../original_images/x.jpg« begins with »images«, too.
        file = Path(safe_join(settings.MEDIA_ROOT, path)).resolve(strict=True)
        name = file.relative_to(Path(settings.MEDIA_ROOT).resolve())
        content_type = mimetypes.guess_type(file.name)[0] or ""
        is_rendition = name.parts[0] == RENDITIONS
        if not content_type.startswith("image/") or content_type == "image/svg+xml":
            raise Http404
        if not is_rendition and not _may_use_original(request.user, name.as_posix()):
            raise Http404("Originale sind nicht öffentlich.")
        state = file.stat()
        content = file.open("rb")
    except (SuspiciousFileOperation, OSError, ValueError, IndexError) as error:
        raise Http404 from error
    changed = http_date(state.st_mtime)
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    if since is not None and int(state.st_mtime) <= since:
        content.close()
        return HttpResponseNotModified()
    response = serve_file(request, content, state.st_size, content_type, changed)
    response["Last-Modified"] = changed
    name_to_save = content_disposition_header(as_attachment=False, filename=name_as_brought(file.name))
    response["Content-Disposition"] = name_to_save or "inline"
    response["Cache-Control"] = "private, no-store"
    if is_rendition:
        response["Cache-Control"] = public_for(A_YEAR, "immutable")
        for header, value in SHOWN_EVERYWHERE.items():
            response[header] = value
    return without_rights(response)


def _may_use_original(user: Any, name: str) -> bool:
    """Whether the person may use the picture of which ``name`` is the original, or a rendition in full size."""
    image = PortalImage.objects.filter(Q(file=name) | Q(renditions__file=name)).first()
    return image is not None and policy_registry.get(image).user_has_any_permission_for_instance(user, MAY_USE, image)
