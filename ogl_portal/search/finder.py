"""A search from the words to the results, in small steps, each in its own module; see ``find``."""

import datetime
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

from ogl_portal.core import titles
from ogl_portal.german.page_numbers import PageNumber
from ogl_portal.search import spelling, statement
from ogl_portal.search.excerpts import Marker
from ogl_portal.search.models import SearchEntry
from ogl_portal.search.plan import make_plan
from ogl_portal.search.query import Query
from ogl_portal.search.reading import TimedOutError, reading
from ogl_portal.search.statement import MOST_RANKED, PassageHit
from ogl_portal.search.synonyms import best_bets, synonyms_of
from publications import samples
from publications.reading_address import page_address

logger = logging.getLogger(__name__)

PAGE_SIZE = 10
ENOUGH = 3  # strict results; with fewer, results for some of the words follow


@dataclass(frozen=True)
class PageHit:
    """A page of a PDF below its document, and an excerpt of it whose first words can stand as a link."""

    place: PageNumber
    reading_url: str
    pdf_url: str
    first_words: SafeString
    rest: SafeString

    @property
    def excerpt(self) -> SafeString:
        return self.first_words + self.rest


@dataclass(frozen=True)
class SearchResult:
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
    language: str = "de"
    read_at: datetime.datetime | None = None  # when what stands in the index was read

    @property
    def is_sample(self) -> bool:
        return self.mark == samples.MARK


@dataclass(frozen=True)
class Results:
    """What was found. ``counts`` has for each facet how many results each value would leave."""

    results: list[SearchResult] = field(default_factory=list)
    total: int = 0
    reachable: int = 0  # how many of them can be paged through
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    corrected: str = ""
    unknown: tuple[str, ...] = ()
    is_relaxed: bool = False  # hardly anything has all words, so what has some of them is there too
    with_all_words: int = 0  # results that have all words, where ``is_relaxed``
    has_timed_out: bool = False

    @property
    def with_some_words(self) -> int:
        """Results that have only some of the words."""
        return self.total - self.with_all_words


def find(query: Query, filters: dict[str, str], number: int = 1, size: int = PAGE_SIZE) -> Results:
    """Page ``number`` (from 1) of what answers ``query``; filters as in ``statement.FACETS``."""
    if not query.clauses:
        return Results()
    enough = ENOUGH if query.is_plain and not filters else 1
    try:
        with reading() as generation:
            synonyms, recommended = synonyms_of(), best_bets()
            spelled = spelling.look_up(query, generation, synonyms)
            plan = make_plan(query, spelled, synonyms)
            found = statement.ask(plan, generation, filters, enough=enough, offset=(number - 1) * size, limit=size)
            pages = statement.best_pages(plan, found.hits.values(), is_relaxed=found.is_relaxed)
            entries = SearchEntry.objects.defer("vector").in_bulk(found.hits)
            marker = Marker(plan.marks)
            hits = [
                _result(entries[pk], marker, hit.score, [page for page in pages if page.entry_id == pk], query.text)
                for pk, hit in found.hits.items()
                if pk in entries
            ]
            wanted = recommended.get(plan.title, []) if number == 1 and not filters else []
            first = _recommended(wanted, generation, marker)
    except TimedOutError:
        logger.warning("A search took too long and was ended by the database")
        return Results(has_timed_out=True)
    others = [result for result in hits if result.key not in wanted]
    total = found.total + len(first) - (len(hits) - len(others))
    return Results(
        first + others,
        total,
        reachable=min(total, MOST_RANKED),
        counts=found.counts,
        corrected=spelled.corrected,
        unknown=spelled.unknown,
        is_relaxed=found.is_relaxed,
        with_all_words=found.with_all_words,
    )


def _recommended(keys: list[str], generation: int, marker: Marker) -> list[SearchResult]:
    """What staff want on top for this query; a page that is not public is not in the index, and is not shown."""
    if not keys:
        return []
    entries = SearchEntry.objects.defer("vector").filter(generation=generation, key__in=keys)
    return [_result(entry, marker, is_recommended=True) for entry in entries]


def _result(
    entry: SearchEntry,
    marker: Marker,
    score: float = 0,
    pages: Iterable[PassageHit] = (),
    words: str = "",
    *,
    is_recommended: bool = False,
) -> SearchResult:
    completion = entry.completion if entry.completion and titles.is_shared(entry.title) else ""
    title = f"{entry.title}: {completion}" if completion else entry.title
    return SearchResult(
        kind=entry.kind,
        label=entry.label,
        url=entry.url,
        title=marker.mark(title),
        mark=entry.mark,
        when=entry.when,
        excerpt=_best_excerpt(entry, marker),
        pages=[_page(entry.url, page, marker, words) for page in pages],
        is_recommended=is_recommended,
        score=score,
        plain_title=title,
        date=entry.date.isoformat() if entry.date else "",
        key=entry.key,
        language=entry.language,
        read_at=entry.read_at,
    )


def _page(url: str, page: PassageHit, marker: Marker, words: str) -> PageHit:
    slug = url.rstrip("/").rsplit("/", 1)[-1]
    first_words, rest = marker.parted_excerpt(page.text)
    return PageHit(
        place=PageNumber(page.number, page.label),
        reading_url=page_address(url, page.number, words=words),
        pdf_url=f"{url}{slug}.pdf#page={page.number}",
        first_words=first_words,
        rest=rest,
    )


def _best_excerpt(entry: SearchEntry, marker: Marker) -> SafeString:
    """From the summary if the words are there, else from the text, else the beginning of the summary."""
    is_in_summary = entry.summary and (marker.spans(entry.summary) or not marker.spans(entry.text[:20_000]))
    excerpt = marker.excerpt(entry.summary if is_in_summary else entry.text)
    about = samples.ORIGINAL["de"]  # of samples, as the abstract is; an excerpt may begin behind these words
    if entry.mark == samples.MARK and excerpt and not strip_tags(excerpt).startswith(about):
        return format_html("{}{}", about, excerpt)
    return excerpt
