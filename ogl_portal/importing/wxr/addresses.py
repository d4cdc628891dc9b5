"""Addresses of the old site: which are its own, and what they name."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

_SIZE = re.compile(r"(?:-\d{1,5}x\d{1,5}|-scaled|-rotated)(?=\.\w{2,5}$)")
_UPLOADS = re.compile(r"^.*?/(?:wp-content/)?(?:uploads|files)/", re.IGNORECASE)
_NUMBERS = ("p", "page_id", "attachment_id")


def host_of(address: str) -> str:
    """The host of an address without »www.«; empty where there is none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def path_of(address: str) -> str:
    """Path and query of an address, decoded, without the last slash; the form in which redirects keep them."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    path = unquote(parts.path).rstrip("/") or "/"
    return f"{path}?{unquote(parts.query)}" if parts.query else path


def number_in(address: str) -> str:
    """The number of a post in ``/?p=12``; empty where the address names none."""
    try:
        query = parse_qs(urlsplit(address).query)
    except ValueError:
        return ""
    return next((query[name][0] for name in _NUMBERS if query.get(name)), "")


def upload_path(address: str) -> str:
    """Where a file lies below the folder of uploads (»2022/05/plan.jpg«), whatever its size; empty for other files."""
    try:
        path = unquote(urlsplit(address.strip()).path)
    except ValueError:
        return ""
    relative = _UPLOADS.sub("", path) if _UPLOADS.match(path) else ""
    return without_size(relative)


def without_size(path: str) -> str:
    """»plan-300x200.jpg« and »plan-scaled.jpg« are smaller copies of »plan.jpg«."""
    return _SIZE.sub("", path)
