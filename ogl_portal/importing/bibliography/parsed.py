"""What a reader gives for each entry of a file: a record, what of it has no place here, or what is wrong with it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from stdnum import isbn, issn

from ogl_portal.core.identifiers import normalise_doi
from ogl_portal.german.dates import FuzzyDate
from publications.citation.record import BibliographicRecord

LONGEST_SHOWN = 60
_RESOLVERS = re.compile(
    r"^(?:(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(?P<doi>10\.\d{4,}/\S+)"
    r"|(?:https?://nbn-resolving\.(?:org|de)/)?(?P<urn>urn:nbn:\S+))$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>{}\"]+", re.IGNORECASE)
_BARE_ADDRESS = re.compile(r"^(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?$", re.IGNORECASE)
_WORD_FOR_ADDRESS = re.compile(r"\b(?:URL|online|verfügbar|abrufbar|unter|available|at|from)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_ISBN = re.compile(r"(?<![\d-])(?:97[89][-‐–  ]?)?(?:\d[-‐–  ]?){9}[\dXx](?!\d)")
_ISSN = re.compile(r"(?<![\d-])\d{4}[-‐–]?\d{3}[\dXx](?![\d-])")
_WORD_FOR_NUMBER = re.compile(r"^\s*(?:e-?)?(?:ISBN|ISSN)(?:-1[03])?\s*:?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Parsed:
    """``label`` names the entry for people: its key, or where it stands. ``notes`` tell what is left out or guessed.

    ``guesses`` are notes of their own on names that may be those of persons or of bodies, by the name as it is written.
    """

    label: str
    record: BibliographicRecord | None = None
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    guesses: dict[str, str] = field(default_factory=dict)


class UnreadableListError(Exception):
    """Nothing can be read from the file; the message says why in German."""


class Fields:
    """The fields of one entry, by the names that its file gives them. What nobody has asked for is told at the end."""

    def __init__(self, values: Mapping[str, Iterable[str]]) -> None:
        self._values = {name: [text.strip() for text in texts if text.strip()] for name, texts in values.items()}

    def peek(self, *names: str) -> str:
        """The first value that there is under these names; it stays there."""
        return next((self._values[name][0] for name in names if self._values.get(name)), "")

    def first(self, *names: str) -> str:
        """Take the first value that there is. The same text under another of the names is taken with it."""
        found = self.peek(*names)
        for name in names if found else ():
            self._values[name] = [text for text in self._values.get(name, []) if text != found]
        return found

    def all(self, *names: str) -> list[str]:
        """Take all values under these names, each once."""
        return list(dict.fromkeys(text for name in names for text in self._values.pop(name, [])))

    def drop(self, *names: str) -> None:
        """Take what only the program of the file needs: its keys, its marks."""
        for name in names:
            self._values.pop(name, None)

    def put_back(self, name: str, texts: Iterable[str]) -> None:
        self._values.setdefault(name, []).extend(texts)

    def date(self, *names: str) -> FuzzyDate | None:
        """Take the first value that holds a date, with those that say less; one that holds none stays, to be told,
        as does the end of a period."""
        for name in names:
            if name in self._values:
                self._values[name] = [text for text in self._values[name] if not says_no_year(text)]
            for text in self._values.get(name, []):
                if found := date_of(text):
                    for other in names:
                        rest = self._values.get(other, [])
                        self._values[other] = [text for text in rest if not _is_within(date_of(text), found)]
                    end = text.partition("/")[2].strip()
                    if date_of(end) not in (None, found):
                        self.put_back(name, [f"bis {end}"])
                    return found
        return None

    def numbers(self, *names: str) -> tuple[str, str]:
        """ISBN and ISSN among the values, whatever stands around them. One that is wrong is given as it stands."""
        text = " ; ".join(_WORD_FOR_NUMBER.sub("", value) for value in self.all(*names))
        books = [match.group().strip() for match in _ISBN.finditer(text) if isbn.is_valid(match.group())]
        rest = _ISBN.sub(lambda match: "" if isbn.is_valid(match.group()) else match.group(), text)
        serials = [match.group() for match in _ISSN.finditer(rest) if issn.is_valid(match.group())]
        self.put_back(names[0], dict.fromkeys((*books[1:], *serials[1:])))
        if books or serials or not (wrong := rest.strip(" ;")):
            return next(iter(books), ""), next(iter(serials), "")
        return ("", wrong) if len(re.findall(r"[\dXx]", wrong)) <= 8 else (wrong, "")

    def addresses(self, *names: str, doi: str = "", urn: str = "") -> tuple[str, str, str]:
        """Address, DOI and URN: an address that only resolves an identifier is that identifier.

        ``doi`` and ``urn`` are those that have fields of their own. What is beside an address, or one too many, stays.
        """
        found = ["", normalise_doi(doi), urn]
        for name in names:
            for text in self._values.pop(name, []):
                urls = web_addresses(text) or [text]
                for url in urls:
                    kind, value = identified(url)
                    if not value or found[kind].lower() not in ("", value.lower()):
                        self.put_back(name, [url])
                    found[kind] = found[kind] or value
                rest = _ADDRESS.sub("", text)
                if rest != text and re.search(r"\w{2}", _WORD_FOR_ADDRESS.sub("", rest)):
                    self.put_back(name, [rest.strip(" ,.;:()")])
        return found[0], found[1], found[2]

    def left(self) -> list[str]:
        """The sentence on what has no place here; none if everything has found one."""
        texts = [f"{name} (»{short(text)}«)" for name, values in self._values.items() for text in values]
        return [f"Nicht übernommen: {', '.join(texts)}."] if texts else []


def short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def date_of(*texts: str) -> FuzzyDate | None:
    """The first text that is a date; ISO dates of ranges (»2020/2021«) count from their beginning, »[2005]« is 2005."""
    for text in texts:
        cleaned = text.strip().split("T")[0].strip("[]() ")
        year = _YEAR.search(cleaned)
        for attempt in (cleaned, cleaned.partition("/")[0], cleaned[:4], year.group() if year else ""):
            try:
                return FuzzyDate.parse(attempt)
            except ValueError:
                continue
    return None


def says_no_year(text: str) -> bool:
    """»o. J.«, »n. d.«: a date that says that there is none."""
    return re.fullmatch(r"\[?(o\.\s?J\.|n\.\s?d\.|s\.\s?a\.|ohne Jahr)\]?", text.strip(), re.IGNORECASE) is not None


def _is_within(one: FuzzyDate | None, other: FuzzyDate) -> bool:
    """Whether ``other`` says all that ``one`` does."""
    return one is not None and other.edtf.startswith(one.edtf)


def web_addresses(text: str) -> list[str]:
    """The addresses in a text; one without »https://« is one where it is all the text."""
    found = [match.group().rstrip(".,;") for match in _ADDRESS.finditer(text)]
    bare = text.strip(" <>{}.,;")
    return found or ([f"https://{bare}"] if _BARE_ADDRESS.match(bare) else [])


def identified(text: str) -> tuple[int, str]:
    """What a text identifies a work by: 0 and an address, 1 and a DOI, 2 and a URN; 0 and nothing if it does not."""
    if match := _RESOLVERS.match(text.strip()):
        return (1, match["doi"]) if match["doi"] else (2, match["urn"])
    return 0, text.strip() if _ADDRESS.match(text.strip()) else ""
