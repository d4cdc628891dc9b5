"""Read BibTeX. Each entry on its own: a broken one is told with its line and stops no other.

The library finds the blocks; the values are read here, as it knows neither concatenation (``"a " # b``) nor the ways in
which an entry leans on another (``crossref``, ``xdata``).
"""

import re
from collections.abc import Iterator, Mapping

import bibtexparser
from bibtexparser.middlewares.names import split_multiple_persons_names
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, String

from ogl_portal.importing.bibliography.latex import decode, unknown_commands
from ogl_portal.importing.bibliography.names import is_body, person
from ogl_portal.importing.bibliography.parsed import Fields, Parsed, short, web_addresses
from publications.citation.record import Agent, BibliographicRecord, Kind, Role

KINDS: dict[str, Kind] = {
    **dict.fromkeys(("article", "periodical", "suppperiodical"), "article-journal"),
    **dict.fromkeys(("incollection", "inbook", "inproceedings", "conference", "inreference", "suppbook"), "chapter"),
    **dict.fromkeys(("techreport", "report", "manual", "misc", "online", "unpublished", "www", "electronic"), "report"),
}
PARTS = ("chapter", "article-journal", "article-newspaper")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_VERBATIM = {"doi", "url", "urn", "isbn", "issn", "date", "crossref", "xdata"}
_PEOPLE = {"author", "editor"}
# Keys and marks of the programs that write such files.
_HOUSEKEEPING = {
    "__markedentry", "bdsk-file-1", "bdsk-url-1", "creationdate", "date-added", "date-modified", "entrysubtype", "file",
    "groups", "ids", "label", "langid", "mendeley-groups", "mendeley-tags", "modificationdate", "options", "owner",
    "printed", "priority", "qualityassured", "ranking", "readstatus", "shorthand", "sortkey", "sortname", "sorttitle",
    "timestamp",
}  # fmt: skip
# What belongs to a volume and not to its chapters.
_NOT_INHERITED = _HOUSEKEEPING | {
    "abstract", "annotation", "annote", "crossref", "doi", "eprint", "howpublished", "key", "keywords", "note", "pages",
    "pagetotal", "related", "subtitle", "title", "titleaddon", "url", "urldate", "urn", "xdata", "xref",
}  # fmt: skip
_MOST_LEVELS = 5
_MOST_BRACES = 50
"""Braces within braces of one value; reading LaTeX goes down with them, and people write three or four."""
Raw = dict[str, str]


def read(text: str) -> list[Parsed]:
    library = bibtexparser.parse_string(text, parse_stack=[])
    strings = dict(zip(_MONTHS, _MONTHS, strict=True))
    repeated = [failed.ignore_error_block for failed in library.failed_blocks]
    defined = [*library.strings, *(block for block in repeated if isinstance(block, String))]
    for string in sorted(defined, key=lambda string: string.start_line or 0):  # the last of one name counts
        strings[string.key.lower()] = value_of(str(string.value), strings)
    blocks: list[tuple[int, Entry | str]] = [(entry.start_line or 0, entry) for entry in library.entries]
    for failed in library.failed_blocks:
        line, inner = failed.start_line or 0, failed.ignore_error_block
        if isinstance(failed, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock) and isinstance(inner, Entry):
            blocks.append((line, inner))
        elif not isinstance(inner, String):
            blocks.append((line, f"Zeile {line + 1}"))
    blocks.sort(key=lambda block: block[0])
    entries = [block for _, block in blocks if isinstance(block, Entry)]
    own = {id(entry): _Own(entry, strings) for entry in entries}
    by_key = {entry.key.lower(): own[id(entry)] for entry in reversed(entries)}
    return [
        _broken(block) if isinstance(block, str) else _entry(own[id(block)], by_key)
        for _, block in blocks
        if isinstance(block, str) or block.entry_type.lower() != "xdata"  # part of other entries
    ]


def value_of(expression: str, strings: Mapping[str, str]) -> str:
    """The text of a value: pieces in braces or quotation marks and names of strings, joined by »#«."""
    pieces, start, depth, is_quoted, is_escaped = [], 0, 0, False, False
    for place, character in enumerate(expression):
        if is_escaped:
            is_escaped = False
        elif character == "\\":
            is_escaped = True
        elif character == '"' and not depth:
            is_quoted = not is_quoted
        elif character in "{}":
            depth += 1 if character == "{" else -1
        elif character == "#" and not depth and not is_quoted:
            pieces.append(expression[start:place])
            start = place + 1
    return "".join(_piece(piece.strip(), strings) for piece in (*pieces, expression[start:]))


