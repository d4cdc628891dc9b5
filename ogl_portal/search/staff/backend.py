"""Wagtail's search backend for PostgreSQL with our analysis in place of PostgreSQL's.

Wagtail keeps its index up to date, and asks it in every list, chooser and search of the admin; what is written there,
and how it is asked, is ours (see ``matching`` for the columns). Named in ``WAGTAILSEARCH_BACKENDS``.
"""

import json
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import F, FloatField, Func, Q, QuerySet
from django.db.models.functions import Substr
from modelsearch.backends.database.postgres.postgres import (
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
    PostgresSearchResults,
)
from modelsearch.utils import get_content_type_pk, get_descendants_content_types_pks
from wagtail.models import Page
from wagtail.search.models import IndexEntry
from wagtail.search.query import And, MatchAll, Not, Or, Phrase, PlainText

from ogl_portal.core.lists import among
from ogl_portal.editorial.draft_visibility import DRAFT_IS_READABLE
from ogl_portal.search import store
from ogl_portal.search.analysis.vectors import Vector, WeightedText, build_vector
from ogl_portal.search.analysis.words import fold
from ogl_portal.search.indexing import current_splitter
from ogl_portal.search.models import SearchWord
from ogl_portal.search.sources import page_key
from ogl_portal.search.staff import hits
from ogl_portal.search.staff.matching import Search, as_tsquery, by_index, search_for
from ogl_portal.search.staff.texts import FieldText, FieldTexts, texts_of

_PAGE_KEY = len(page_key(0))  # where the number begins in the key of a page


class StaffIndex(PostgresIndex):
    """Rows are written as the analysis has them."""

    @transaction.atomic
    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        content_type, splitter = get_content_type_pk(model), current_splitter()
        entries, vectors = [], []
        for thing in objs:
            texts = texts_of(thing)
            shown, names, draft = (
                build_vector([WeightedText(text.text[: store.LONGEST_TEXT], text.weight) for text in chosen], splitter)
                for chosen in (texts.shown, [text for text in texts.shown if text.is_name], texts.draft)
            )
            entries.append(
                IndexEntry(
                    content_type_id=content_type,
                    object_id=str(thing.pk),
                    autocomplete=shown.literal(),
                    title=names.literal(),
                    body=draft.literal(),
                    title_text=" ".join(fold(text.text) for text in texts.shown if text.is_name),
                    body_text=json.dumps(_rows(texts), ensure_ascii=False),
                )
            )
            vectors += [shown, draft]
        IndexEntry.objects.bulk_create(
            entries,
            update_conflicts=True,
            unique_fields=["content_type", "object_id"],
            update_fields=["autocomplete", "title", "body", "title_text", "body_text"],
        )
        _learn(vectors)

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Nothing is ranked by the length of titles."""

    def reset(self) -> None:
        super().reset()
        store.delete_words(store.STAFF_WORDS)


def _rows(texts: FieldTexts) -> list[list[Any]]:
    """Field, text, whether it is a title, whether it is of a draft only; what the draft has as it was is left out."""
    known = {text.text for text in texts.shown}
    rows: list[tuple[FieldText, bool]] = [(text, False) for text in texts.shown]
    rows += [(text, True) for text in texts.draft if text.text not in known]
    return [[text.where, text.text[: store.LONGEST_TEXT], text.is_title, is_draft] for text, is_draft in rows]


def _learn(vectors: Iterable[Vector]) -> None:
    """Words that somebody may mean when they mistype. That one is gone is noticed when all is indexed anew."""
    counts: Counter[str] = Counter()
    spellings: dict[str, str] = {}
    for vector in vectors:
        counts.update(vector.words.keys())
        spellings |= vector.words
    known = SearchWord.objects.filter(generation=store.STAFF_WORDS, word__in=counts).values_list("word", flat=True)
    for word in known:
        del counts[word]
    store.add_words(store.STAFF_WORDS, counts, spellings)


class StaffQueryCompiler(PostgresSearchQueryCompiler):
    """One way of searching, whether words are complete or still being typed."""

    def check(self) -> None:
        """Any filter will do: it is PostgreSQL that filters, not a search engine beside it."""

    @cached_property
    def wanted(self) -> Search | None:
        return search_for(_typed(self.query))

    @cached_property
    def content_types(self) -> list[int]:
        return list(get_descendants_content_types_pks(self.queryset.model))

    def search(
        self, config: Any, start: int, stop: int | None, score_field: str | None = None, backend: Any = None
    ) -> QuerySet[Any]:
        if isinstance(self.query, MatchAll):
            return self.queryset[start:stop]
        if self.wanted is None:
            return self.queryset.none()
        rank = Func(
            F("index_entries__title"), as_tsquery(self.wanted.any_of_it), function="ts_rank", output_field=FloatField()
        )
        return self._apply_ordering_and_scoring(self.matching(self.wanted), rank, start, stop, score_field)

    def matching(self, wanted: Search) -> QuerySet[Any]:
        """Things of the queryset that have all of it. Unpublished versions of public pages are asked only where the
        queryset says whose draft may be read (``DRAFT_IS_READABLE``)."""
        model, (shown, drafts) = self.queryset.model, self.numbers
        found = Q(among(model, shown))
        if drafts:
            found |= Q(among(model, drafts), **{DRAFT_IS_READABLE: True})
        return self.queryset.filter(found)

    @cached_property
    def numbers(self) -> tuple[set[str], set[str]]:
        """Keys of all things that match by what everybody may know, and of those that match by their draft alone.

        They are looked up once, by statements of their own: as parts of the queryset they would be planned as scans.
        """
        if self.wanted is None:
            return set(), set()
        with by_index():
            shown = self._keys(self.wanted, "autocomplete")
            if issubclass(self.queryset.model, Page):
                shown |= set(self.wanted.passages().values_list(Substr("entry__key", _PAGE_KEY), flat=True))
            has_drafts = DRAFT_IS_READABLE in self.queryset.query.annotations
            return shown, self._keys(self.wanted, "body") - shown if has_drafts else set()

    def _keys(self, wanted: Search, vector: str) -> set[str]:
        return set(wanted.entries(self.content_types, vector).values_list("object_id", flat=True))


def _typed(query: Any) -> str:
    """Wagtail takes quotes and operators apart; our own query language reads them, so they are written again."""
    match query:
        case PlainText():
            return str(query.query_string)
        case Phrase():
            return f'"{query.query_string}"'
        case And():
            return " ".join(_typed(part) for part in query.subqueries)
        case Or():
            return " OR ".join(_typed(part) for part in query.subqueries)
        case Not():
            return f"-{_typed(query.subquery)}"
    return str(getattr(query, "query_string", ""))


class StaffResults(PostgresSearchResults):
    """Results that say where the words are: each has a ``search_hit``."""

    def _do_search(self) -> list[Any]:
        found: list[Any] = super()._do_search()
        wanted = self.query_compiler.wanted if not isinstance(self.query_compiler.query, MatchAll) else None
        if wanted:
            hits.tell(found, wanted, self.query_compiler.content_types)
        return found


class StaffSearchBackend(PostgresSearchBackend):
    index_class = StaffIndex
    query_compiler_class = StaffQueryCompiler
    autocomplete_query_compiler_class = StaffQueryCompiler
    results_class = StaffResults


SearchBackend = StaffSearchBackend
