"""Which requests count: the rules of COUNTER (Code of Practice, release 5, section 7), as far as they need no address.

Asked of the request line, a few headers and the status alone; never of the body, and never of the database.
"""

import re
from functools import cache
from urllib.parse import parse_qs

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ogl_portal.statistics.robots import is_robot

SEARCHED = "?q"  # put behind the path of a request that searched for something
# 304: the reader has asked and reads what the browser has kept (section 7.2).
COUNTED_STATUS = frozenset({200, 304})
# Viewers fetch a PDF in many ranges: the one that begins the file stands for all. One byte or two are a probe.
_BEGINNING = re.compile(r"^bytes 0-(?![01]/)\d+/")


def is_counted(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether a reader got something by this request, and asked for it themselves."""
    meta = request.META
    if request.method != "GET" or not is_public(request.path_info):
        return False
    if response.status_code not in COUNTED_STATUS and not _begins_a_file(response):
        return False
    if f"{settings.SESSION_COOKIE_NAME}=" in meta.get("HTTP_COOKIE", ""):
        return False  # readers have no session: this is staff
    if "prefetch" in (meta.get("HTTP_SEC_PURPOSE") or meta.get("HTTP_PURPOSE") or meta.get("HTTP_X_MOZ") or ""):
        return False  # the browser asks in case that somebody asks (section 7.3)
    return not is_robot(meta.get("HTTP_USER_AGENT", ""))


def _begins_a_file(response: HttpResponseBase) -> bool:
    return response.status_code == 206 and bool(_BEGINNING.match(response.headers.get("Content-Range", "")))


def is_public(path: str) -> bool:
    """Whether something that counts can lie at ``path``: not in the admin, no picture, style or script."""
    return not path.startswith(_uncounted())


@cache  # Django puts STATIC_URL together anew each time that it is read
def _uncounted() -> tuple[str, ...]:
    return (settings.ADMIN_PATH, settings.STATIC_URL, settings.MEDIA_URL)


def asked_for(path: str, query: str, search_path: str) -> str:
    """What is counted of an address: its path; of the query only that something was searched for, and not what.

    Turning the pages of results or narrowing them is no new search (section 3.3.9, »Searches«).
    """
    if path != search_path:
        return path
    given = parse_qs(query)
    return f"{path}{SEARCHED}" if given.get("q") and set(given) == {"q"} else path
