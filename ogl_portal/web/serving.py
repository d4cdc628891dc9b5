"""Hand out files: single byte ranges, validators, and nothing that a browser could run.

Films and long PDFs need ranges (RFC 9110, section 14): without them nobody can jump in a film, and Safari plays none.
"""

import re
from typing import IO, TypeVar

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

Answer = TypeVar("Answer", bound=HttpResponseBase)

# A viewer that opens a file gets no rights on top (design, traps: a policy alone is not enough).
FILE_POLICY = {"default-src": ["'none'"], "sandbox": True}
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


def without_rights(response: Answer) -> Answer:
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
