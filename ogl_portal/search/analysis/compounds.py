"""Split German compounds into their parts, by a list of known words.

A compound is cut where every piece is a known word, with the usual linking sounds between (Beteiligung-s-plattform).
Of several ways the one with the fewest, longest parts wins. Short words, endings and particles are no parts: »Rat« is
in »Bürgerrat« but not in »Monat«.
"""

import gzip
import json
from collections.abc import Collection, Iterable
from functools import lru_cache
from importlib import resources

from ogl_portal.search.analysis.words import fold, word_set

SHORTEST_COMPOUND = 7
SHORTEST_PART = 4
# Three letters are enough for these; anything else so short would be found everywhere.
_SHORT_PARTS = word_set("rat amt ort tag weg bau see rad bus hof tor gas lob los not app web")
_LINKS = ("", "s", "es", "n", "en", "er", "e", "ens", "ns")
# Endings that look like words.
_NO_TAIL = word_set(
    "schaft schaften heit heiten keit keiten isch ische ischen lich liche lichen haft sam chen lein innen ende enden "
    "ender endes ieren tion tionen ungen test teste testen ster sten igen iger iges chef bare baren barer bares "
    "ration rationen alten alter ling linge erung artig arten ernd erns erin eren erer eres elen eine einen einer "
    "eines einem ichen"
)
# Particles and prefixes: what follows them is not a part of a compound but of a verb or an adjective.
_NO_HEAD = word_set(
    "unter uber gegen durch wider wieder zwischen nach hinter nieder zusammen nicht voll miss aber alle allen aller "
    "alles auch auf aus bei beim dann denn dies eben einer eine einen eines ganz gern gibt haben hatte hier immer "
    "kein keine man mehr mein meine nein noch oder ohne schon sehr sein seine sich sind uns vom von vor war weil wenn "
    "wie wird wurde zum zur fort herum heran herein hinaus hinein daran darauf daraus dabei dafur damit davon dazu "
    "voran voraus vorbei vorher ander andere anti inter trans pseudo quasi super kommen gehen "
    "bitte jetzt deine dein euch euer ihre ihren ihrer kann konn lass mach mich dich"
)


class Decompounder:
    """Splits folded words over ``lexicon``, a collection of folded words."""

    def __init__(self, lexicon: Collection[str]) -> None:
        self._lexicon = lexicon
        self.known_keys: dict[str, tuple[str, ...]] = {}  # of words met before, by their spelling
        self.split = lru_cache(maxsize=200_000)(self._split)

    def _split(self, word: str) -> tuple[str, ...]:
        """The parts of ``word`` in order, without linking sounds; empty where it is no compound."""
        if len(word) < SHORTEST_COMPOUND or not word.isalpha():
            return ()
        best = self._best(word)
        return best if len(best) > 1 else ()

    def _best(self, word: str) -> tuple[str, ...]:
        """The cheapest way through ``word``, from its end backwards."""
        length = len(word)
        cheapest: list[tuple[float, tuple[str, ...]] | None] = [None] * (length + 1)
        cheapest[length] = (0.0, ())
        for start in range(length - 3, -1, -1):
            for end in range(start + 3, length + 1):
                rest = cheapest[end]
                if rest is None or (start == 0 and end == length):
                    continue
                part, cost = self._part(word[start:end], is_tail=end == length)
                if part and (cheapest[start] is None or cost + rest[0] < cheapest[start][0]):  # type: ignore[index]
                    cheapest[start] = (cost + rest[0], (part, *rest[1]))
        return cheapest[0][1] if cheapest[0] else ()

    def _part(self, piece: str, *, is_tail: bool) -> tuple[str, float]:
        """The known word in ``piece`` and what using it costs; an empty word where there is none."""
        if is_tail:
            known = self._knows(piece) and piece not in _NO_TAIL
            return (piece, _cost(piece)) if known else ("", 0)
        for link in _LINKS:
            base = piece.removesuffix(link)
            if link and base == piece:
                continue
            if self._knows(base) and base not in _NO_HEAD and piece not in _NO_HEAD:
                # A known genitive (Haushalts-) is the word with its linking sound.
                if not link and base.endswith("s") and self._knows(base[:-1]):
                    return base[:-1], _cost(base[:-1]) + 1
                return base, _cost(base) + (1 if link else 0)
        if len(piece) >= SHORTEST_PART and self._knows(piece + "e") and piece not in _NO_HEAD:
            return piece + "e", _cost(piece) + 1.5  # Sprach-, Schul-
        return "", 0

    def _knows(self, piece: str) -> bool:
        return piece in _SHORT_PARTS or (len(piece) >= SHORTEST_PART and piece in self._lexicon)

    def keys(self, word: str) -> tuple[str, ...]:
        """Parts and runs of parts shorter than the whole (Klima, Schutz, Konzept, Klimaschutz, Schutzkonzept)."""
        parts = self.split(word)
        deeper = tuple(inner for part in parts for inner in self.split(part))
        if len(parts) < 3:
            return (*parts, *deeper)
        runs = [
            "".join(parts[start:end])
            for start in range(len(parts))
            for end in range(start + 2, len(parts) + 1)
            if end - start < len(parts)
        ]
        return (*parts, *runs, *deeper)


def _cost(part: str) -> float:
    """Ten for a part, more for a short one; the nouns of three letters are as sure as those of five."""
    return 12 if part in _SHORT_PARTS else 10 + max(0, 6 - len(part)) * 2


@lru_cache(maxsize=1)
def german_words() -> frozenset[str]:
    """Folded German words of a letter length that parts may have (package pyspellchecker, MIT)."""
    data = resources.files("spellchecker").joinpath("resources/de.json.gz").read_bytes()
    return frozenset(folded for word in json.loads(gzip.decompress(data)) if len(folded := fold(word)) >= SHORTEST_PART)


def decompounder(own_words: Iterable[str] = ()) -> Decompounder:
    """A splitter over the German word list and the folded words of the site itself."""
    own = {word for word in own_words if len(word) >= SHORTEST_PART and word.isalpha()}
    return Decompounder(german_words() | own)
