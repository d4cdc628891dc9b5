"""Text as readers see it: hyphenation undone, invisible characters gone, spaces plain."""

import re
import unicodedata
from collections.abc import Iterable

# PDFium writes a hyphen that it takes for hyphenation as U+FFFE or U+0002.
_PDF_HYPHEN = re.compile(r"[\x02\ufffe]\s*")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ENDS = (".", "!", "?", ":", ";", ",", "…", "–", "«", "“", "”")
_HYPHENS = re.compile("[\u2010\u2011]")
# »Stadt- und Landkreis«: a hyphen before these words stands for a word that is left out.
_NOT_HYPHENATED = r"(?!(?:und|oder|bzw|sowie|bis|als)\b)"
# The hyphen comes first, what stands before it is looked at afterwards: there are few hyphens, and many letters.
_LINE_END_LOWER = re.compile(rf"-(?<=[^\W\d_]-)[ \t]*\r?\n[ \t]*{_NOT_HYPHENATED}(?=[a-zäöüß])")
_LINE_END_UPPER = re.compile(r"-(?<=[^\W\d_]-)[ \t]*\r?\n[ \t]*(?=[A-ZÄÖÜ])")


def joined(texts: Iterable[str]) -> str:
    """Cleaned texts in one line; where one does not end like a sentence, a point in the middle keeps it apart."""
    line = ""
    for text in filter(None, texts):
        line += (" " if line.endswith(_ENDS) else " · ") * bool(line) + text
    return line


def clean_text(text: str) -> str:
    """One line of plain text; words broken at a line's end are whole again."""
    text = unicodedata.normalize("NFC", text)
    text = _PDF_HYPHEN.sub("", text)
    text = _HYPHENS.sub("-", _INVISIBLE.sub("", text))
    text = _LINE_END_LOWER.sub("", text)
    text = _LINE_END_UPPER.sub("-", text)
    return " ".join(text.split())


def shortened(text: str, most: int) -> str:
    """The beginning of a text, of no more than ``most`` characters, cut at a space where there is one."""
    if len(text) <= most:
        return text
    head = text[:most]
    return head.rsplit(" ", 1)[0] if " " in head else head
