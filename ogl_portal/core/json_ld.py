"""schema.org in JSON-LD, as it may stand in a page."""

import json
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString, mark_safe

from ogl_portal.text.characters import printable

if TYPE_CHECKING:
    from ogl_portal.core.models import BasePage

CONTEXT = "https://schema.org"
# Within a script element »<« could open a tag and »&« an entity; the line separators end a line in older parsers.
_ESCAPES = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})


def script_text(document: dict[str, Any]) -> SafeString:
    """JSON that may stand inside ``<script type="application/ld+json">`` as it is."""
    return mark_safe(printable(json.dumps(document, ensure_ascii=False)).translate(_ESCAPES))  # noqa: S308  (escaped above)


def given(**values: Any) -> dict[str, Any]:
    """Only what is known."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def modified(page: "BasePage") -> str:
    """The day and time of the latest public change, as the foot of the page has it; empty before the first."""
    change = page.last_change
    return change.at.isoformat() if change else ""


def web_page(page: "BasePage", **about: Any) -> dict[str, Any]:
    """``page`` as WebPage, with what its type knows ``about`` it (``mainEntity``); unknown values are left out."""
    address = page.full_url or ""
    published = page.first_published_at
    return {
        "@context": CONTEXT,
        "@type": "WebPage",
        **given(**{"@id": address}, url=address),
        "name": page.title,
        "inLanguage": page.page_language,
        **given(
            description=page.description,
            datePublished=published.isoformat() if published else "",
            dateModified=modified(page),
            **about,
        ),
    }


@singledispatch
def page_json_ld(page: "BasePage") -> dict[str, Any]:
    """``page`` in the words of schema.org. An app whose pages are more than a page registers what they are, for their
    class, in its ``json_ld.py``, which its AppConfig imports when it is ready."""
    return web_page(page)
