"""The sentence that answers, with the words that were looked for marked."""

import re
from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ogl_portal.search.analysis.words import WRITTEN_OUT, fold, root, stem
from publications.reading_address import ReadingPlace

LENGTH = 230  # characters of an excerpt
FIRST_WORDS = 36  # characters, at least, of an excerpt's beginning that can stand as a link
LONGEST_SCANNED = 20_000  # characters of a text that are looked through
_SAME_LENGTH = (("ä", "a"), ("ö", "o"), ("ü", "u"), ("ß", "s"))  # one by one is much quicker than str.translate
_NUMBER = re.compile(r"\d+(?:\.[\d.]+)?")
_THOUSANDS = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")  # where a long number may be grouped
_FOREIGN = re.compile("[à-ɏ]")  # Łódź; looked for first, since hardly any text has them
_BASES = {code: base for code in range(0xC0, 0x250) if len(base := fold(chr(code))) == 1}
_LONGEST_ENDING = 3  # letters behind a stem
_SHORT_FORMS = {fold(short): short for short in WRITTEN_OUT}


class Marker:
    """Finds and marks the words of one query. ``marks`` are stems and roots, and numbers in their normal form."""

    def __init__(self, marks: Iterable[str]) -> None:
        found = dict.fromkeys(
            mark for mark in marks if mark
        )  # in order, or the same text would be cut otherwise at times
        numbers = {mark for mark in found if _NUMBER.fullmatch(mark)}
        self._marks = {mark: None for mark in found if mark not in numbers}
        self._number = _as_written(numbers)
        # »ß« is one letter of the text and two of a stem.
        pieces = sorted([*map(_piece, self._marks), *_short_forms(self._marks)], key=len, reverse=True)
        self._piece = re.compile("|".join(pieces)) if pieces else None

    def spans(self, text: str) -> list[tuple[int, int, str]]:
        """Where the words are in ``text``, in order: start, end, and the mark that was found."""
        words, numbers = self._words(text), self._numbers(text)
        return sorted([*words, *numbers]) if numbers else words

    def _numbers(self, text: str) -> list[tuple[int, int, str]]:
        if self._number is None:
            return []
        return [(*match.span(), match.group()) for match in self._number.finditer(text)]

    def _words(self, text: str) -> list[tuple[int, int, str]]:
        if self._piece is None:
            return []
        plain = text.lower()
        if len(plain) != len(text):  # a letter such as »İ«, which lower() makes into two
            plain = "".join(lower if len(lower := letter.lower()) == 1 else letter for letter in text)
        for letter, base in _SAME_LENGTH:
            plain = plain.replace(letter, base)
        if _FOREIGN.search(plain):
            plain = plain.translate(_BASES)
        # Pieces first, then the word around each: a pattern for whole words would be tried at every letter.
        words = dict.fromkeys(_word_around(plain, *match.span()) for match in self._piece.finditer(plain))
        return [(start, end, mark) for start, end in words if (mark := self._mark_of(text[start:end]))]

    def _mark_of(self, word: str) -> str:
        """The mark that a word bears: by its stem or root, or at its beginning or end as the part of a compound."""
        folded = fold(word)
        for key in (stem(folded), root(folded)):
            if key in self._marks:
                return key
        for mark in self._marks:
            if len(mark) < _LONGEST_ENDING:
                continue
            if (
                folded.startswith(mark)
                or folded.endswith(mark)
                or 0 < len(folded) - folded.rfind(mark) - len(mark) <= (_LONGEST_ENDING if mark in folded else -1)
            ):
                return mark
        return ""

    def mark(self, text: str) -> SafeString:
        """The whole text, escaped, with ``<mark>`` around the words."""
        return _marked(text, 0, len(text), self.spans(text))

    def excerpt(self, text: str) -> SafeString:
        """The best piece of ``text``; its beginning where no word is in it."""
        first_words, rest = self.parted_excerpt(text)
        return first_words + rest

    def parted_excerpt(self, text: str) -> tuple[SafeString, SafeString]:
        """The excerpt in two: its first words, which can stand as a link, and the rest, which begins with a space."""
        text = text[:LONGEST_SCANNED]
        spans = self.spans(text)
        start, end = _window(text, spans)
        cut = start
        while cut < end and (cut < start + FIRST_WORDS or any(left < cut < right for left, right, _ in spans)):
            cut = text.find(" ", cut + 1, end)
            if cut < 0:
                cut = end
        before = SafeString("… " if start > 0 else "")
        after = SafeString(" …" if end < len(text) else "")
        return before + _marked(text, start, cut, spans), _marked(text, cut, end, spans) + after

    def best_place(self, text: str) -> ReadingPlace:
        """The first word that was found in the piece that ``excerpt`` gives; an empty one where there is none."""
        text = text[:LONGEST_SCANNED]
        spans = self.spans(text)
        start, end = _window(text, spans)
        for left, right, _ in spans:
            if start <= left and right <= end:
                before, after = text[:left].rsplit(None, 2)[-2:], text[right:].split(None, 2)[:2]
                return ReadingPlace(text[left:right], " ".join(before), " ".join(after))
        return ReadingPlace("")


def _piece(mark: str) -> str:
    if len(mark) == 1:  # as a part of words it would be everywhere
        return rf"(?<!\w){re.escape(mark)}(?!\w)"
    return re.escape(mark).replace("ss", "ss?")


def _as_written(numbers: Iterable[str]) -> re.Pattern[str] | None:
    """Numbers in normal form (»30000«, »1234.56«) as texts have them: »30.000«, »30 000«, »1.234,56«."""
    patterns = []
    for number in sorted(numbers, key=len, reverse=True):
        whole, _, decimals = number.partition(".")
        groups = _THOUSANDS.sub(r"[., ]?", whole)
        patterns.append(f"{groups}[.,]{re.escape(decimals)}" if decimals else groups)
    return re.compile(rf"(?<!\d)(?:{'|'.join(patterns)})(?!\d)") if patterns else None


def _word_around(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end


def _window(text: str, spans: list[tuple[int, int, str]]) -> tuple[int, int]:
    """The stretch of about LENGTH characters with the most different words, cut at spaces."""
    if len(text) <= LENGTH:
        return 0, len(text)
    best, best_value = 0, -1.0
    for index, (start, _, _) in enumerate(spans):
        inside = [span for span in spans[index : index + 12] if span[1] - start <= LENGTH - 60]
        value = len({span[2] for span in inside}) + 0.1 * len(inside)
        if value > best_value:
            best, best_value = start, value
    start = max(0, best - 50)
    if start:
        start = text.find(" ", start, best) + 1 or start
    end = min(len(text), start + LENGTH)
    if end < len(text):
        end = text.rfind(" ", start + LENGTH // 2, end) if " " in text[start + LENGTH // 2 : end] else end
    return start, end


def _marked(text: str, start: int, end: int, spans: list[tuple[int, int, str]]) -> SafeString:
    pieces, last = [], start
    for left, right, _ in spans:
        if left < last or right > end:
            continue
        pieces += [escape(text[last:left]), "<mark>", escape(text[left:right]), "</mark>"]
        last = right
    pieces.append(escape(text[last:end]))
    return mark_safe("".join(pieces))  # noqa: S308


def _short_forms(marks: Iterable[str]) -> list[str]:
    """Patterns of »Mio« and the like, where the marks are of what they mean."""
    meant = tuple(mark for mark in marks if len(mark) >= _LONGEST_ENDING)
    return [rf"(?<!\w){short}(?!\w)" for folded, short in _SHORT_FORMS.items() if folded.startswith(meant)]
