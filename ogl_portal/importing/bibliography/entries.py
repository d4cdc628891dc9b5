"""Records as literature entries: which are new, which are known, what differs. The inverse of ``record_of_entry``."""

import codecs
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from ogl_portal.core.identifiers import normalise_doi
from ogl_portal.core.slugs import slug_of
from ogl_portal.german.sorting import german_sort_key
from ogl_portal.importing.bibliography import bibtex, csl, ris
from ogl_portal.importing.bibliography.parsed import Parsed, UnreadableListError, short
from ogl_portal.importing.models import Outcome
from ogl_portal.text.characters import running_text
from publications.citation.record import BibliographicRecord
from publications.citation.sources import LITERATURE_KINDS, REVIEW
from publications.models import LiteratureAuthor, LiteratureEntry

READERS: dict[str, Callable[[str], list[Parsed]]] = {"bib": bibtex.read, "ris": ris.read, "json": csl.read}
_KINDS = {kind: str(name) for name, kind in LITERATURE_KINDS.items()}
_SHORTENED = ("title", "container", "publisher", "note")  # fields whose beginning says something by itself
_BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_ENDS_WITH_REVIEW = re.compile(rf"(^|\s){REVIEW}https?://\S+$")
_DASHES = re.compile(r"\s*[-‐‑–—]+\s*")
Values = dict[str, Any]
Person = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    label: str
    here: str
    there: str


