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
_SUSPENDED = {
    *("und", "oder", "bzw", "beziehungsweise", "sowie", "wie", "noch", "als", "bis", "statt", "u", "o", "and", "or"),
}
# Words that end like one of them: the part is the rest of the word all the same.
_WHOLE = re.compile(
    r"(?:\bdennoch|\bsowie|kürbis|cannabis|[iy]or|(?:\ban|werk|bett|grab|heim|lager|ruhe|feuer|wohn|brand|eides)statt)$"
)

_LINE_END = re.compile(
    rf"(?:{HYPHEN}|\u00ad(?=[\s{BORDER}]|$)|(?<=[\w%‰°€)»«“”’])[-\u2010](?=\s*\n))([\s{BORDER}]*)(\w*)"
)
# "Ost-/" and "Westvergleich" in two lines are one word.
_SLASH_AT_LINE_END = re.compile(rf"(?<=\w[-\u2010{HYPHEN}]/)\s*\n\s*(?=\w)")
_LAST_PART = re.compile(r"[^\W_]*$")
# "PDFs", "KMUs": a small letter, but no word that a printer would divide there.
_PLURAL_OF_CAPITALS = re.compile(r"[A-ZÄÖÜ]{2,}s$")
# What stands in an address stands there as it is written.
_ADDRESS = re.compile(r"(?:\bwww\.|://|@)\S*$")
_LONGEST_PART = 60


def join_hyphens(text: str) -> str:
    """Put words together that were divided at the end of a line.

    A part that begins with a small letter continues the word ("Verwal-/tung"); one that begins otherwise keeps the
    hyphen ("Bund-Länder-/Abkommen"). It also stays where no printer would divide a word: after a digit, a capital and
    a letter that stands alone ("10-/jährige", "IT-/gestützte", "E-/mail"), and in addresses. Before "und", "oder" and
    the like hyphen and space stay ("Vor- und Nachteile").
    """

    def joined(match: re.Match[str]) -> str:
        between, word = match[1], match[2]
        border = BORDER if BORDER in between else ""
        if not word:
            is_slash_next = match.string.startswith("/", match.end())  # "Ost-" and "/Westvergleich" in two lines
            return "-" + (border if is_slash_next and "\n" in between else between)
        before = match.string[max(0, match.start() - _LONGEST_PART) : match.start()].replace(BORDER, "")
        last = _LAST_PART.search(unicodedata.normalize("NFC", before))
        part = last[0] if last else ""
        if word.lower() in _SUSPENDED and not _WHOLE.search((part + word).lower()):
            return f"- {border}{word}"
        is_divided = part[-1:].islower() and len(part) > 1 and not _PLURAL_OF_CAPITALS.fullmatch(part)
        continues = word[0].islower() and is_divided and not _ADDRESS.search(before)
        return f"{border}{word}" if continues else f"-{border}{word}"

    return _LINE_END.sub(joined, _SLASH_AT_LINE_END.sub("", text))


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
