"""What makes words equal: one spelling, one stem, one root; and the lexemes under which one is looked for."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from ogl_portal.text.letters import TABLE

_stemmer = Stemmer.Stemmer("german", 0)
_DIGRAPH = re.compile(r"ae|oe|(?<![aeioq])ue")
_DIGRAPH_BASE = {"ae": "a", "oe": "o", "ue": "u"}
_APOSTROPHES = re.compile("['’‘ʼ´`′]")
# Letters that Unicode does not take apart into one with a sign: ł, ø, æ, and those of other scripts.
_LETTERS = str.maketrans({
    char: text.lower() for char, text in TABLE.items() if char.isalpha() and not unicodedata.decomposition(char)
})  # fmt: skip
_PARTICIPLE = re.compile(r"ge\w+t(?:e[mnrs]?)?$")
_ROOT_ENDING = re.compile(
    r"(?:ungen|ung|enden?|en|(?<=er|el)n|(?<=ig|er|el)te?[mnrs]?|(?<=[td])ete?[mnrs]?|(?<=fn|hn)ete?[mnrs]?)$"
)
_PARTICIPLE_ENDING = re.compile(r"(?:et|t)(?:e[mnrs]?)?$")
# »ge« belongs to these words and is no participle's.
_NO_PARTICIPLE = (
    *("gestalt", "gesell", "gemein", "gebiet", "gewinn", "genehm", "gebaud", "gerat", "gericht", "gesund"),
    *("gewerb", "gesetz", "geschaft", "geschicht", "gesamt", "genera", "geben", "gehen", "gegen", "geld", "genau"),
)
# Without this »Bürger« would have the stem of »Burg«, and be found in every Brandenburg.
_STEMS = {"burger": "burger", "burgern": "burger", "burgers": "burger"}
# Short forms of numbers, folded, and what they mean: »2,7 Mio.« and »2,7 Millionen« are one thing.
WRITTEN_OUT = {"mio": "Millionen", "mrd": "Milliarden", "tsd": "Tausend"}
_MEANT = {short: meant.lower() for short, meant in WRITTEN_OUT.items()}
SHORTEST_ROOT = 4


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Spelling made equal: case, ß, accents, apostrophes, foreign letters (Łódź → lodz), and umlauts in either spelling
    (Bürger, Buerger → burger), and numbers written out (Mio → millionen)."""
    if word.isascii():  # most are, and the whole German list is folded before a process can index
        plain = word.lower().replace("'", "")
    else:
        decomposed = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", word).casefold().translate(_LETTERS))
        plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    folded = _DIGRAPH.sub(lambda match: _DIGRAPH_BASE[match.group()], plain)
    return _MEANT.get(folded, folded)


@lru_cache(maxsize=200_000)
def stem(folded: str) -> str:
    """The stem of a folded word; feminine forms get the stem of the base form (Bürgerinnen → Bürger)."""
    if not folded.isalpha():
        return folded
    folded = _without_feminine(folded)
    return _STEMS.get(folded) or str(_stemmer.stemWord(folded))


@lru_cache(maxsize=200_000)
def root(folded: str) -> str:
    """What stays of a verb or its noun without endings and the participle's »ge-«; else the stem.

    It brings fördern, gefördert and Förderung together, which a stem does not.
    """
    folded = _without_feminine(folded)
    if not folded.isalpha() or len(folded) < SHORTEST_ROOT + 1 or folded in _STEMS:
        return stem(folded)
    if len(folded) > 6 and _PARTICIPLE.match(folded) and not folded.startswith(_NO_PARTICIPLE):
        core = _PARTICIPLE_ENDING.sub("", folded[2:])
    else:
        core = _ROOT_ENDING.sub("", folded)
    return core if len(core) >= SHORTEST_ROOT and core != folded else stem(folded)


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word as a query has it, analysed once. ``exact`` and what follows are pieces of a tsquery, made of the
    lexemes of ``vectors``."""

    folded: str
    stem: str
    root: str
    exact: str
    keys: tuple[str, ...]  # what it matches beside its exact form, its stem first
    names: tuple[str, ...]  # in a name or title
    title: str  # in the title of the document that a page is of

    @classmethod
    def of(cls, folded: str) -> "Word":
        word_stem, word_root = stem(folded), root(folded)
        keys = dict.fromkeys((word_stem, f"+{word_stem}", f"~{word_root}", word_root, f"+{word_root}"))
        return cls(
            folded,
            word_stem,
            word_root,
            exact=quote(f"={folded}"),
            keys=tuple(map(quote, keys)),
            names=tuple(quote(f"^{key}") for key in dict.fromkeys((word_stem, word_root))),
            title=quote(f"!{word_stem}"),
        )


def quote(lexeme: str) -> str:
    """A lexeme as text for a tsvector or a tsquery."""
    if lexeme.isalnum():
        return f"'{lexeme}'"
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def title_key(cleaned: str) -> str:
    """A title or a query, cleaned, in the form in which the two are compared."""
    return " ".join(fold(word) for word in cleaned.replace("-", " ").split())[:500]


def _without_feminine(folded: str) -> str:
    if folded.endswith("innen") and len(folded) > 9:
        return folded[:-5]
    if folded.endswith("erin") and len(folded) > 6:
        return folded[:-2]
    return folded


def word_set(text: str) -> frozenset[str]:
    """Words of a list that is written as running text."""
    return frozenset(text.split())
