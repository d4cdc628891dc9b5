"""Words that are nearly a name of the programme: »Schkopua« for »Schkopau«."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("names.txt")
MIN_LENGTH = 6
_WORD = re.compile(r"[A-Za-zÄÖÜäöüß]+")


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    """The names, and the words that are right though near to one."""
    lines = [line.strip() for line in LIST.read_text(encoding="utf-8").splitlines()]
    entries = [line for line in lines if line and not line.startswith("#")]
    names = frozenset(line for line in entries if not line.startswith("="))
    return names, frozenset(line.removeprefix("=") for line in entries if line.startswith("="))


@cache
def _by_shortened() -> dict[str, list[str]]:
    """Each name under itself and under itself without one of its letters, for a look-up without comparing."""
    found: dict[str, list[str]] = {}
    for name in sorted(_lists()[0]):
        for key in {name, *_shortened(name)}:
            found.setdefault(key, []).append(name)
    return found


def _shortened(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def near_name(word: str) -> str | None:
    """The name that ``word`` misses by one letter or by two neighbours in the wrong order; None where it is right.

    Not asked are short words, words in small letters, and inflected forms (»Würzburger«, »Modellkommunen«): a
    difference at the end alone says nothing.
    """
    names, right = _lists()
    if len(word) < MIN_LENGTH or not word[0].isupper() or word in names or word in right:
        return None
    if any(word.startswith(name) for name in _candidates(word, whole=True)):
        return None
    for name in sorted(_candidates(word)):
        if not _differs_at_end_only(word, name) and _is_one_slip(word, name):
            return name
    return None


def _candidates(word: str, whole: bool = False) -> set[str]:
    if whole:
        return {word[:length] for length in range(MIN_LENGTH, len(word))} & _lists()[0]
    index = _by_shortened()
    return {name for key in {word, *_shortened(word)} for name in index.get(key, ())}


def _differs_at_end_only(word: str, name: str) -> bool:
    return word[: len(name) - 1] == name[:-1]


def _is_one_slip(word: str, name: str) -> bool:
    """One letter too many, too few or wrong, or two neighbours changed."""
    if len(word) != len(name):
        longer, shorter = (word, name) if len(word) > len(name) else (name, word)
        return shorter in _shortened(longer)
    different = [i for i, (a, b) in enumerate(zip(word, name, strict=True)) if a != b]
    if len(different) == 1:
        return True
    if len(different) != 2 or different[1] != different[0] + 1:
        return False
    first, second = different
    return word[first] == name[second] and word[second] == name[first]


def slips(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of what is written and what is probably meant, each once."""
    for word in dict.fromkeys(_WORD.findall(text)):
        if name := near_name(word):
            yield word, name
