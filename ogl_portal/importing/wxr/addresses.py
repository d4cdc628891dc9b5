"""Addresses of the old site: which are its own, and what they name."""

import re
import unicodedata
from urllib.parse import parse_qs, unquote, urlsplit

_SIZE = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w{2,5}$)")
_EDIT = re.compile(r"(?:-scaled|-rotated|-e\d{10,13})+(?=\.\w{2,5}$)")
_FILES_HOST = ".files.wordpress.com"
_RESIZER = re.compile(r"^(?:https?:)?//i\d\.wp\.com/", re.IGNORECASE)
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


def unwrapped(address: str) -> str:
    """The address of a picture itself where WordPress's own service scales it (``i0.wp.com/host/path?resize=…``)."""
    address = address.strip()
    return _RESIZER.sub("https://", address.partition("?")[0]) if _RESIZER.match(address) else address


def is_files_host(host: str) -> bool:
    """Whether WordPress.com keeps the files of one of its sites there."""
    return host.endswith(_FILES_HOST)


def upload_path(address: str) -> str:
    """Where a file lies below the folder of uploads (»2022/05/plan.jpg«), as it is named; empty for other files."""
    address = unwrapped(address)
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return ""
    if is_files_host(host_of(address)):
        return composed(path.lstrip("/"))
    return composed(_UPLOADS.sub("", path)) if _UPLOADS.match(path) else ""


def composed(path: str) -> str:
    """A name of a file in composed characters: macOS and some servers write »ü« as »u« and a mark."""
    return unicodedata.normalize("NFC", path)


def originals(path: str) -> list[str]:
    """What a file may be a copy of, itself first: »plan-300x200.jpg« is a smaller »plan.jpg«, or named so itself."""
    return list(dict.fromkeys((path, without_size(path), unedited(without_size(path)))))


def without_size(path: str) -> str:
    return _SIZE.sub("", path)


def unedited(path: str) -> str:
    """»plan.jpg« for what WordPress has made of it: »plan-scaled.jpg«, »plan-e1650000000000.jpg«."""
    return _EDIT.sub("", path)
