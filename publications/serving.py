"""Hand out files so that a browser can page through them and can run nothing in them."""

import os
from typing import Any

from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from ogl_portal.web.rate_limit import HOUR, allows
from ogl_portal.web.serving import SHOWN_EVERYWHERE, Answer, matches, serve_file, without_rights
from ogl_portal.web.shared_caches import public_for
from publications import bundles, samples
from publications.bundles import Bundle
from publications.epub.files import open_epub
from publications.epub.package import MEDIA_TYPE
from publications.models import FileVersion
from publications.page_pictures import BusyError, make_picture, stored_picture
from publications.pdf.accept import MAX_NAME_BYTES, safe_filename

TEN_MINUTES = 600
PICTURES_AT_A_TIME = 60  # new ones for one sender within ten minutes
BUNDLES_AN_HOUR = 40  # of one sender: an office behind one address, or a download in parts
MANY = "Von Ihrem Anschluss kamen sehr viele Anfragen."
COVER_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


def serve_pdf(request: HttpRequest, version: FileVersion) -> HttpResponseBase:
    """The public file of ``version`` with ETag by hash and single byte ranges (RFC 9110, sections 13 and 14)."""
    etag = f'"{version.public_sha256}"'
    if matches(request.headers.get("If-None-Match", ""), etag):
        return _finish(HttpResponseNotModified(), etag)
    try:
        file = version.public_file.open("rb")
    except FileNotFoundError:
        # Made anew since the version was read (``public_records``): its row names the new bytes now.
        version.refresh_from_db(fields=["public_file", "public_sha256", "public_size"])
        etag = f'"{version.public_sha256}"'
        file = version.public_file.open("rb")
    response = serve_file(request, file, version.public_size or 0, "application/pdf", etag)
    response["Content-Disposition"] = content_disposition_header(False, name_to_save(version)) or ""
    return _finish(response, etag)


def serve_epub(request: HttpRequest, version: FileVersion) -> HttpResponseBase:
    """The EPUB of ``version``, which its reader saves: no browser shows it."""
    file = open_epub(version)
    etag = f'"{version.epub["sha256"]}"'
    if matches(request.headers.get("If-None-Match", ""), etag):
        file.close()
        return _finish(HttpResponseNotModified(), etag)
    response = serve_file(request, file, version.epub["size"], MEDIA_TYPE, etag)
    response["Content-Disposition"] = content_disposition_header(True, name_to_save(version, "epub")) or ""
    return _finish(response, etag)


def serve_bundle(request: HttpRequest, bundle: Bundle, title: str, url: str, name: str) -> HttpResponseBase:
    """All documents of ``bundle`` as a ZIP, made now; what a sender may ask for in an hour is limited."""
    etag = bundles.etag(bundle, title)
    if matches(request.headers.get("If-None-Match", ""), etag):
        return _finish(HttpResponseNotModified(), etag)
    if not allows(request, "bundle", most=BUNDLES_AN_HOUR, seconds=HOUR):
        return _later(429, HOUR, f"{MANY} Bitte versuchen Sie es in einer Stunde wieder.")
    file = bundles.write(bundle, title, url)
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    response = serve_file(request, file, size, "application/zip", etag)
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
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
    if matches(request.headers.get("If-None-Match", ""), etag):
        return _finish(HttpResponseNotModified(), etag, max_age=86_400)
    with storages["private"].open(found[0]["path"], "rb") as file:
        response = HttpResponse(file.read(), content_type=content_type, headers=SHOWN_EVERYWHERE)
    return _finish(response, etag, max_age=86_400)


def serve_page_picture(request: HttpRequest, version: FileVersion, number: int) -> HttpResponse:
    """How page ``number`` looks. Each is made once; who asks for too many at a time has to wait."""
    etag = f'"{version.public_sha256[:32]}-{number}"'
    if matches(request.headers.get("If-None-Match", ""), etag):
        return _finish(HttpResponseNotModified(), etag, max_age=86_400)
    data = stored_picture(version, number)
    if data is None:
        if not allows(request, "page-picture", most=PICTURES_AT_A_TIME, seconds=TEN_MINUTES):
            return _later(429, TEN_MINUTES, f"{MANY} Bitte versuchen Sie es in zehn Minuten wieder.")
        try:
            data = make_picture(version, number)
        except BusyError:
            return _later(503, 3, "Gerade entstehen andere Bilder. Bitte laden Sie diese Adresse gleich noch einmal.")
    if data is None:
        raise Http404("Von dieser Seite gibt es kein Bild.")
    return _finish(HttpResponse(data, content_type="image/webp", headers=SHOWN_EVERYWHERE), etag, max_age=86_400)


def name_to_save(version: FileVersion, extension: str = "pdf") -> str:
    """The title of the document, umlauts included; what is shown in the browser is saved under it."""
    mark = f" ({samples.MARK}, " if version.is_sample else " ("
    ending = f"{mark}Version {version.number}).pdf"
    # A long title is cut, never what is said behind it.
    room = MAX_NAME_BYTES - len(ending.encode())
    title = version.publication.title.encode()[:room].decode("utf-8", "ignore").rstrip(" .")
    return f"{safe_filename(title + ending).removesuffix('.pdf')}.{extension}"


def _later(status: int, seconds: int, words: str) -> HttpResponse:
    """Why there is nothing now, and when to come again (RFC 9110, section 10.2.3)."""
    headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8", headers=headers)


def _finish(response: Answer, etag: str, max_age: int = 300) -> Answer:
    response["ETag"] = etag
    response["Cache-Control"] = public_for(max_age)
    return without_rights(response)