def _piece(piece: str, strings: Mapping[str, str]) -> str:
    if len(piece) > 1 and (piece[0], piece[-1]) in (("{", "}"), ('"', '"')):
        return piece[1:-1]
    return strings.get(piece.lower(), piece)


class _Own:
    """The fields that stand in an entry itself. Of a field that stands twice the first counts, as in BibTeX."""

    def __init__(self, entry: Entry, strings: Mapping[str, str]) -> None:
        self.key, self.kind = entry.key, entry.entry_type.lower()
        self.raw: Raw = {}
        self.repeated: list[tuple[str, str]] = []
        for field in entry.fields:
            name, text = field.key.lower(), " ".join(value_of(str(field.value), strings).split())
            if not text:
                continue
            if self.raw.setdefault(name, text) != text:
                self.repeated.append((name, text))


def _deepest(text: str) -> int:
    """How many braces are open at once, where most are."""
    depth = deepest = 0
    for brace in re.findall(r"\\.|([{}])", text):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        deepest = max(deepest, depth)
    return deepest


def _too_deep(key: str) -> Parsed:
    return Parsed(
        key,
        None,
        [
            f"In diesem Eintrag sind mehr als {_MOST_BRACES} geschweifte Klammern ineinander geschachtelt. Er ist "
            "nicht übernommen; bitte in der Datei berichtigen."
        ],
    )


def _broken(label: str) -> Parsed:
    return Parsed(
        label,
        None,
        [
            f"Der Eintrag ab {label} ist unvollständig oder falsch aufgebaut, meist fehlt eine geschweifte Klammer. Er "
            "ist nicht übernommen; bitte in der Datei berichtigen."
        ],
    )


def _with_inherited(own: _Own, entries: Mapping[str, _Own], notes: list[str], level: int = 0) -> Raw:
    """The fields of an entry with those that it takes from others."""
    raw = dict(own.raw)
    sources = [*raw.pop("xdata", "").split(","), raw.pop("crossref", "")]
    for number, source in enumerate(name.strip() for name in sources):
        if not source:
            continue
        above = entries.get(source.lower())
        if above is None or level >= _MOST_LEVELS:
            notes.append(f"Der Querverweis auf »{short(source)}« führt zu keinem Eintrag der Datei.")
            continue
        given = _with_inherited(above, entries, [], level + 1)
        if number == len(sources) - 1:
            given = _of_volume(given, KINDS.get(own.kind, "book"))
        raw = given | raw
    return raw


def _of_volume(volume: Raw, kind: Kind) -> Raw:
    """What a volume (``crossref``) says of its parts, too: its title is where they stand."""
    given = {name: text for name, text in volume.items() if name not in _NOT_INHERITED}
    title = ": ".join(filter(None, (volume.get("title", ""), volume.get("subtitle", ""))))
    if title and kind in PARTS:
        given.setdefault("booktitle" if kind == "chapter" else "journaltitle", title)
    return given


