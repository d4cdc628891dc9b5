"""A search from the words to the results, in six small steps; see ``find``."""

import datetime
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils.safestring import SafeString

from ogl_portal.core import titles
from ogl_portal.search import indexing
from ogl_portal.search import plan as planning
from ogl_portal.search.analysis.clean import clean_text
from ogl_portal.search.excerpts import Marker
from ogl_portal.search.models import SearchEntry
from ogl_portal.search.plan import Plan
from ogl_portal.search.query import Query
from ogl_portal.search.sources import page_key, title_key
from ogl_portal.search.statement import FACETS, MOST_RANKED, Statement, pages_statement, search_statement
from ogl_portal.search.synonyms import best_bets
from publications.models import DocumentPage

logger = logging.getLogger(__name__)

PAGE_SIZE = 10
ENOUGH = 3  # strict results; with fewer, results for some of the words follow


@dataclass(frozen=True)
class PageHit:
    """A page of a PDF below its document. ``name`` is the page as a reader calls it."""

    name: str
    reading_url: str
    pdf_url: str
    excerpt: SafeString


@dataclass
class Result:
    kind: str
    label: str
    url: str
    title: SafeString
    mark: str
    when: str
    excerpt: SafeString
    pages: list[PageHit] = field(default_factory=list)
    is_recommended: bool = False
    score: float = 0
    plain_title: str = ""
    date: str = ""
    key: str = ""
    read_at: datetime.datetime | None = None  # when what stands in the index was read


@dataclass(frozen=True)
class Hit:
    """An entry that was found; ``page_ids`` are the passages of its PDF that match."""

    score: float
    page_ids: list[int]


@dataclass
class Results:
    """What was found. ``counts`` has for each facet how many results each value would leave."""

    results: list[Result] = field(default_factory=list)
    total: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    corrected: str = ""
    unknown: tuple[str, ...] = ()
    is_relaxed: bool = False  # hardly anything has all words, so what has some of them is there too
    with_all_words: int = 0  # results that have all words, where ``is_relaxed``
    has_timed_out: bool = False

    @property
    def reachable(self) -> int:
        """How many of the results can be paged through."""
        return min(self.total, MOST_RANKED)


@contextmanager
def limited() -> Iterator[None]:
    """Statements inside may take so long and no longer; settings last until the end of the transaction."""
    timeout = settings.OGL_SEARCH_TIMEOUT_MS
    with transaction.atomic(), connection.cursor() as cursor:
        # Compiling a plan, or starting a second process for it, costs more than these queries take. The planner takes
        # a narrow table for cheap to scan, since it does not see that each row's vector lies elsewhere: the index wins.
        cursor.execute(
            "SELECT set_config('statement_timeout', %s, true), set_config('jit', 'off', true),"
            " set_config('enable_seqscan', 'off', true), set_config('random_page_cost', '1.1', true),"
            " set_config('max_parallel_workers_per_gather', '0', true), set_config('work_mem', '32MB', true),"
            " set_config('pg_trgm.similarity_threshold', '0.35', true)",
            [str(timeout)],
        )
        yield


def find(query: Query, filters: dict[str, str], number: int = 1, size: int = PAGE_SIZE) -> Results:
    """Page ``number`` (from 1) of what answers ``query``; filters as in ``statement.FACETS``."""
    if not query.clauses:
        return Results()
    generation = indexing.generation_to_read()
    try:
        with limited():
            return _find(query, generation, filters, number, size)
    except OperationalError as error:
        if "statement timeout" not in str(error):
            raise
        logger.warning("A search took too long and was ended by the database")
        return Results(has_timed_out=True)


def _find(query: Query, generation: int, filters: dict[str, str], number: int, size: int) -> Results:
    plan = planning.make_plan(query, generation)
    title = title_key(plan.corrected or query.text)
    offset = (number - 1) * size
    found = Results(corrected=plan.corrected, unknown=plan.unknown)
    hits: dict[int, Hit] = {}
    if not plan.unknown:
        hits = _run(
            search_statement(plan, generation, filters, title=title, is_relaxed=False, offset=offset, limit=size), found
        )
    few = ENOUGH if query.is_plain and not filters else 1
    if found.total < few and len(plan.clauses) > 1:
        found.with_all_words = found.total
        hits = _run(
            search_statement(plan, generation, filters, title=title, is_relaxed=True, offset=offset, limit=size), found
        )
        found.is_relaxed = found.total > found.with_all_words
    marker = Marker(mark for clause in plan.clauses for mark in clause.marks)
    found.results = _results(plan, hits, marker, is_relaxed=found.is_relaxed)
    if number == 1 and not filters:
        _put_recommended_first(found, generation, title, marker)
    return found


