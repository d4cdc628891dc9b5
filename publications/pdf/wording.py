"""From the characters that a page holds to words: line-end hyphens joined, ligatures opened, white space made plain."""

from __future__ import annotations

import re
import unicodedata

from publications.pdf.marked import HYPHEN

BORDER = "\ufdd0"
"""Marks the border of two spans inside a text that is tidied as a whole; a character that no text may hold."""

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

# After these a hyphen at the end of a line stands for a word left out: "Vor- und Nachteile".
_SUSPENDED = {"und", "oder", "bzw", "beziehungsweise", "sowie", "noch", "als", "bis", "and", "or"}

_LINE_END = re.compile(rf"(?:{HYPHEN}|\u00ad(?=[\s{BORDER}])|(?<=\w)[-\u2010](?=\s*\n))([\s{BORDER}]*)(\w*)")


def join_hyphens(text: str) -> str:
    """Put words together that were divided at the end of a line.

    A part that begins with a small letter continues the word ("Verwal-/tung"); one that begins otherwise keeps the
    hyphen ("Bund-Länder-/Abkommen"); before "und", "oder" and the like hyphen and space stay ("Vor- und Nachteile").
    """

    def joined(match: re.Match[str]) -> str:
        between, word = match[1], match[2]
        border = BORDER if BORDER in between else ""
        if not word:
            return "-" + between
        if word.lower() in _SUSPENDED:
            return f"- {border}{word}"
        return f"{border}{word}" if word[0].islower() else f"-{border}{word}"

    return _LINE_END.sub(joined, text)


def tidy(text: str, *, keep_lines: bool = False) -> str:
    """Plain words: hyphens joined, soft hyphens gone, ligatures opened, no control characters, single spaces.

    With `keep_lines` line breaks stay as "\\n". Characters that the font cannot put into text become U+FFFD.
    """
    text = join_hyphens(text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\u00ad", "").replace(HYPHEN, "-").replace("\u200b", "").translate(_LIGATURES)
    text = _CONTROL.sub("\ufffd", text)
    text = unicodedata.normalize("NFC", text)
    if not keep_lines:
        return " ".join(text.split())
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
