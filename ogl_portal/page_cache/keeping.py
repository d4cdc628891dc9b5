"""Which requests are those of readers, and which answers are the same for all of them."""

import io
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from ogl_portal.page_cache.encoding import COMPRESSED, chosen

LARGEST = 512 * 1024  # bytes of a page, as it is sent
OF_ONE_PERSON = ("HTTP_AUTHORIZATION", "HTTP_RANGE")
TYPED = re.compile("(?:^|&)(?:q|text|eingang)=").search  # what somebody has typed, and what was made for one person
NOT_SHARED = ("private", "no-store", "no-cache")


class Address(NamedTuple):
    """What tells two answers apart. ``more``: values of further headers that the answer at this path depends on."""

    encoding: str
    scheme: str
    host: str
    path: str
    query: str
    more: tuple[tuple[str, str], ...] = ()

    def environ(self) -> dict[str, Any]:
        """A request for it by nobody: for making the page again."""
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": self.path,
            "QUERY_STRING": self.query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": self.host,
            "HTTP_ACCEPT_ENCODING": self.encoding,
            "wsgi.url_scheme": self.scheme,
            "wsgi.input": io.BytesIO(),
            **dict(self.more),
        }


def address_of(environ: Mapping[str, Any], scheme: str, depends_on: tuple[str, ...]) -> Address:
    """``depends_on``: names of further headers, as CGI spells them."""
    return Address(
        chosen(environ.get("HTTP_ACCEPT_ENCODING", "")),
        scheme,
        environ.get("HTTP_HOST") or environ["SERVER_NAME"],
        environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
        tuple((name, environ.get(name, "")[:100]) for name in depends_on),
    )


def is_for_readers(environ: Mapping[str, Any]) -> bool:
    """Whether a request is by nobody in particular, for something that could be the same for all."""
    cookies = environ.get("HTTP_COOKIE", "")
    return (
        environ["REQUEST_METHOD"] == "GET"
        and not (cookies and any(f"{name}=" in cookies for name in _cookies_of_people()))
        and not any(name in environ for name in OF_ONE_PERSON)
        and not environ["PATH_INFO"].startswith(_kept_elsewhere())
        and not ((query := environ.get("QUERY_STRING")) and (TYPED(query) or environ["PATH_INFO"] in _long_tail()))
    )


_never_with_query: list[str] = []


def never_with_query(name: str) -> None:
    """Let an app say that nobody else will ask what stands in the query of its view ``name``: searches."""
    _never_with_query.append(name)


@cache
def _long_tail() -> frozenset[str]:
    return frozenset(reverse(name) for name in _never_with_query)


@cache
def _cookies_of_people() -> tuple[str, ...]:
    return (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages")


@cache  # Django puts STATIC_URL together anew each time that it is read
def _kept_elsewhere() -> tuple[str, ...]:
    return (settings.ADMIN_PATH, settings.STATIC_URL, settings.MEDIA_URL, "/health/")


def is_kept(response: HttpResponseBase) -> bool:
    """Whether an answer may be given to others: a whole page that sets no cookie and depends on none."""
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies
        and response.headers.get("Content-Type", "").startswith(COMPRESSED)
        and not any(word in response.headers.get("Cache-Control", "") for word in NOT_SHARED)
        and "HTTP_COOKIE" not in depends_on(response)
        and len(response.content) <= LARGEST
    )


def depends_on(response: HttpResponseBase) -> tuple[str, ...]:
    """The headers of a request that ``Vary`` names, but the one for compressing, as CGI spells them."""
    names = (name.strip().upper().replace("-", "_") for name in response.headers.get("Vary", "").split(","))
    return tuple(sorted(f"HTTP_{name}" for name in names if name and name != "ACCEPT_ENCODING"))
