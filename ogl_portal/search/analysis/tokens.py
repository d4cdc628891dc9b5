"""Cut text into words, numbers, dates and identifiers, each with its place in the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum import isbn
from stdnum.exceptions import ValidationError

from ogl_portal.german.dates import MONTHS

LONGEST_WORD = 60  # characters; longer ones are noise of tables and addresses

_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, start=1)}
_MONTH_NUMBERS |= {"jan": 1, "feb": 2, "mrz": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "okt": 10}
_MONTH_NUMBERS |= {"nov": 11, "dez": 12, "jänner": 1}
_MONTH = "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True))
_LETTER = r"[^\W\d_]"

_TOKEN = re.compile(
    rf"""
      (?P<doi>10\.\d{{4,9}}/[^\s"'<>»«]+)
    | (?P<urn>urn:[a-z0-9]+:[^\s"'<>»«]+)
    | (?P<isbn>(?<!\d)(?:97[89][- ]?)?(?:\d[- ]?){{9}}[\dXx](?![\w-]))
    | (?P<iso>(?<!\d)\d{{4}}-\d{{2}}-\d{{2}}(?!\d))
    | (?P<date>(?<!\d)\d{{1,2}}\.\s?(?:\d{{1,2}}\.|(?:{_MONTH})\b\.?)\s?\d{{4}}(?!\d))
    | (?P<number>(?<![\d.,])\d{{1,3}}(?:\ \d{{3}})+(?:,\d+)?(?![\d.,]*\d)|\d+(?:[.,]\d+)*)
    | (?P<abbreviation>(?<!\w)(?:{_LETTER}\.\s?){{2,}}(?!\w))
    | (?P<word>{_LETTER}[^\W_]*(?:[’'‘ʼ´`′][^\W_]+)?
        (?:(?:[:*_·]|/-?|\()(?:innen|in|r|n|s|e|en|em|er)\b\)?|[:*_·]innen(?={_LETTER}))?
        {_LETTER}*
        (?:-[^\W_]+(?:[:*_·](?:innen|in)\b)?)*)
    """,
    re.VERBOSE | re.IGNORECASE,
)
# »Bürger:innen«, »Bürger*in«, »Bürger/-innen«, »Bürger(innen)«, »jede:r«, »Teilnehmer:innenzahl«
_GENDER_SUFFIX = re.compile(
    r"(?:[:*_·]|/-?|\()(?:innen|in|r|n|s|e|en|em|er)\b\)?|[:*_·]innen(?=[^\W\d_])", re.IGNORECASE
)
_GENDER_CAPITAL = re.compile(r"(?<=[a-zäöüß]{2})(?:Innen|In)\b")  # BürgerInnen
# »30.000«, »1.234,56«; and »1,234.56« as it is written in English
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_GROUPED_IN_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+")
_ELISION = re.compile(r"([^\W\d_]{1,2})[’'‘ʼ´`′](?=[^\W\d_]{3})")  # »d’Hondt«, »O’Neill«
_STANDARD = re.compile(r"([A-Z]{2,5})(\d{3,})")  # »ISO9001«, »DE0016«


@dataclass(frozen=True, slots=True)
class Token:
    """A word or the like. ``words`` are its plain words in order (several where it has hyphens).

    ``special`` is the normal form of a date, an ISBN, a DOI or a URN; such a token also has its words.
    """

    start: int
    end: int
    words: tuple[str, ...]
    special: str = ""


def tokenise(text: str) -> Iterator[Token]:
    """The tokens of ``text`` in order; offsets are those of ``text``."""
    for match in _TOKEN.finditer(text):
        kind, found = match.lastgroup, match.group()
        start, end = match.span()
        match kind:
            case "word" if found.isalpha() and "In" not in found[1:]:
                yield Token(start, end, (found[:LONGEST_WORD],))
            case "word":
                yield Token(start, end, _words(without_gender(found)))
            case "number":
                yield Token(start, end, tuple(_number(part) for part in found.split(" ")))
            case "abbreviation":
                yield Token(start, end, (re.sub(r"[.\s]", "", found),))
            case "doi" | "urn":
                found = found.rstrip(".,;:)]}")
                yield Token(start, start + len(found), (), found.lower())
            case "isbn":
                yield from _isbn_or_numbers(found, start)
            case _:
                day = _iso_date(found)
                if day:
                    yield Token(start, end, _words_of_date(found), day)
                else:
                    yield from (
                        Token(start + m.start(), start + m.end(), (m.group(),)) for m in re.finditer(r"[^\W_]+", found)
                    )


def without_inner_spaces(text: str) -> str:
    """Write what has spaces and yet is one thing (»1. Dezember 2022«, »30 000«, »e. V.«) as one word."""
    pieces, last = [], 0
    for token in tokenise(text):
        if " " in text[token.start : token.end]:
            pieces += [text[last : token.start], token.special or "".join(token.words), " "]
            last = token.end
    return "".join([*pieces, text[last:]])


def without_gender(word: str) -> str:
    """The base form of gender-inclusive spelling: »Bürger:innen« and »BürgerInnen« become »Bürger«."""
    return _GENDER_CAPITAL.sub("", _GENDER_SUFFIX.sub("", word))


def _words(text: str) -> tuple[str, ...]:
    """What hyphens join; also an elided article and its name, and the letters and the number of a standard."""
    parts = _STANDARD.sub(r"\1-\2", _ELISION.sub(r"\1-", text)).split("-")
    return tuple(part[:LONGEST_WORD] for part in parts if part)


def _number(text: str) -> str:
    """»30.000« and »30000« are one number, and so are »1.234,56« and »1234,56«."""
    if _GROUPED.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    return text.replace(",", "") if _GROUPED_IN_ENGLISH.fullmatch(text) else text.replace(",", ".")


def _isbn_or_numbers(found: str, start: int) -> Iterator[Token]:
    try:
        yield Token(start, start + len(found), (), isbn.to_isbn13(isbn.validate(found)).replace("-", ""))
    except ValidationError:
        for m in re.finditer(r"\d+", found):
            yield Token(start + m.start(), start + m.end(), (m.group(),))


def _iso_date(found: str) -> str:
    """``2022-12-01`` for any of the notations; empty where there is no such day."""
    parts = re.findall(r"\d+|[^\W\d_]+", found)
    if re.match(r"\d{4}-", found):
        year, month, day = (int(part) for part in parts)
    else:
        day, year = int(parts[0]), int(parts[2])
        month = int(parts[1]) if parts[1].isdigit() else _MONTH_NUMBERS[parts[1].lower()]
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1000 <= year <= 2999):
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}"


def _words_of_date(found: str) -> tuple[str, ...]:
    year, month, _ = _iso_date(found).split("-")
    return (MONTHS[int(month) - 1], year)
