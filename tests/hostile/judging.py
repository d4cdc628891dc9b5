"""What may be said against an answer, whoever asked."""

import json
import re
from typing import Any

from lxml import html

from tests.hostile.values import MARK

_TRACE = re.compile(
    r"Traceback \(most recent call last\)|site-packages/|Exception (?:Type|Value):|django\.[a-z.]+Error\b"
)
_LINKS = ("href", "src", "action", "formaction", "data")


def faults_of(response: Any, text: str, planted: tuple[str, ...]) -> list[str]:
    """Sentences, none where the answer is sound. ``text`` is its body; the asker may not read what is ``planted``."""
    found = []
    if response.status_code >= 500:
        found.append(f"answers {response.status_code}")
    if trace := _TRACE.search(text):
        found.append(f"shows a stack trace: {trace.group()}")
    found += [f"tells the planted word {word}" for word in planted if word in text or word in str(response.headers)]
    if MARK in str(response.headers.get("Location", "")):
        found += (
            [f"leads away: {response.headers['Location'][:200]}"] if _leads_away(response.headers["Location"]) else []
        )
    if MARK in text:
        found += _reflected(response.headers.get("Content-Type", ""), text)
    return found


def _leads_away(address: str) -> bool:
    return re.match(r"\s*(?:[a-z]+:)?[/\\]{2}|javascript:", address, re.IGNORECASE) is not None


def _reflected(content_type: str, text: str) -> list[str]:
    """Scripts of ours that a browser would run, in a page or in a page within JSON (Wagtail's dialogs)."""
    if content_type.startswith("application/json"):
        pages = [value for value in _texts_in(json.loads(text)) if MARK in value and "<" in value]
    elif content_type.startswith(("text/html", "image/svg", "application/xhtml")):
        pages = [text]
    else:
        pages = []
    return [f"runs a script that was sent: {found}" for page in pages if (found := _script_in(page))]


def _script_in(page: str) -> str:
    tree = html.fromstring(page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script" and (element.text or "").strip().startswith(f"{MARK}("):
            return str(html.tostring(element)[:200])
        for name, value in element.attrib.items():
            runs = name.startswith("on") or (name in _LINKS and value.strip().lower().startswith("javascript:"))
            if runs and MARK in value:
                return str(html.tostring(element)[:200])
    return ""


def _texts_in(value: Any) -> list[str]:
    """Values that dialogs put into the page as they are: texts under ``html``, at any depth."""
    if isinstance(value, dict):
        own = [part for key, part in value.items() if key == "html" and isinstance(part, str)]
        return own + [text for part in value.values() for text in _texts_in(part)]
    return [text for part in value for text in _texts_in(part)] if isinstance(value, list) else []
