"""Small corrections: what the programme's staff may publish without a second pair of eyes.

A draft is a small correction if its page is public already, its address stays, and no more words differ from the public
version than the settings allow. Anything else needs approval.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from rapidfuzz.distance import Levenshtein
from wagtail.models import Page

from ogl_portal.editorial.models import EditorialSettings
from ogl_portal.users.models import RoleKey

_TAG = re.compile(r"<[^>]*>")
_BLOCK_KEY = re.compile(r'\s*data-block-key="[^"]*"')
# Kept by Wagtail itself, or moved by every save.
_BOOKKEEPING = {
    *("pk", "id", "path", "depth", "numchild", "content_type", "url_path", "translation_key", "locale", "alias_of"),
    *("live", "live_revision", "latest_revision", "latest_revision_created_at", "has_unpublished_changes"),
    *("draft_title", "first_published_at", "last_published_at", "locked", "locked_by", "locked_at", "owner"),
    *("wagtail_admin_comments", "sort_order", "change_note", "published_note"),
}


def may_publish_correction(user: Any, page: Page) -> bool:
    """Whether ``user`` may publish ``page`` as it stands in its draft, by the rule for small corrections."""
    if not user.groups.filter(role__key=RoleKey.STAFF).exists():
        return False
    rules = EditorialSettings.load()
    return rules.staff_may_correct and is_small(page, rules.largest_correction)


def is_small(page: Page, most_words: int) -> bool:
    """Whether the newest draft of ``page`` differs in few words from what is public.

    Moments of publishing count as more than a correction: whoever schedules decides about more than words.
    """
    public = page.specific_class.objects.filter(pk=page.pk, live=True).first()
    draft = page.get_latest_revision_as_object()
    if public is None or (draft.slug, draft.go_live_at, draft.expire_at) != (
        public.slug,
        public.go_live_at,
        public.expire_at,
    ):
        return False
    return changed_words(public.serializable_data(), draft.serializable_data(), most_words) <= most_words


def changed_words(before: Any, after: Any, most: int) -> int:
    """How many words were added, taken away or exchanged; ``most`` + 1 where more than ``most`` were."""
    return Levenshtein.distance(list(words_of(before)), list(words_of(after)), score_cutoff=most)


def words_of(data: Any) -> Iterator[str]:
    """All words and values of a page's content, in a fixed order. Tags count as well, since links are in them."""
    if isinstance(data, dict):
        for key in _content_keys(data):
            yield from words_of(data[key])
    elif isinstance(data, list):
        for item in data:
            yield from words_of(item)
    elif isinstance(data, str):
        blocks = _stream(data)
        yield from words_of(blocks) if blocks is not None else _words_of_text(data)
    elif data is not None:
        yield str(data)


def _words_of_text(text: str) -> list[str]:
    spaced = _TAG.sub(lambda tag: f" {tag[0]} ", _BLOCK_KEY.sub("", text))
    return html.unescape(spaced).split()


def _stream(text: str) -> Any:
    """The blocks of a StreamField, which stands in a page's data as JSON; None for other text."""
    if not text.startswith("[{"):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _content_keys(data: dict[str, Any]) -> Iterable[str]:
    return (key for key in data if key not in _BOOKKEEPING)
