"""Text as it comes in: composed, without characters that mean nothing; and what any file that goes out can hold.

What is taken out, and why the rest stays, is in docs/engineering/text.md and decision 0014.
"""

import re
import unicodedata

# C0 without tab and line ends, DEL, C1; noncharacters (Unicode 16, section 23.7); surrogates that have no partner.
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_SURROGATES = "\ud800-\udfff"
_UNPRINTABLE = re.compile(f"[{_CONTROLS}{_NONCHARACTERS}{_SURROGATES}]")
_BREAK = re.compile(r"[ \t]*[\t\n]\s*")
_LINE_SEPARATORS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

# PDFium, and with it Chromium's viewer, gives a hyphen at the end of a line as U+0002 or U+FFFE.
_HYPHEN = re.compile("[\x02\ufffe]\\s*")
# »Stadt- und Landkreis«: a hyphen before these words stands for a word that is left out.
_SUSPENDED = re.compile(r"(?:und|oder|bzw|beziehungsweise|sowie|noch|als|bis)\b")

# Zero width space, word joiner and invisible operators, byte order mark, interlinear annotation, and the formatting
# characters that Unicode has withdrawn; embeddings and overrides, which isolates have replaced (UAX 9, section 2).
_INVISIBLE = re.compile("[\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\u202a-\u202e]")
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f]")
_ISOLATES = re.compile("[\u2066-\u2069]")
_POP = "\u2069"
_JOINERS = re.compile("[\u200c\u200d]+")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)

# Text in which none of this occurs, and that is composed, is as it should be; nearly all text is.
_SUSPECT = re.compile(
    f"[\t\n\r{_CONTROLS}{_NONCHARACTERS}{_SURROGATES}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


def running_text(text: str) -> str:
    """``text`` composed (NFC) and free of characters that mean nothing; line breaks are line feeds, tabs stay.

    Cleaning twice is cleaning once. HTML and other markup pass unharmed: no visible character is touched.
    """
    text = unicodedata.normalize("NFC", text)
    if not _SUSPECT.search(text):
        return text
    cleaned = _without_meaningless(text)
    # What was taken out may have stood between characters that now meet.
    return cleaned if cleaned == text else running_text(cleaned)


def one_line(text: str) -> str:
    """Like `running_text` for what has one line: a break or a tab is a space, and soft hyphens are gone.

    Titles and names go on into addresses, exports and citations, where a soft hyphen is noise.
    """
    return _BREAK.sub(" ", running_text(text.replace("\u00ad", "")))


def printable(text: str) -> str:
    """``text`` without what XML 1.0, iCalendar, RIS and spreadsheets cannot hold; tabs and line ends stay.

    For writers: it stands data that was stored before texts were cleaned, and text out of PDF files.
    """
    return _UNPRINTABLE.sub("", text)


def _without_meaningless(text: str) -> str:
    text = _HYPHEN.sub(_joined, text)
    text = _INVISIBLE.sub("", _UNPRINTABLE.sub("", _LINE_SEPARATORS.sub("\n", text)))
    if _RIGHT_TO_LEFT.search(text):
        text = "\n".join(_balanced(line) for line in text.split("\n"))
    else:  # without a word from right to left they turn nothing that should be turned
        text = _ISOLATES.sub("", _DIRECTION_MARKS.sub("", text))
    return unicodedata.normalize("NFC", _JOINERS.sub(_meant, text))


def _joined(match: re.Match[str]) -> str:
    """What stands for a hyphen at the end of a line: nothing within a word, else the hyphen itself."""
    before, after = match.string[: match.start()][-1:], match.string[match.end() :]
    if not (before.isalnum() and after[:1].isalnum()):
        return ""
    if _SUSPENDED.match(after):
        return "- "
    return "" if before.islower() and after[:1].islower() else "-"


def _balanced(line: str) -> str:
    """Every isolate of ``line`` is closed, and nothing is closed that was not opened: it turns no other text round."""
    if not _ISOLATES.search(line):
        return line
    depth, kept = 0, []
    for character in line:
        if character == _POP:
            if not depth:
                continue
            depth -= 1
        elif _ISOLATES.match(character):
            depth += 1
        kept.append(character)
    return "".join(kept) + _POP * depth


def _meant(match: re.Match[str]) -> str:
    """A joiner or non-joiner, where scripts that need one or emoji stand on both sides; between Latin letters none."""
    before, after = match.string[: match.start()][-1:], match.string[match.end() : match.end() + 1]
    is_meant = before > "\u024f" and after > "\u024f" and not before.isspace() and not after.isspace()
    return match[0][0] if is_meant else ""