@dataclass
class Proposal:
    """What an entry of a file would do. ``entry`` is the known one where there is one."""

    number: int
    label: str
    outcome: Outcome
    values: Values = field(default_factory=dict)
    authors: list[Person] = field(default_factory=list)
    entry: LiteratureEntry | None = None
    differences: list[Difference] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a file, and a German sentence where its encoding had to be guessed."""
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), ""
    for place, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if data and not any(data[place:200:2]) and any(data[:200]):  # ASCII in UTF-16 is zero at every second byte
            return data.decode(encoding, errors="replace"), ""
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), (
            "Die Datei ist nicht in UTF-8 gespeichert; sie ist als Windows-1252 (Westeuropa) gelesen. Bitte sehen Sie "
            "die Umlaute durch, bevor Sie übernehmen."
        )


def parse(data: bytes, filename: str) -> list[Parsed]:
    """Read a file by the ending of its name, else by how it begins. Raises UnreadableListError in German."""
    text = running_text(decoded(data)[0])
    ending = filename.rpartition(".")[2].lower()
    start = text.lstrip()
    if ending not in READERS:
        ending = "json" if start[:1] in ("[", "{") else "ris" if start.startswith("TY") else "bib"
    try:
        parsed = READERS[ending](text)
    except RecursionError as error:  # brackets within brackets, thousands of them: nobody's list
        raise UnreadableListError(
            "Die Datei ist zu tief verschachtelt und lässt sich nicht lesen. Es wurde nichts übernommen. Bitte "
            "erzeugen Sie sie in Ihrem Literaturprogramm neu."
        ) from error
    if not parsed:
        raise UnreadableListError(
            "In der Datei steht kein Werk. Es wurde nichts übernommen. Erwartet wird BibTeX (.bib), RIS (.ris) oder "
            "CSL-JSON (.json)."
        )
    return parsed


def propose(parsed: list[Parsed]) -> list[Proposal]:
    """What each entry would do: new, known and the same, known with differences, or faulty. Nothing is saved."""
    known = _Known()
    proposals = []
    for number, item in enumerate(parsed, start=1):
        if item.record is None:
            proposals.append(Proposal(number, item.label, Outcome.FAILED, problems=item.problems))
            continue
        proposal = known.proposal(number, item.label, item.record)
        guesses = [note for name, note in item.guesses.items() if name not in known.bodies]
        proposal.notes[:0] = [*item.notes, *guesses]
        proposals.append(proposal)
    return proposals


def apply(proposals: list[Proposal], update: set[int]) -> None:
    """Save what is new, and the known entries whose numbers are in ``update``. All or nothing."""
    with transaction.atomic():
        for proposal in proposals:
            if proposal.outcome == Outcome.CREATED:
                entry = LiteratureEntry(slug=_free_slug(proposal))
            elif proposal.outcome == Outcome.UPDATED and proposal.number in update and proposal.entry is not None:
                entry = LiteratureEntry.objects.get(pk=proposal.entry.pk)
            else:
                continue
            _fill(entry, proposal.values, proposal.authors)
            entry.full_clean()
            entry.save()


def values_of(record: BibliographicRecord) -> tuple[Values, list[Person]]:
    """Fields and authors of the entry that a record describes; only what the record states."""
    people = (*record.authors, *record.editors)
    authors: list[Person] = [
        {
            "family_name": person.family,
            "given_name": person.given,
            "body_name": person.literal,
            "is_editor": bool(record.authors) and person.role == "editor",
        }
        for person in people
    ]
    note, _, review = record.note.partition(REVIEW) if _ENDS_WITH_REVIEW.search(record.note) else (record.note, "", "")
    values: Values = {
        "kind": _KINDS[record.kind],
        "title": record.full_title,
        "container": record.container,
        "date": record.issued.edtf if record.issued else "",
        "volume": record.volume,
        "issue": record.issue,
        "pages": record.extent or record.pages,
        "publisher": record.publisher,
        "place": record.publisher_place,
        "isbn": record.isbn,
        "issn": record.issn,
        "doi": normalise_doi(record.doi),
        "urn": record.urn,
        "url": review or record.url,
        "leads_to_review": bool(review),
        "note": note.strip(),
    }
    stated = {name: value for name, value in values.items() if value}
    if people:
        stated["is_edited"] = not record.authors
    return stated, authors


class _Known:
    """All entries, by what they are recognised by; grows by the new ones of the file itself."""

    def __init__(self) -> None:
        self.by_doi: dict[str, LiteratureEntry] = {}
        self.by_isbn: dict[str, LiteratureEntry] = {}
        self.by_title: dict[str, LiteratureEntry] = {}
        # RIS cannot say that a name is that of a body; those that stand here already are known by it.
        self.bodies = set(LiteratureAuthor.objects.exclude(body_name="").values_list("body_name", flat=True))
        for entry in LiteratureEntry.objects.prefetch_related("authors").order_by("pk"):
            self.add(entry, [author.sorting_name for author in entry.authors.all() if not author.is_editor])

    def add(self, entry: LiteratureEntry, names: list[str]) -> None:
        if entry.doi:
            self.by_doi.setdefault(normalise_doi(entry.doi).lower(), entry)
        if entry.isbn and entry.kind in ("book", "report"):  # the chapters of a volume share its number
            self.by_isbn.setdefault(_digits(entry.isbn), entry)
        self.by_title.setdefault(_title_key(entry.title, entry.date, names), entry)

    def find(self, values: Values, names: list[str]) -> LiteratureEntry | None:
        if (doi := values.get("doi", "").lower()) and doi in self.by_doi:
            return self.by_doi[doi]
        by_title = self.by_title.get(_title_key(values["title"], values.get("date", ""), names))
        if by_title is None and values.get("isbn") and values["kind"] in ("book", "report"):
            return self.by_isbn.get(_digits(values["isbn"]))
        return by_title

    def proposal(self, number: int, label: str, record: BibliographicRecord) -> Proposal:
        values, authors = values_of(record)
        notes = _fit(values) + self._fit_people(authors)
        problems, more = _problems(values, authors)
        notes += more
        names = [author["body_name"] or f"{author['family_name']} {author['given_name']}" for author in authors]
        if problems:
            return Proposal(number, label, Outcome.FAILED, values, authors, problems=problems, notes=notes)
        entry = self.find(values, names)
        if entry is None:
            trial = LiteratureEntry()
            _fill(trial, values, authors)
            self.add(trial, names)
            return Proposal(number, label, Outcome.CREATED, values, authors, notes=notes)
        if entry.pk is None:
            text = "Dasselbe Werk steht weiter oben in der Datei."
            return Proposal(number, label, Outcome.SKIPPED, values, authors, problems=[text], notes=notes)
        differences = _differences(entry, values, authors)
        outcome = Outcome.UPDATED if differences else Outcome.UNCHANGED
        return Proposal(number, label, outcome, values, authors, entry, differences, notes=notes)

    def _fit_people(self, authors: list[Person]) -> list[str]:
        """Leave out who has no room, and read whoever is known as a body as one; gives what is to be said."""
        notes = []
        for author in list(authors):
            natural = " ".join(filter(None, (author["given_name"], author["family_name"])))
            inverted = ", ".join(filter(None, (author["family_name"], author["given_name"])))
            for name in (natural, inverted):
                if name in self.bodies:
                    author.update(family_name="", given_name="", body_name=name)
            try:
                LiteratureAuthor(**author).full_clean(exclude=["entry"])
            except ValidationError:
                authors.remove(author)
                notes.append(
                    f"Der Name »{short(author['body_name'] or natural)}« hat hier keinen Platz und ist ausgelassen."
                )
        return notes


def _fill(entry: LiteratureEntry, values: Values, authors: list[Person]) -> None:
    for name, value in values.items():
        setattr(entry, name, value)
    if authors:
        entry.authors = [LiteratureAuthor(sort_order=place, **author) for place, author in enumerate(authors)]


def _fit(values: Values) -> list[str]:
    """Shorten or leave out texts that are longer than their field; gives what is to be said."""
    notes = []
    for name, value in list(values.items()):
        limit = getattr(LiteratureEntry._meta.get_field(name), "max_length", None)
        if not isinstance(value, str) or limit is None or len(value) <= limit:
            continue
        if name in _SHORTENED:
            values[name] = value[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
            notes.append(f"{_label(name)}: Der Text ist länger als {limit} Zeichen und gekürzt.")
        else:
            del values[name]
            notes.append(f"{_label(name)}: »{short(value)}« ist länger als {limit} Zeichen und nicht übernommen.")
    return notes


def _problems(values: Values, authors: list[Person]) -> tuple[list[str], list[str]]:
    """What the rules of the form say, with the name of the field: what refuses the work, and what is only left out.

    A field that breaks a rule is taken out of ``values``; without a title there is no work.
    """
    trial = LiteratureEntry(slug="probe")
    _fill(trial, values, authors)
    try:
        trial.full_clean(exclude=["slug"])
    except ValidationError as error:
        faults = {name: f"{_label(name)}: {' '.join(messages)}" for name, messages in error.message_dict.items()}
        refused = [fault for name, fault in faults.items() if name in ("title", "__all__")]
        left_out = [f"{faults[name]} Die Angabe ist nicht übernommen." for name in faults if values.pop(name, None)]
        return refused, [] if refused else left_out
    return [], []


def _differences(entry: LiteratureEntry, values: Values, authors: list[Person]) -> list[Difference]:
    """Where a file states something else. What it leaves out is no difference: an import never empties a field."""
    found = []
    for name, there in values.items():
        here = getattr(entry, name)
        if _comparable(name, here) != _comparable(name, there):
            found.append(Difference(_label(name), _shown(here), _shown(there)))
    here_names = _names(entry.authors.all())
    there_names = _names(LiteratureAuthor(**author) for author in authors)
    if there_names and here_names != there_names:
        found.append(Difference("Verfasser:innen", "; ".join(here_names), "; ".join(there_names)))
    return found


def _names(people: Iterable[LiteratureAuthor]) -> list[str]:
    """Authors, then editors of the volume, as files tell them apart whatever order they stand in."""
    ordered = sorted(people, key=lambda person: person.is_editor)
    return [f"{person} (Hrsg.)" if person.is_editor else str(person) for person in ordered]


def _comparable(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name in ("isbn", "issn"):
        return _digits(value)
    if name == "doi":
        return normalise_doi(value).lower()
    return _DASHES.sub("-", " ".join(value.split())) if name == "pages" else " ".join(value.split())


def _shown(value: Any) -> str:
    return {True: "ja", False: "nein"}[value] if isinstance(value, bool) else str(value)


def _label(name: str) -> str:
    if name == "__all__":
        return "Eintrag"
    return str(LiteratureEntry._meta.get_field(name).verbose_name)


def _digits(number: str) -> str:
    return re.sub(r"[^0-9X]", "", number.upper())


def _title_key(title: str, date: str, names: list[str]) -> str:
    first = german_sort_key(names[0]).split(" ")[0] if names else ""
    return f"{german_sort_key(title)}|{date[:4]}|{first}"


def _free_slug(proposal: Proposal) -> str:
    author = next((a["family_name"] or a["body_name"] for a in proposal.authors), proposal.values["title"])
    base = slug_of(f"{author[:30]} {proposal.values.get('date', '')[:4]}", "werk")[:45]
    taken = set(LiteratureEntry.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(1, 100_000))) if slug not in taken)