def _run(statement: Statement, found: Results) -> dict[int, Hit]:
    """Fill in total and counts; returns the hits by the ids of their entries, best first."""
    hits: dict[int, Hit] = {}
    found.counts = {name: {} for name in FACETS}
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.params)
        for tag, key, count, score, page_ids in cursor.fetchall():
            if tag == "hit":
                hits[int(key)] = Hit(score, page_ids or [])
            elif tag == "total":
                found.total = count
            else:
                found.counts[tag][key] = count
    return hits


def _results(plan: Plan, hits: dict[int, Hit], marker: Marker, *, is_relaxed: bool) -> list[Result]:
    entries = SearchEntry.objects.defer("vector").in_bulk(list(hits))
    page_ids = [hit.page_ids for hit in hits.values() if hit.page_ids]
    pages = _page_hits(plan, page_ids, entries, marker, is_relaxed=is_relaxed) if page_ids else {}
    results = []
    for pk, hit in hits.items():
        if pk in entries:
            result = _result(entries[pk], marker)
            result.score = hit.score
            result.pages = pages.get(pk, [])
            results.append(result)
    return results


def _result(entry: SearchEntry, marker: Marker) -> Result:
    completion = entry.completion if entry.completion and titles.is_shared(entry.title) else ""
    title = f"{entry.title}: {completion}" if completion else entry.title
    return Result(
        kind=entry.kind,
        label=entry.label,
        url=entry.url,
        title=marker.mark(title),
        mark=entry.mark,
        when=entry.when,
        excerpt=_best_excerpt(entry, marker),
        plain_title=title,
        date=entry.date.isoformat() if entry.date else "",
        key=entry.key,
        read_at=entry.read_at,
    )


def _best_excerpt(entry: SearchEntry, marker: Marker) -> SafeString:
    """From the summary if the words are there, else from the text, else the beginning of the summary."""
    if entry.summary and (marker.spans(entry.summary) or not marker.spans(entry.text[:20_000])):
        return marker.excerpt(entry.summary)
    return marker.excerpt(entry.text)


def _page_hits(
    plan: Plan, page_ids: list[list[int]], entries: dict[int, SearchEntry], marker: Marker, *, is_relaxed: bool
) -> dict[int, list[PageHit]]:
    statement = pages_statement(plan, page_ids, is_relaxed=is_relaxed)
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.params)
        rows = cursor.fetchall()
    texts = dict(DocumentPage.objects.filter(pk__in=[row[1] for row in rows]).values_list("pk", "text"))
    hits: dict[int, list[PageHit]] = {}
    for entry_id, page_id, page_number, label in rows:
        if entry_id not in entries:
            continue
        url = entries[entry_id].url
        slug = url.rstrip("/").rsplit("/", 1)[-1]
        hits.setdefault(entry_id, []).append(
            PageHit(
                name=label or str(page_number),
                reading_url=f"{url}lesen/#seite-{page_number}",
                pdf_url=f"{url}{slug}.pdf#page={page_number}",
                excerpt=marker.excerpt(clean_text(texts.get(page_id, ""))),
            )
        )
    return hits


def _put_recommended_first(found: Results, generation: int, title: str, marker: Marker) -> None:
    """What staff want on top for this query; a page that is not public is not in the index, and is not shown."""
    wanted = [page_key(pk) for pk in best_bets().get(title, [])]
    if not wanted:
        return
    entries = SearchEntry.objects.defer("vector").filter(generation=generation, key__in=wanted)
    recommended = [_result(entry, marker) for entry in entries]
    for result in recommended:
        result.is_recommended = True
    others = [result for result in found.results if result.key not in wanted]
    found.total += len(recommended) - (len(found.results) - len(others))
    found.results = recommended + others
