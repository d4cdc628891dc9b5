"""What a half-typed word may become: titles and names that hold it, and words of the texts."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse

from ogl_portal.search.analysis.clean import clean_text
from ogl_portal.search.analysis.tokens import tokenise
from ogl_portal.search.analysis.words import fold, quote, stem, title_key
from ogl_portal.search.reading import TimedOutError, reading

SHORTEST = 2  # letters
LONGEST = 80
TITLES, WORDS = 6, 3
MOST_SORTED = 2_000  # titles that begin so; of more, two letters do not tell which are meant
MOST_WORDS = 6  # that were typed


@dataclass(frozen=True)
class Suggestion:
    """``kind`` is a word for what it leads to; a search for a word has none."""

    text: str
    url: str
    kind: str = ""


def suggest(text: str) -> list[Suggestion]:
    """Suggestions for what was typed; an empty list where nothing fits or the database is too slow."""
    text = clean_text(text[:1000])[:LONGEST]
    typed = [fold(word) for token in tokenise(text) for word in token.words][:MOST_WORDS]
    if not typed or len(typed[-1]) < SHORTEST:
        return []
    try:
        with reading() as generation:
            words = _words(typed, text, generation) if len(typed[-1]) > SHORTEST else []
            return _titles(typed, text, generation) + words
    except TimedOutError:
        return []


def _titles(typed: list[str], text: str, generation: int) -> list[Suggestion]:
    *whole, last = typed
    asked = [f"({quote(f'>{word}')} | {quote(f'^{stem(word)}')})" for word in whole] + [f"{quote(f'>{last}')}:*"]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT concat_ws(': ', nullif(mark, ''), title), url, label FROM search_searchentry JOIN (
                SELECT id FROM (
                    SELECT id, title_key, boost, date FROM search_searchentry
                    WHERE generation = %(generation)s
                    AND vector @@ %(asked)s::tsquery AND (expires_at IS NULL OR expires_at > now()) LIMIT %(most)s
                ) AS found
                ORDER BY starts_with(title_key, %(key)s) DESC, boost DESC, date DESC NULLS LAST, id LIMIT %(limit)s
            ) AS best USING (id)
            ORDER BY starts_with(title_key, %(key)s) DESC, boost DESC, date DESC NULLS LAST, id
            """,
            {
                "generation": generation,
                "asked": " & ".join(asked),
                "key": title_key(text),
                "limit": TITLES,
                "most": MOST_SORTED,
            },
        )
        return [Suggestion(title, url, label) for title, url, label in cursor.fetchall()]


def _words(typed: list[str], text: str, generation: int) -> list[Suggestion]:
    """Words that begin with the last one typed, the most frequent first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT spelling FROM search_searchword
            WHERE generation = %(generation)s
            AND word LIKE %(beginning)s AND word <> %(word)s ORDER BY rows DESC, word LIMIT %(limit)s
            """,
            {
                "generation": generation,
                "beginning": typed[-1].replace("%", "").replace("_", "") + "%",
                "word": typed[-1],
                "limit": WORDS,
            },
        )
        spellings = [row[0] for row in cursor.fetchall()]
    before = text.rsplit(" ", 1)[0] + " " if " " in text else ""
    return [
        Suggestion(before + spelling, reverse("search") + "?" + urlencode({"q": before + spelling}))
        for spelling in spellings
    ]
