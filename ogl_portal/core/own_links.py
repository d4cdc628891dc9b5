"""Links to own pages and files as readers see them: what is not public, or gone, is words and no link.

Wagtail would send readers of such a link to »not found«, or leave an ``<a>`` without address behind.
"""

import re
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from ogl_portal.core.public import public
from ogl_portal.text.numbers import as_key

# What the link handlers, Wagtail's own included, make of a target that readers cannot reach. Links never nest.
_LEADS_NOWHERE = re.compile(r"<a>(.*?)</a>", re.DOTALL)


class PublicPageLinkHandler(PageLinkHandler):
    """Takes the address from public pages only: one query for all links of a text, without asking for their types."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Page | None]:
        numbers = [attrs.get("id", "") for attrs in attrs_list]
        pages = public(Page.objects).filter(pk__in=[number for number in map(as_key, numbers) if number])
        by_number = {str(page.pk): page for page in pages}
        return [by_number.get(number) for number in numbers]


class OfferedDocumentLinkHandler(DocumentLinkHandler):
    """Takes the address of a file only while it does not lie in the bin."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Any]:
        return [found if found and not found.trashed_at else None for found in super().get_many(attrs_list)]


def without_dead_links(html: str) -> SafeString:
    """Rich text as it is shown, with the words of each link that leads nowhere in place of the link."""
    return mark_safe(_LEADS_NOWHERE.sub(r"\1", html))  # noqa: S308  what editors may write is settled when it is saved
