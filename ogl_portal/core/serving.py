"""Hand out files: single byte ranges, validators, and nothing that a browser could run.

Films and long PDFs need ranges (RFC 9110, section 14): without them nobody can jump in a film, and Safari plays none.
"""

import mimetypes
import re
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage, default_storage
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils._os import safe_join
from django.utils.http import content_disposition_header, http_date, parse_http_date_safe
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.documents.views.serve import serve
from wagtail.permissions import policy_registry

from ogl_portal.core.known import MAY_USE
from ogl_portal.core.models.media import RENDITIONS, PortalDocument, PortalImage, name_as_brought
from ogl_portal.text.numbers import as_key

# A viewer that opens a file gets no rights on top (design, traps: a policy alone is not enough).
FILE_POLICY = {"default-src": ["'none'"], "sandbox": True}
A_YEAR = 31_536_000  # seconds; the name of a rendition changes with its content
# Whoever cites us, and readers of feeds, may show our pictures (AnswerMiddleware says no for all else).
SHOWN_EVERYWHERE = {"Cross-Origin-Resource-Policy": "cross-origin"}
_RANGE = re.compile(r"^bytes=([0-9]{0,18})-([0-9]{0,18})$")  # no file is longer, and Python reads no number without end


def serve_file(request: HttpRequest, file: IO[bytes], size: int, content_type: str, validator: str) -> HttpResponseBase:
    """``file`` (closed afterwards) or the range of it that is asked for; headers beyond those are the caller's.

    ``validator`` is what ``If-Range`` has to say for a range to be given: the ETag or the date of the answer.
    """
    wanted = request.headers.get("Range", "") if request.headers.get("If-Range", validator) == validator else ""
    span = byte_range(wanted, size)
    if span == "unsatisfiable":
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if isinstance(span, tuple):
        first, last = span
        file.seek(first)
        response = FileResponse(_Part(file, last - first + 1), status=206, content_type=content_type)
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
        response["Content-Length"] = str(last - first + 1)
    else:
        response = FileResponse(file, content_type=content_type)
        response["Content-Length"] = str(size)
    response["Accept-Ranges"] = "bytes"
    return response


def without_rights(response: HttpResponseBase) -> HttpResponseBase:
    """Let the answer run nothing, and frame nothing, wherever it is opened."""
    setattr(response, "_csp_config", FILE_POLICY)  # noqa: B010  django-csp's middleware reads it; no type knows it
    return response


def byte_range(header: str, size: int) -> tuple[int, int] | str | None:
    """First and last byte asked for; None for the whole file; ``"unsatisfiable"`` beyond its end."""
    match = _RANGE.match(header.strip())
    if not match or match.groups() == ("", ""):
        return None
    first_text, last_text = match.groups()
    if not first_text:
        length = min(int(last_text), size)
        return (size - length, size - 1) if length else "unsatisfiable"
    first, last = int(first_text), min(int(last_text or size - 1), size - 1)
    if first >= size:
        return "unsatisfiable"
    return (first, last) if first <= last else None


def matches(header: str, etag: str) -> bool:
    """Whether ``If-None-Match`` names this ETag."""
    return header.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in header.split(",")]


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
        response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
        for header, value in SHOWN_EVERYWHERE.items():
            response[header] = value
    return without_rights(response)


def _may_use_original(user: Any, name: str) -> bool:
    """Whether the person may use the picture of which ``name`` is the original, or a rendition in full size."""
    image = PortalImage.objects.filter(Q(file=name) | Q(renditions__file=name)).first()
    return image is not None and policy_registry.get(image).user_has_any_permission_for_instance(user, MAY_USE, image)


class _Part:
    """``length`` bytes of a file from where it stands, closed with the answer."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self.file, self.left = file, length

    def read(self, size: int = -1) -> bytes:
        found = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(found)
        return found

    def close(self) -> None:
        self.file.close()
