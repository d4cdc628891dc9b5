"""Hand out files so that a browser can page through them and can run nothing in them."""

import re
from typing import Any
from urllib.parse import quote

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified

from publications.models import FileVersion
from publications.pdf.accept import safe_filename

# The file was cleaned, and a viewer that opens it gets no rights on top (design, traps: a policy alone is not enough).
FILE_POLICY = {"default-src": ["'none'"], "sandbox": True}
_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")
COVER_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


def serve_pdf(request: HttpRequest, version: FileVersion) -> HttpResponse:
    """The public file of ``version`` with ETag by hash and single byte ranges (RFC 9110, sections 13 and 14)."""
    etag = f'"{version.public_sha256}"'
    if _matches(request.headers.get("If-None-Match", ""), etag):
        return _finish(HttpResponseNotModified(), etag)
    size = version.public_size or 0
    wanted = request.headers.get("Range", "")
    if request.headers.get("If-Range", etag) != etag:
        wanted = ""
    span = byte_range(wanted, size)
    if span == "unsatisfiable":
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return _finish(response, etag)
    file = version.public_file.open("rb")
    if span is None:
        response: HttpResponse = FileResponse(file, content_type="application/pdf")
        response["Content-Length"] = str(size)
    else:
        first, last = span
        file.seek(first)
        response = HttpResponse(file.read(last - first + 1), status=206, content_type="application/pdf")
        file.close()
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Disposition"] = content_disposition(version)
    response["Accept-Ranges"] = "bytes"
    return _finish(response, etag)


def serve_cover(request: HttpRequest, version: FileVersion, width: int, kind: str) -> HttpResponse:
    """One of the cover pictures listed in ``version.covers``."""
    found = [cover for cover in version.covers if cover["width"] == width and cover["kind"] == kind]
    return _serve_picture(request, found, COVER_TYPES[kind])


def serve_figure(request: HttpRequest, version: FileVersion, name: str) -> HttpResponse:
    """One of the reading view's pictures listed in ``version.pictures``."""
    return _serve_picture(request, [figure for figure in version.pictures if figure["name"] == name], "image/webp")


def _serve_picture(request: HttpRequest, found: list[dict[str, Any]], content_type: str) -> HttpResponse:
    if not found:
        raise Http404
    etag = f'"{found[0]["sha256"]}"'
    if _matches(request.headers.get("If-None-Match", ""), etag):
        return _finish(HttpResponseNotModified(), etag, max_age=86_400)
    with storages["private"].open(found[0]["path"], "rb") as file:
        response = HttpResponse(file.read(), content_type=content_type)
    return _finish(response, etag, max_age=86_400)


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


def content_disposition(version: FileVersion) -> str:
    """Shown in the browser; saved under the title of the document, umlauts included (RFC 6266, section 4.3)."""
    publication = version.publication
    name = safe_filename(f"{publication.title} (Version {version.number}).pdf")
    return f"inline; filename=\"{publication.slug}.pdf\"; filename*=UTF-8''{quote(name)}"


def _matches(header: str, etag: str) -> bool:
    return header.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in header.split(",")]


def _finish(response: HttpResponse, etag: str, max_age: int = 300) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={max_age}"
    response._csp_config = FILE_POLICY  # read by django-csp's middleware
    return response
