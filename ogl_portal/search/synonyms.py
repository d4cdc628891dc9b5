"""Synonyms and best bets as the search needs them; read anew by each process when content has changed."""

import time
from dataclasses import dataclass
from functools import lru_cache

from ogl_portal.page_cache.facts import content_key
from ogl_portal.search.analysis.clean import clean_text
from ogl_portal.search.analysis.tokens import tokenise
from ogl_portal.search.analysis.words import Word, fold, title_key
from ogl_portal.search.models import BestBet, Synonyms, split_words
from ogl_portal.search.sources import page_key

KEPT = 60  # seconds where no pages are kept; the process in which staff save forgets at once


@dataclass(frozen=True)
class Synonym:
    """One word or several: folded, and the tsquery for it."""

    words: tuple[str, ...]
    match: str


SynonymsByStems = dict[tuple[str, ...], list[Synonym]]


def synonyms_of() -> SynonymsByStems:
    """For the stems of a word or of several in order: what means the same."""
    return _synonyms(_state())


def best_bets() -> dict[str, list[str]]:
    """Keys of the pages that staff want on top, by the folded query for which they want them there."""
    return _best_bets(_state())


def _state() -> str:
    return content_key() or str(time.monotonic() // KEPT)


def forget() -> None:
    _synonyms.cache_clear()
    _best_bets.cache_clear()


@lru_cache(maxsize=1)
def _synonyms(_state: str) -> SynonymsByStems:
    found: SynonymsByStems = {}
    for line in Synonyms.objects.values_list("words", flat=True):
        group = [[Word.of(fold(w)) for token in tokenise(text) for w in token.words] for text in split_words(line)]
        for words in filter(None, group):
            others = [_synonym(other) for other in group if other and other != words]
            found.setdefault(tuple(word.stem for word in words), []).extend(others)
    return found


def _synonym(words: list[Word]) -> Synonym:
    """One word by its keys, several as a phrase."""
    match = " | ".join(words[0].keys[:2]) if len(words) == 1 else " <-> ".join(word.exact for word in words)
    return Synonym(tuple(word.folded for word in words), f"({match})")


@lru_cache(maxsize=1)
def _best_bets(_state: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line, page_id in BestBet.objects.values_list("words", "page_id"):
        for text in split_words(line):
            found.setdefault(title_key(clean_text(text)), []).append(page_key(page_id))
    return found
