"""Passages in English inside of German text, told by their small words."""

import re

# Words of grammar that only one of the two languages has. »in«, »was«, »die«, »so«, »an«, »war« are in both.
_ENGLISH = """
the of and to is are were been that this these those with from for by on at it its as or not which who has have had
their they we our you your be will would can could should about into than through between during
"""
_GERMAN = """
der das den dem des ein eine einen einem einer und oder ist sind nicht mit für von vom zu zum zur auf aus bei beim
auch sich als wie im am wird werden wurde haben hat sie er es wir ihr nach über unter durch gegen ohne um
"""
ENGLISH, GERMAN = frozenset(_ENGLISH.split()), frozenset(_GERMAN.split())
MIN_WORDS, MIN_SMALL_WORDS, MIN_SHARE = 6, 3, 0.25
_PIECE = re.compile(r"[^.!?:;()»«„“]+")
_WORD = re.compile(r"[A-Za-zÄÖÜäöüß']+")


def english_passages(text: str) -> list[str]:
    """Pieces of at least six words that hold English small words and no German ones."""
    return [piece.strip() for piece in _PIECE.findall(text) if _is_english(piece)]


def _is_english(piece: str) -> bool:
    words = [word.lower() for word in _WORD.findall(piece)]
    if len(words) < MIN_WORDS or any(word in GERMAN for word in words) or re.search("[äöüß]", piece):
        return False
    small = sum(word in ENGLISH for word in words)
    return small >= MIN_SMALL_WORDS and small / len(words) >= MIN_SHARE
