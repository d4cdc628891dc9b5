"""Nothing foreign stands in a page: no embedded player, no script, picture or style sheet of somebody else (L-DSGVO-1).

Whoever reads the portal owes nothing to third parties; a link says where it leads, an embedded thing does not. The
content policy stops such things in the browser. Here they are refused when they are saved, with the reason.
"""

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from ogl_portal.web.own_address import is_own_host

REASON = (
    "Hier ist etwas von {source} eingebettet. Eingebettete Inhalte anderer Anbieter übertragen beim Lesen Daten an "
    "diese; deshalb wurde nichts gespeichert. Bitte den eingebetteten Teil entfernen und stattdessen einen Link setzen "
    "oder die Datei im Portal hochladen."
)
# Never right in a text, wherever it comes from; the others only if their source is foreign.
_ALWAYS = {"iframe", "frame", "object", "script"}
_WITH_SOURCE = {"img", "video", "audio", "source", "track", "input", "image", "use"}
_TAG = re.compile(r"<\s*([a-zA-Z][\w-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>?")
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_STYLE_IMPORT = re.compile(
    r"@import[^;]{0,20}?((?:https?:)?//[^\s\"')]+)|url\(\s*[\"']?((?:https?:)?//[^\s\"')]+)", re.IGNORECASE
)


def refusal(text: str) -> str:
    """The sentence that says why ``text`` (rich text, HTML or plain) cannot be saved; empty where it can.

    Markup that was typed or pasted as text counts like the real one: readers would see code.
    """
    if "<" not in text and "&lt;" not in text:
        return ""
    for markup in (text, html.unescape(text)):
        for source in _third_party_sources(markup):
            return REASON.format(source=source)
    return ""


def _third_party_sources(markup: str) -> Iterator[str]:
    for tag, rest in _TAG.findall(markup):
        name = tag.lower()
        attributes = {key.lower(): html.unescape(a or b or c) for key, a, b, c in _ATTRIBUTE.findall(rest)}
        address = next(
            (attributes[key] for key in ("src", "data", "url", "href", "xlink:href") if key in attributes), ""
        )
        if name in _ALWAYS or (name == "embed" and attributes.get("embedtype") != "image"):
            yield _host(address) or "außerhalb"
        elif name in _WITH_SOURCE and _is_third_party(address):
            yield _host(address)
        elif name == "link" and "stylesheet" in attributes.get("rel", "").lower():
            yield _host(address) or "außerhalb"
        elif name == "style":
            for found in _STYLE_IMPORT.findall(markup):
                yield _host(found[0] or found[1])
        if name not in ("a", "style"):
            for found in _STYLE_IMPORT.findall(attributes.get("style", "")):
                yield _host(found[0] or found[1])


def _is_third_party(address: str) -> bool:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return True
    return bool(parts.netloc) and not is_own_host(parts.netloc)


def _host(address: str) -> str:
    try:
        return f"»{host}«" if (host := urlsplit(address.strip()).netloc) else ""
    except ValueError:
        return ""


def texts_in(value: Any) -> Iterator[str]:
    """Every string in the raw form of a StreamField or of one of its blocks."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts_in(item)


def first_refusal(value: Any) -> str:
    """``refusal`` of the first text in ``value`` that cannot be saved."""
    return next((reason for text in texts_in(value) if (reason := refusal(text))), "")
