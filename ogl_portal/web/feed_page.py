"""A feed as a page, for people who open its address in a browser; programs that read feeds get the feed.

Browsers show the XML of Atom as text or save it, and their ways to dress it up are going (XSLT) or make no links (CSS).
So the answer depends on who asks. Only a browser that opens an address in a window says ``Sec-Fetch-Dest: document``;
programs that read feeds do not, nor do scripts in a page. ``Accept`` would not do: some of them name text/html first.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

ASKED_BY = "Sec-Fetch-Dest"


def is_looked_at(request: HttpRequest) -> bool:
    """Whether a browser opens the address for somebody to look at."""
    return request.headers.get(ASKED_BY) == "document"


def feed_page(request: HttpRequest, feed: dict[str, Any], items: list[dict[str, Any]], address: str) -> HttpResponse:
    """What Django's feed generators know of a feed and its entries, as a page with the ``address`` to copy."""
    page_address = str(feed["link"])
    context = {
        "title": feed["title"],
        "subtitle": feed["subtitle"],
        "items": items,
        "address": address,
        "page_address": page_address,
        "breadcrumbs": [
            {"title": "Start", "url": "/"},
            {"title": "Feed", "url": request.path},
        ],
    }
    response = render(request, "web/feed_page.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def told_apart(response: HttpResponse) -> HttpResponse:
    """Say to caches that a browser is given something else at this address."""
    patch_vary_headers(response, [ASKED_BY])
    return response
