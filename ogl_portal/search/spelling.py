"""What a word may have been meant to be: known words near to it, or two known words written as one."""

from dataclasses import dataclass

from django.db import connection

from ogl_portal.search.analysis.words import stem

SHORTEST_GUESSED = 4  # letters; shorter words are near to too many
MOST_CANDIDATES = 40
_SHORT_PIECES = 3


@dataclass(frozen=True)
class Known:
    """What the vocabulary says about the words of a query, all folded."""

    rows: dict[str, int]  # stem → in how many rows a word with this stem stands
    total: int  # rows in all, at least 1


@dataclass(frozen=True)
class Guess:
    """A word that may have been meant: folded, and as it is spelled in the texts."""

    word: str
    spelling: str


def look_up(generation: int, stems: list[str]) -> Known:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT stem, sum(rows) FROM search_searchword
            WHERE generation = %(generation)s AND stem = ANY(%(stems)s) GROUP BY stem
            UNION ALL
            SELECT '', greatest(1, sum(greatest(reltuples, 0))) FROM pg_class
            WHERE oid IN ('search_searchentry'::regclass, 'search_searchpassage'::regclass)
            """,
            {"generation": generation, "stems": stems},
        )
        rows = {name: int(number) for name, number in cursor.fetchall()}
    total = rows.pop("")
    return Known(rows, max(total, *rows.values(), 1))


def guess(generation: int, word: str) -> Guess | None:
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
    near = [(distance(word, found), -rows, found, spelling) for found, spelling, rows in candidates]
    near = [row for row in near if row[0] <= farthest]
    if not near:
        return None
    _, _, found, spelling = min(near)
    return Guess(found, spelling)


def split_in_two(generation: int, word: str) -> tuple[str, str] | None:
    """Two known words that were written as one (»opengovernment«), with a linking s between them or not."""
    cuts = [
        (word[:cut].removesuffix(link), word[cut:])
        for cut in range(_SHORT_PIECES, len(word) - _SHORT_PIECES + 1)
        for link in ("", "s")
        if not link or word[:cut].endswith(link)
    ]
    cuts = [cut for cut in cuts if len(cut[0]) >= _SHORT_PIECES and max(map(len, cut)) > _SHORT_PIECES]
    if not cuts:
        return None
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
    return max(known, key=lambda cut: (min(map(len, cut)), rows[stems[cut[0]]]), default=None)


def distance(a: str, b: str) -> int:
    """Letters to change, add, leave out or swap with their neighbour (optimal string alignment)."""
    before: list[int] = []
    previous = list(range(len(b) + 1))
    for i, left in enumerate(a, start=1):
        current = [i]
        for j, right in enumerate(b, start=1):
            best = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                best = min(best, before[j - 2] + 1)
            current.append(best)
        before, previous = previous, current
    return previous[-1]
