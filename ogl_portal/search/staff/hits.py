"""Where a result has the words that were looked for: the field and a piece of its text."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from ogl_portal.editorial.draft_visibility import DRAFT_IS_READABLE
from ogl_portal.search.analysis.clean import clean_text
from ogl_portal.search.analysis.words import fold
from ogl_portal.search.excerpts import Marker
from ogl_portal.search.models import SearchPassage
from ogl_portal.search.sources import page_key
from ogl_portal.search.staff.matching import Search


@dataclass(frozen=True)
class Hit:
    """The field in words (»Dateiname«, »Entwurf, Text«) and an excerpt in which the words are marked."""

    where: str
    excerpt: SafeString


def tell(found: list[Any], wanted: Search, content_types: Iterable[int]) -> None:
    """Give each of ``found`` its ``search_hit``: None where the title shows why it was found. Two queries at most."""
    keys = [str(thing.pk) for thing in found]
    entries = IndexEntry.objects.filter(content_type_id__in=content_types, object_id__in=keys)
    rows = dict(entries.values_list("object_id", "body_text"))
    marker = Marker(wanted.marks)
    for thing in found:
        texts = json.loads(rows.get(str(thing.pk)) or "[]")
        may_read = getattr(thing, DRAFT_IS_READABLE, False)
        thing.search_hit, thing.is_in_title = _best([t for t in texts if may_read or not t[3]], wanted, marker)
    if rest := [thing for thing in found if isinstance(thing, Page) and not thing.search_hit and not thing.is_in_title]:
        _tell_of_pdfs(rest, wanted.passages(), marker)


def _best(texts: list[list[Any]], wanted: Search, marker: Marker) -> tuple[Hit | None, bool]:
    """The text with the most of the words; of those with as many the first, so the title before the rest."""
    best, most, is_title = None, 0, False
    for where, text, title, is_draft in texts:
        count = len({mark for _, _, mark in marker.spans(text)}) or _parts_in(text, wanted)
        if count > most:
            label = f"Entwurf, {where}" if is_draft else where
            best, most, is_title = (label, text), count, title and not is_draft
    if best is None or is_title:
        return None, is_title
    return Hit(best[0], marker.excerpt(best[1])), False


def _parts_in(text: str, wanted: Search) -> int:
    """How many of the words are a part of a name somewhere in its middle, which no mark can tell."""
    folded = fold(text)
    return sum(any(part in folded for part in clause.parts) for clause in wanted.clauses)


def _tell_of_pdfs(pages: list[Any], passages: QuerySet[SearchPassage], marker: Marker) -> None:
    by_key = {page_key(page.pk): page for page in pages}
    first = passages.filter(entry__key__in=by_key).order_by("entry", "number").distinct("entry")
    for passage in first.select_related("entry", "document_page"):
        text = clean_text(passage.document_page.text)
        by_key[passage.entry.key].search_hit = Hit(f"PDF, {passage.place.name}", marker.excerpt(text))
