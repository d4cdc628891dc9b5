"""Synonyms and best bets as the search needs them; read once a minute by each process."""

import time
from functools import lru_cache

from ogl_portal.search.analysis.tokens import tokenise
from ogl_portal.search.analysis.words import fold, stem
from ogl_portal.search.models import BestBet, Synonyms, split_words
from ogl_portal.search.sources import title_key

KEPT = 60  # seconds; the process in which staff save forgets at once


def synonyms_of() -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    """For the stems of a word or of several in order: the folded words of what means the same."""
    return _synonyms(int(time.monotonic() // KEPT))


def best_bets() -> dict[str, list[int]]:
    """Pages by the folded query for which staff want them on top."""
    return _best_bets(int(time.monotonic() // KEPT))


def forget() -> None:
    _synonyms.cache_clear()
    _best_bets.cache_clear()


@lru_cache(maxsize=1)
def _synonyms(_period: int) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for line in Synonyms.objects.values_list("words", flat=True):
        group = [tuple(fold(w) for token in tokenise(text) for w in token.words) for text in split_words(line)]
        for words in group:
            key = tuple(stem(word) for word in words)
            found.setdefault(key, []).extend(other for other in group if other != words)
    return found


@lru_cache(maxsize=1)
def _best_bets(_period: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for line, page_id in BestBet.objects.values_list("words", "page_id"):
        for text in split_words(line):
            found.setdefault(title_key(text), []).append(page_id)
    return found
