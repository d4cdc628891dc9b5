"""The SQL behind a search: one statement that matches, counts and ranks.

What makes it quick with 100,000 pages: matching is left to the GIN indexes alone (no weights, so no row has to be
rechecked), counting reads only narrow rows, and the bulky vectors are opened for the best candidates only. Those are
chosen by what is known without opening: the title, a match in a name, the number of pages that match.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from ogl_portal.search.analysis.clean import clean_text
from ogl_portal.search.analysis.vectors import CONTENTS
from ogl_portal.search.analysis.words import quote
from ogl_portal.search.plan import Plan, TermPlan
from publications.models import DocumentPage

MOST_RANKED = 200  # results that can be paged through; counts go beyond
MOST_WEIGHED = 80  # of them whose vectors are opened; the others follow in the order in which they were chosen
MOST_PAGES_RANKED_OF_ONE = 20
MOST_PAGES_RANKED = 60  # PDF pages that are weighed for the order of their documents
MOST_PAGES_WEIGHED = 160  # for the pages shown below the documents of one screen, which share them
PAGES_SHOWN = 3

# Weights of D, C, B, A in ts_rank.
ENTRY_WEIGHTS = "{0.08, 0.25, 0.6, 1.0}"
PAGE_WEIGHTS = "{0.3, 0.3, 0.3, 0.3}"
EXACT, STEM, LOOSE = 1.0, 0.55, 0.35

FACETS = {"art": "kind", "labor": "labs", "thema": "topics", "jahr": "year", "land": "laender"}
_COLUMNS = "e.id, e.kind, e.labs, e.topics, e.year, e.laender, e.boost, e.date, e.title_key"
_VISIBLE = "e.generation = %(generation)s AND (e.expires_at IS NULL OR e.expires_at > now())"
_ARRAYS = {"labor", "thema", "land"}
_CONTENTS = quote(CONTENTS)


@dataclass(frozen=True)
class EntryHit:
    """How well an entry answers. ``page_ids`` are the passages of its PDF that match, in the order in which they were
    written: after an index was built anew, the order of the document."""

    score: float
    page_ids: list[int]


@dataclass
class Matches:
    """What the index has: of how many entries which, by their ids and best first, and for each facet how many results
    each value would leave."""

    total: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    hits: dict[int, EntryHit] = field(default_factory=dict)
    with_all_words: int = 0  # where some of the words were enough: how many have all of them
    is_relaxed: bool = False  # whether they were, and that found more


@dataclass(frozen=True)
class PassageHit:
    """A page of a PDF with its text, cleaned."""

    entry_id: int
    number: int
    label: str
    text: str


def ask(plan: Plan, generation: int, filters: dict[str, str], *, enough: int, offset: int, limit: int) -> Matches:
    """What has all words; where that is less than ``enough``, what has some of them."""
    wanted = {"offset": offset, "limit": limit, "generation": generation}
    matches = _ask(plan, filters, wanted, is_relaxed=False) if plan.is_answerable else Matches()
    if matches.total >= enough or len(plan.clauses) == 1:
        return matches
    relaxed = _ask(plan, filters, wanted, is_relaxed=True)
    relaxed.with_all_words, relaxed.is_relaxed = matches.total, relaxed.total > matches.total
    return relaxed


def _ask(plan: Plan, filters: dict[str, str], wanted: dict[str, int], *, is_relaxed: bool) -> Matches:
    """Rows (tag, key, count, score, pages): ``total``, one for each value of a facet, and ``hit`` for the results."""
    params: dict[str, Any] = {
        **wanted,
        "match": plan.relaxed if is_relaxed else plan.strict,
        "page_match": plan.relaxed if is_relaxed else plan.strict_page,
        "names": plan.names,
        "title": plan.title,
        "words": max(1, len(plan.title.split())),
    }
    entry_score = _score(plan, "v", ENTRY_WEIGHTS, params, "e", is_relaxed=is_relaxed)
    page_score = _score(plan, "v", PAGE_WEIGHTS, params, "p", is_relaxed=is_relaxed)
    conditions = {name: _condition(name, value, params) for name, value in filters.items()}
    everything = _where(conditions)
    facets = "\nUNION ALL ".join(_facet(name, _where(conditions, leaving_out=name)) for name in FACETS)
    sql = f"""
    WITH page_hits AS MATERIALIZED (
        SELECT entry_id AS id, count(*) AS pages, array_agg(id) AS page_ids
        FROM search_searchpassage WHERE vector @@ %(page_match)s::tsquery GROUP BY entry_id
    ), own AS MATERIALIZED (
        SELECT {_COLUMNS} FROM search_searchentry e WHERE e.vector @@ %(match)s::tsquery AND {_VISIBLE}
    ), matched AS MATERIALIZED (
        SELECT own.*, coalesce(h.pages, 0) AS pages FROM own LEFT JOIN page_hits h ON h.id = own.id
        UNION ALL
        SELECT {_COLUMNS}, h.pages FROM page_hits h JOIN search_searchentry e ON e.id = h.id
        WHERE {_VISIBLE} AND NOT EXISTS (SELECT 1 FROM own WHERE own.id = h.id)
    ), named AS MATERIALIZED (
        SELECT id FROM search_searchentry WHERE vector @@ %(names)s::tsquery
    ), candidates AS MATERIALIZED (
        SELECT chosen.*, row_number() OVER () AS place FROM (
            SELECT m.*, named.id IS NOT NULL AS is_named FROM matched m LEFT JOIN named ON named.id = m.id
            WHERE {everything}
            ORDER BY
                m.boost + CASE WHEN m.title_key = %(title)s THEN 20 WHEN named.id IS NOT NULL THEN 10 ELSE 0 END DESC,
                m.pages DESC, m.date DESC NULLS LAST, m.id
            LIMIT {MOST_RANKED}
        ) AS chosen
    ), page_scores AS (
        SELECT entry_id, max(score) AS score FROM (
            SELECT p.entry_id, {page_score} AS score
            FROM (
                SELECT unnest(h.page_ids[1:{MOST_PAGES_RANKED_OF_ONE}]) AS id
                FROM candidates c JOIN page_hits h ON h.id = c.id
                LIMIT {MOST_PAGES_RANKED}
            ) AS chosen
            JOIN LATERAL (
                SELECT entry_id, vector || ''::tsvector AS v FROM search_searchpassage WHERE id = chosen.id OFFSET 0
            ) AS p ON true
        ) AS weighed GROUP BY entry_id
    ), scored AS (
        SELECT c.id, c.date, c.place, c.boost * (
            {entry_score}
            + CASE WHEN c.title_key = %(title)s THEN 2 ELSE 0 END
            + CASE WHEN c.is_named THEN 0.3 * %(words)s
                / greatest(%(words)s, array_length(string_to_array(c.title_key, ' '), 1)) ELSE 0 END
            + 0.55 * coalesce(page_scores.score, 0) + 0.03 * ln(1 + c.pages)
            + CASE WHEN c.kind IN ('meldung', 'termin') AND c.date IS NOT NULL
                THEN 0.12 * exp(-greatest(0, current_date - c.date) / 730.0) ELSE 0 END
        ) AS score
        FROM candidates c
        JOIN LATERAL (
            SELECT vector || ''::tsvector AS v FROM search_searchentry WHERE id = c.id OFFSET 0
        ) AS e ON true
        LEFT JOIN page_scores ON page_scores.entry_id = c.id
        WHERE c.place <= {MOST_WEIGHED}
        UNION ALL
        SELECT id, date, place, -place FROM candidates WHERE place > {MOST_WEIGHED}
    )
    SELECT 'total', '', count(*), 0.0::float8, NULL::bigint[] FROM matched m WHERE {everything}
    UNION ALL {facets}
    UNION ALL SELECT * FROM (
        SELECT 'hit', s.id::text, 0, s.score::float8, h.page_ids[1:{MOST_PAGES_WEIGHED}]
        FROM scored s LEFT JOIN page_hits h ON h.id = s.id
        ORDER BY s.score DESC, s.date DESC NULLS LAST, s.place OFFSET %(offset)s LIMIT %(limit)s
    ) AS best
    """  # noqa: S608  (put together of constants of this module only; every value is a parameter)
    matches = Matches(counts={name: {} for name in FACETS})
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for tag, key, count, score, page_ids in cursor.fetchall():
            if tag == "hit":
                matches.hits[int(key)] = EntryHit(score, page_ids or [])
            elif tag == "total":
                matches.total = count
            else:
                matches.counts[tag][key] = count
    return matches


def best_pages(plan: Plan, hits: Iterable[EntryHit], *, is_relaxed: bool) -> list[PassageHit]:
    """The best pages of each PDF, best first. All together no more than ``MOST_PAGES_WEIGHED`` of those that match are
    weighed, the first ones of each."""
    page_ids = [hit.page_ids for hit in hits if hit.page_ids]
    if not page_ids:
        return []
    most_of_one = MOST_PAGES_WEIGHED // len(page_ids)
    params: dict[str, Any] = {
        "pages": [pk for pages in page_ids for pk in pages[:most_of_one]],
        "shown": PAGES_SHOWN,
    }
    score = _score(plan, "v", PAGE_WEIGHTS, params, "p", is_relaxed=is_relaxed)
    sql = f"""
    SELECT entry_id, document_page_id, number, label FROM (
        SELECT entry_id, document_page_id, number, label,
            row_number() OVER (PARTITION BY entry_id ORDER BY {score} DESC, number) AS place
        FROM (
            SELECT *, vector || ''::tsvector AS v FROM search_searchpassage WHERE id = ANY(%(pages)s) OFFSET 0
        ) AS p
    ) AS weighed WHERE place <= %(shown)s ORDER BY entry_id, place
    """  # noqa: S608  (as above)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return _with_texts(cursor.fetchall())


def pages_of(match: str, key: str, generation: int) -> list[PassageHit]:
    """The pages of one document that ``match``, in its order; at most ``MOST_RANKED``."""
    sql = f"""
    SELECT p.entry_id, p.document_page_id, p.number, p.label
    FROM search_searchpassage p JOIN search_searchentry e ON e.id = p.entry_id
    WHERE e.key = %s AND e.generation = %s AND p.vector @@ %s::tsquery
    ORDER BY p.number LIMIT {MOST_RANKED}
    """  # noqa: S608  (a constant of this module; every value is a parameter)
    if not match:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, [key, generation, match])
        return _with_texts(cursor.fetchall())


def _with_texts(rows: list[tuple[int, int, int, str]]) -> list[PassageHit]:
    """Of entry, document page, number and label."""
    texts = dict(DocumentPage.objects.filter(pk__in=[row[1] for row in rows]).values_list("pk", "text"))
    return [PassageHit(entry, number, label, clean_text(texts.get(pk, ""))) for entry, pk, number, label in rows]


def _score(plan: Plan, column: str, weights: str, params: dict[str, Any], alias: str, *, is_relaxed: bool) -> str:
    """How well ``alias.column`` answers, between 0 and about 2: exact before stemmed before loose, rare words first."""
    total = sum(clause.weight for clause in plan.clauses) or 1
    vector = f"{alias}.{column}"
    params["weights_" + alias] = weights
    sums = [_clause_score(clause, number, vector, alias, params, total) for number, clause in enumerate(plan.clauses)]
    score = f"({' + '.join(sums) or '0'})"
    if plan.phrase:
        params["phrase"] = plan.phrase
        score += f" + CASE WHEN {vector} @@ %(phrase)s::tsquery THEN 0.35 ELSE 0 END"
    if plan.same:
        params["same"] = plan.same
        rank = f"ts_rank(%(weights_{alias})s, {vector}, %(same)s::tsquery)"
        score += f" + CASE WHEN {vector} @@ %(same)s::tsquery THEN 0.3 + 1.2 * {rank} ELSE 0 END"
    if is_relaxed:
        shares = []
        for number, clause in enumerate(plan.clauses):
            params[f"any_{number}"] = clause.match
            shares.append(
                f"CASE WHEN {vector} @@ %(any_{number})s::tsquery THEN {clause.weight / total:.4f} ELSE 0 END"
            )
        share = " + ".join(shares)
        score = f"({score}) * power({share}, 1.5) * CASE WHEN {share} > 0.999 THEN 1.25 ELSE 1 END"
    if alias == "p":
        params["contents"] = _CONTENTS
        score = f"({score}) * CASE WHEN {vector} @@ %(contents)s::tsquery THEN 0.4 ELSE 1 END"
    return f"({score})"


def _clause_score(clause: TermPlan, number: int, vector: str, alias: str, params: dict[str, Any], total: float) -> str:
    """ts_rank divides by the number of lexemes it is asked for; ``loose_keys`` undoes that."""
    found = []
    for name, query, factor in (
        ("exact", clause.exact, EXACT),
        ("stem", clause.stem, STEM),
        ("loose", clause.loose, LOOSE * clause.loose_keys),
    ):
        if query:
            params[f"{name}_{number}"] = query
            found.append(f"{factor:.3f} * ts_rank(%(weights_{alias})s, {vector}, %({name}_{number})s::tsquery)")
    return f"{clause.weight / total:.4f} * ({' + '.join(found)})"


def _condition(name: str, value: str, params: dict[str, Any]) -> str:
    params[f"filter_{name}"] = [value] if name in _ARRAYS else value
    column = FACETS[name]
    return f"m.{column} @> %(filter_{name})s::varchar[]" if name in _ARRAYS else f"m.{column}::text = %(filter_{name})s"


def _where(conditions: dict[str, str], leaving_out: str = "") -> str:
    return " AND ".join(condition for name, condition in conditions.items() if name != leaving_out) or "true"


def _facet(name: str, where: str) -> str:
    """Lists are counted as a whole first: there are few different ones, and taking each apart is what costs."""
    column = FACETS[name]
    counted = f"SELECT m.{column} AS value, count(*) AS n FROM matched m WHERE {where} GROUP BY m.{column}"  # noqa: S608
    if name in _ARRAYS:
        apart = f"({counted}) AS c, unnest(c.value) AS one"
        return f"SELECT '{name}', one, sum(n)::bigint, 0, NULL FROM {apart} GROUP BY one"  # noqa: S608
    return f"SELECT '{name}', value::text, n, 0, NULL FROM ({counted}) AS c WHERE value IS NOT NULL"  # noqa: S608
