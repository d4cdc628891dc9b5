"""What a word may have been meant to be: known words near to it, or two known words written as one."""

from dataclasses import dataclass

from django.db import connection
from rapidfuzz.distance import OSA

from ogl_portal.search.analysis.words import Word, stem, title_key
from ogl_portal.search.query import Query, Term
from ogl_portal.search.synonyms import SynonymsByStems

SHORTEST_GUESSED = 4  # letters; shorter words are near to too many
MOST_CANDIDATES = 40
SHORTEST_WRITTEN_AS_ONE = 9  # letters
MOST_ROWS_OF_WRITTEN_AS_ONE = 3
_SHORT_PIECES = 3


@dataclass(frozen=True)
class Spelling:
    """What the vocabulary knows of the words of a query, and what may have been meant instead."""

    rows: dict[str, int]  # stem → in how many rows a word with this stem stands
    total: int  # rows in all, at least 1
    instead: dict[Term, tuple[Term, ...]]  # for a term that nothing has
    pieces: dict[Term, tuple[Term, ...]]  # for a word that hardly any row has, and that may be two common ones
    unknown: tuple[str, ...]  # what nothing has, and nothing is near to
    corrected: str  # the query that the reader may have meant; empty where it is the one that was typed
    title: str  # as a title is compared with it


def look_up(query: Query, generation: int, synonyms: SynonymsByStems) -> Spelling:
    """Look the words up. Three small queries at most for each unknown word."""
    terms = [*query.terms, *query.excluded]
    rows, total = _rows(generation, {word.stem for term in terms for word in (*term.words, term.whole)})
    instead: dict[Term, tuple[Term, ...]] = {}
    unknown = []
    corrected = query.text
    for term in query.terms:
        if term.is_phrase or term.special or term in instead or term.whole.stem in rows:
            continue
        if _exists(generation, term, synonyms):
            continue
        found, spelled = _instead(term, generation)
        if found:
            instead[term] = found
        else:
            unknown.append(term.text)
        corrected = corrected.replace(term.text, spelled)
    pieces = _written_as_one(query, rows, instead, generation)
    if instead:
        rows |= _rows(generation, {word.stem for terms in instead.values() for term in terms for word in term.words})[0]
    is_corrected = corrected != query.text
    return Spelling(
        rows,
        total,
        instead,
        pieces,
        tuple(unknown),
        corrected if is_corrected else "",
        title_key(corrected) if is_corrected else query.title,
    )


def _rows(generation: int, stems: set[str]) -> tuple[dict[str, int], int]:
    """In how many rows each of ``stems`` stands, and how many rows there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT stem, sum(rows) FROM search_searchword
            WHERE generation = %(generation)s AND stem = ANY(%(stems)s) GROUP BY stem
            UNION ALL
            SELECT '', greatest(1, sum(greatest(reltuples, 0))) FROM pg_class
            WHERE oid IN ('search_searchentry'::regclass, 'search_searchpassage'::regclass)
            """,
            {"generation": generation, "stems": sorted(stems)},
        )
        rows = {name: int(number) for name, number in cursor.fetchall()}
    total = rows.pop("")
    return rows, max(total, *rows.values(), 1)


def _exists(generation: int, term: Term, synonyms: SynonymsByStems) -> bool:
    """Whether any row matches: the word is a part of a compound, or written with a hyphen."""
    each = " & ".join(f"({' | '.join(word.keys)})" for word in term.words)
    same = (synonym.match for synonym in synonyms.get(tuple(word.stem for word in term.words), ()))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM search_searchentry WHERE vector @@ %(match)s::tsquery)"
            " OR EXISTS (SELECT 1 FROM search_searchpassage WHERE vector @@ %(match)s::tsquery)",
            {"match": " | ".join((*term.whole.keys, f"({each})", *same))},
        )
        return bool(cursor.fetchone()[0])


def _instead(term: Term, generation: int) -> tuple[tuple[Term, ...], str]:
    """What may have been meant by an unknown word, and how to spell it for the reader."""
    if len(term.words) > 1:
        return tuple(_known_word(word.folded) for word in term.words), term.text
    word = term.whole.folded
    guessed = guess(generation, word)
    is_near = guessed is not None and OSA.distance(word, guessed.whole.folded) == 1
    if not is_near and (pieces := split_in_two(generation, word)):
        return pieces, term.text
    return ((guessed,), guessed.text) if guessed else ((), term.text)


def _written_as_one(
    query: Query, rows: dict[str, int], instead: dict[Term, tuple[Term, ...]], generation: int
) -> dict[Term, tuple[Term, ...]]:
    """Words that hardly any row has, and that may be two common ones (»opengovernment«)."""
    return {
        term: pieces
        for term in query.terms
        if term.is_single_word
        and term not in instead
        and len(term.whole.folded) >= SHORTEST_WRITTEN_AS_ONE
        and rows.get(term.whole.stem, 0) <= MOST_ROWS_OF_WRITTEN_AS_ONE
        and (pieces := split_in_two(generation, term.whole.folded))
    }


def guess(generation: int, word: str) -> Term | None:
    """The likeliest known word for an unknown one; None where nothing is near enough."""
    if len(word) < SHORTEST_GUESSED or not word.isalpha():
        return None
    farthest = 1 if len(word) <= 5 else 2 if len(word) <= 11 else 3
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT word, spelling, rows FROM search_searchword
            WHERE generation = %(generation)s AND word %% %(word)s AND length(word) BETWEEN %(least)s AND %(most)s
            ORDER BY similarity(word, %(word)s) DESC, rows DESC LIMIT %(limit)s
            """,
            {
                "generation": generation,
                "word": word,
                "least": len(word) - farthest,
                "most": len(word) + farthest,
                "limit": MOST_CANDIDATES,
            },
        )
        candidates = cursor.fetchall()
    near = [(OSA.distance(word, found), -rows, found, spelling) for found, spelling, rows in candidates]
    near = [row for row in near if row[0] <= farthest]
    if not near:
        return None
    _, _, found, spelling = min(near)
    return _known_word(found, spelling)


def split_in_two(generation: int, word: str) -> tuple[Term, ...]:
    """Two known words that were written as one (»opengovernment«), with a linking s between them or not."""
    cuts = [
        (word[:cut].removesuffix(link), word[cut:])
        for cut in range(_SHORT_PIECES, len(word) - _SHORT_PIECES + 1)
        for link in ("", "s")
        if not link or word[:cut].endswith(link)
    ]
    cuts = [cut for cut in cuts if len(cut[0]) >= _SHORT_PIECES and max(map(len, cut)) > _SHORT_PIECES]
    if not cuts:
        return ()
    pieces = sorted({piece for cut in cuts for piece in cut})
    stems = {piece: stem(piece) for piece in pieces}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stem, sum(rows) FROM search_searchword WHERE generation = %s AND stem = ANY(%s) GROUP BY stem",
            [generation, sorted(set(stems.values()))],
        )
        rows = dict(cursor.fetchall())
    known = [cut for cut in cuts if all(stems[piece] in rows for piece in cut)]
    # Long pieces are surer than short ones, and a middle cut surer than one at the edge.
    best = max(known, key=lambda cut: (min(map(len, cut)), rows[stems[cut[0]]]), default=())
    return tuple(map(_known_word, best))


def _known_word(folded: str, spelling: str = "") -> Term:
    word = Word.of(folded)
    return Term(spelling or folded, (word,), word)
