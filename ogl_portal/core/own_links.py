"""Links to own pages and files as readers see them: what is not public, or gone, is words and no link.

Wagtail would send readers of such a link to »not found«, or leave an ``<a>`` without address behind.
"""

import re
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail.rich_text.pages import PageLinkHandler

from ogl_portal.core.prepared import GivenList, Prepared
from ogl_portal.core.public import public
from ogl_portal.text.numbers import as_key

_BETWEEN = "\x1e"  # the separator of records, which is in no text (text.characters)
# What the link handlers, Wagtail's own included, make of a target that readers cannot reach. Links never nest.
_LEADS_NOWHERE = re.compile(r"<a>(.*?)</a>", re.DOTALL)


_TARGETS = Prepared[Page](lambda: public(Page.objects).filter(pk__in=GivenList("pks")).only("url_path", "live"))


class PublicPageLinkHandler(PageLinkHandler):
    """Takes the address from public pages only: one query for all links of a text, without asking for their types."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Page | None]:
        numbers = [attrs.get("id", "") for attrs in attrs_list]
        wanted = [number for number in map(as_key, numbers) if number]
        by_number = {str(page.pk): page for page in _TARGETS(pks=wanted)}
        return [by_number.get(number) for number in numbers]


class OfferedDocumentLinkHandler(DocumentLinkHandler):
    """Takes the address of a file only while it does not lie in the bin."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Any]:
        return [found if found and not found.trashed_at else None for found in super().get_many(attrs_list)]


def rich_texts(*texts: str) -> list[SafeString]:
    """Stored rich texts as a page shows them, like the filter ``richtext``: one query for the links of all of them."""
    stored = _BETWEEN.join(text.replace(_BETWEEN, "") for text in texts)
    return [mark_safe(text) for text in str(RichText(stored)).split(_BETWEEN)]  # noqa: S308  as below


def without_dead_links(html: str) -> SafeString:
    """Rich text as it is shown, with the words of each link that leads nowhere in place of the link."""
    return mark_safe(_LEADS_NOWHERE.sub(r"\1", html))  # noqa: S308  what editors may write is settled when it is saved