def _entry(own: _Own, entries: Mapping[str, _Own]) -> Parsed:
    notes: list[str] = []
    raw = _with_inherited(own, entries, notes)
    if any(_deepest(text) > _MOST_BRACES for text in (*raw.values(), *(text for _, text in own.repeated))):
        return _too_deep(own.key)
    plain = {name: [_plain(name, text)] for name, text in raw.items() if name not in _PEOPLE}
    for name, text in own.repeated:
        plain.setdefault(name, []).append(_plain(name, text))
    fields = Fields(plain)
    unknown = [command for name, text in raw.items() if name not in _VERBATIM for command in unknown_commands(text)]
    if unknown:
        commands = ", ".join(f"\\{command}" for command in dict.fromkeys(unknown))
        notes.append(f"Unbekannte LaTeX-Befehle sind weggelassen: {commands}. Bitte die Angaben prüfen.")

    kind: Kind = KINDS.get(own.kind, "book")
    if kind == "article-journal" and "newspaper" in f"{fields.peek('entrysubtype')} {fields.peek('keywords')}".lower():
        kind = "article-newspaper"
    title = _joined(fields, "title", "subtitle")
    if not title:
        return Parsed(own.key, None, ["Dem Eintrag fehlt der Titel. Er ist nicht übernommen."])
    fields.drop(*_HOUSEKEEPING)
    isbn, issn = fields.numbers("isbn", "issn")
    year = fields.peek("year") or fields.peek("date")[:4]
    if (month := fields.first("month")) and year:
        fields.put_back("date", [_year_month(year, month)])
    places = ("url", "howpublished") if web_addresses(fields.peek("howpublished")) else ("url",)
    url, doi, urn = fields.addresses(*places, doi=fields.first("doi"), urn=fields.first("urn"))
    guesses: dict[str, str] = {}
    record = BibliographicRecord(
        key=own.key,
        title=title,
        kind=kind,
        contributors=(*_people(raw, "author", notes, guesses), *_people(raw, "editor", notes, guesses)),
        issued=fields.date("date", "year"),
        publisher=fields.first("publisher", "institution", "school", "organization"),
        publisher_place=fields.first("address", "location"),
        isbn=isbn,
        issn=issn,
        doi=doi,
        urn=urn,
        url=url,
        pages=re.sub(r"\s*-{2,3}\s*|\s*–\s*|(?<=\d)\s*-\s*(?=\d)", "–", fields.first("pages")),
        extent=fields.first("pagetotal"),
        note=fields.first("note", "annote", "annotation"),
        container=_container(fields, title),
        volume=fields.first("volume"),
        issue=fields.first("number", "issue"),
    )
    return Parsed(own.key, record, notes=[*notes, *fields.left()], guesses=guesses)


def _joined(fields: Fields, *names: str) -> str:
    return ": ".join(text for name in names if (text := fields.first(name)))


def _container(fields: Fields, title: str) -> str:
    """What the work stands in; proceedings name themselves as their own book."""
    for names in (("booktitle", "booksubtitle"), ("journaltitle", "journalsubtitle"), ("journal",), ("series",)):
        found = _joined(fields, *names)
        if found and found != title:
            return found
    return ""


def _plain(name: str, text: str) -> str:
    return _verbatim(text) if name in _VERBATIM else decode(text)


def _verbatim(text: str) -> str:
    r"""A value that LaTeX prints letter by letter: without ``\url{…}`` and the backslashes that protect letters."""
    text = re.sub(r"\\(?:url|nolinkurl|path)\s*\{([^{}]*)\}", r"\1", text)
    text = re.sub(r"\{?\\(?:textasciitilde|string~)\s*(?:\{\})?\}?|\$\\sim\$", "~", text)
    return re.sub(r"\\([_&%#$~{}])", r"\1", text).strip(" {}")


def _year_month(year: str, month: str) -> str:
    """»2022« and »oct« are »2022-10«; a month that is none leaves the year."""
    month = month.strip(" .~").lower()
    if month[:3] in _MONTHS:
        return f"{year}-{_MONTHS.index(month[:3]) + 1:02d}"
    if month.isascii() and month.isdigit():
        return f"{year}-{int(month):02d}"
    return f"{month.capitalize()} {year}"  # German names


def _people(raw: Mapping[str, str], role: Role, notes: list[str], guesses: dict[str, str]) -> Iterator[Agent]:
    text = raw.get(role, "")
    names = split_multiple_persons_names(text) if text else []
    if len(names) == 1 and ";" in text and not _is_one_group(text.strip()):
        names = text.split(";")
    for name in filter(None, (name.strip() for name in names)):
        if name.lower() == "others":
            notes.append(f"Die Liste der Namen ({role}) ist in der Datei mit »und andere« gekürzt.")
            continue
        plain = decode(name)
        if _is_one_group(name):
            yield Agent(literal=plain, role=role)
        elif is_body(plain):
            guesses[plain] = f"»{short(plain)}« ist als Körperschaft gelesen, nicht als Person."
            yield Agent(literal=plain.rstrip(", "), role=role)
        else:
            yield person(name, role, decode)


def _is_one_group(name: str) -> bool:
    """Whether a name stands in braces of its own, which mark that of a body."""
    depth = 0
    for place, character in enumerate(name):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return place == len(name) - 1 and place > 0
    return False
