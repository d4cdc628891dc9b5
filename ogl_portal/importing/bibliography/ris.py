"""Read RIS. Each reference on its own, so that a broken one stops no other."""

import re

from ogl_portal.importing.bibliography.names import is_body, person
from ogl_portal.importing.bibliography.parsed import Fields, Parsed
from ogl_portal.importing.raised import without_tags
from publications.citation.record import Agent, BibliographicRecord, Kind, Role

KINDS: dict[str, Kind] = {
    **dict.fromkeys(("JOUR", "JFULL", "ABST", "EJOUR", "INPR"), "article-journal"),
    **dict.fromkeys(("NEWS", "MGZN"), "article-newspaper"),
    **dict.fromkeys(("CHAP", "CONF", "CPAPER", "ECHAP"), "chapter"),
    **dict.fromkeys(("RPRT", "GOVDOC", "UNPB", "ELEC", "GEN", "WEB", "BLOG", "STAND"), "report"),
}
EDITED_BOOK = "EDBOOK"  # its authors are its editors
THESIS = "THES"  # EndNote writes the degree into the volume
_TAG = re.compile(r"^\s?([A-Z][A-Z0-9]) {1,2}- ?(.*)$")
_DATES = ("DA", "PY", "Y1")  # the one that says most first
_VERBATIM = {"UR", "L1", "L2", "DO", "ID", "SN"}


def read(text: str) -> list[Parsed]:
    """References by the marks of their ends; what has none is told with its line.

    A tag that stands several times keeps all its values; a line without a tag goes on with the one before.
    """
    parsed: list[Parsed] = []
    tags: dict[str, list[str]] | None = None
    is_headless = False  # tags stand before any TY
    last: list[str] = []
    start = 0
    for number, line in enumerate([*re.split(r"\r\n|\r|\n", text), "TY  - "], start=1):
        match = _TAG.match(line)
        if match is None:
            if last and line.strip():
                last[-1] = f"{last[-1]} {line.strip()}"
            continue
        tag, value = match[1], match[2].strip()
        if tag == "TY":
            if tags is not None:
                problem = f"Dem Eintrag ab Zeile {start} fehlt das Ende (»ER  -«). Er ist nicht übernommen."
                parsed.append(Parsed(f"Zeile {start}", None, [problem]))
            tags, start = {}, number
        elif tag == "ER":
            if tags is not None:
                parsed.append(_reference(tags, start))
            elif is_headless:
                problem = f"Der Eintrag vor Zeile {number} beginnt nicht mit »TY  -«. Er ist nicht übernommen."
                parsed.append(Parsed(f"Zeile {number}", None, [problem]))
            tags = None
        is_headless = tags is None and tag != "ER"
        last = [] if tags is None else tags.setdefault(tag, [])
        last.append(value if tag in _VERBATIM else without_tags(value))
    return parsed


def _reference(tags: dict[str, list[str]], line: int) -> Parsed:
    fields = Fields({tag: map(_iso_date, texts) if tag in _DATES else texts for tag, texts in tags.items()})
    code = fields.first("TY").upper()
    fields.drop("ID", "LB")
    kind: Kind = KINDS.get(code, "book")
    is_part = kind not in ("book", "report")
    title = fields.first("TI", "T1", "CT", "BT", "TT")
    if not title:
        return Parsed(f"Zeile {line}", None, [f"Dem Eintrag ab Zeile {line} fehlt der Titel. Er ist nicht übernommen."])
    if title.startswith(fields.peek("ST")):
        fields.drop("ST")
    isbn, issn = fields.numbers("SN", "BN")
    url, doi, urn = fields.addresses("UR", "L1", "L2", "LK", doi=fields.first("DO"))
    pages = _pages(fields.first("SP"), fields.first("EP"))
    guesses: dict[str, str] = {}
    record = BibliographicRecord(
        key="",
        title=title,
        kind=kind,
        contributors=(
            *_people(fields.all("AU", "A1"), "editor" if code == EDITED_BOOK else "author", guesses),
            *_people(_editors(fields, is_part=is_part), "editor", guesses),
        ),
        issued=fields.date(*_DATES),
        publisher=fields.first("PB"),
        publisher_place=fields.first("CY", "PP"),
        isbn=isbn,
        issn=issn,
        doi=doi,
        urn=urn,
        url=url,
        pages=pages if is_part else "",
        extent="" if is_part else pages,
        note=fields.first("N1"),
        container=fields.first(*(("BT",) if is_part else ()), "T2", "JO", "JF", "JA", "J2", "T3"),
        volume="" if code == THESIS else fields.first("VL"),
        issue=fields.first("IS"),
    )
    return Parsed(title[:60], record, notes=fields.left(), guesses=guesses)


def _editors(fields: Fields, *, is_part: bool) -> list[str]:
    """Programs disagree on the tag of editors: of a part A2 names them and A3 those of the series, of a book the other
    way round. Where both stand, that of the series is left to be told."""
    first, second = ("A2", "A3") if is_part else ("A3", "A2")
    return fields.all("ED", first if fields.peek(first) else second)


def _pages(first: str, last: str) -> str:
    """»51« and »60« are »51–60«, as »51-60« is, beside which some databases give the last page again."""
    first, last = (re.sub(r"\s*-+\s*", "–", page) for page in (first, last))
    return first if last in ("", first) or first.endswith(f"–{last}") else "–".join(filter(None, (first, last)))


def _iso_date(text: str) -> str:
    """»2022/10/05/« and »2022///« as ISO dates; other texts as they are."""
    parts = [part.strip() for part in text.split("/")[:3]]
    if len(parts) == 1 or not re.fullmatch(r"\d{4}", parts[0]):
        return text
    return "-".join(part.zfill(2) for part in parts if part.isdigit())


def _people(names: list[str], role: Role, guesses: dict[str, str]) -> list[Agent]:
    return [_person(name, role, guesses) for name in names]


def _person(name: str, role: Role, guesses: dict[str, str]) -> Agent:
    family, _, given = name.strip().partition(",")
    if is_body(name):
        return Agent(literal=name.rstrip(", "), role=role)
    if given.strip():
        given, _, suffix = given.partition(",")
        family = " ".join(filter(None, (family, suffix.strip())))
        return Agent(family=family, given=given, role=role)
    found = person(family, role)
    if found.given:
        guesses[name] = f"»{name}« steht ohne Komma und ist als Person gelesen: {found.inverted}."
    return found
