# ruff: noqa: E501
"""Literature comes in from three formats; what is known is recognised, and what went out comes back unchanged."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from ogl_portal.importing.bibliography.entries import Proposal, apply, decoded, parse, propose, values_of
from ogl_portal.importing.bibliography.parsed import UnreadableListError
from ogl_portal.importing.models import Outcome
from publications.citation.formats import FORMATS, CitationFormat
from publications.citation.sources import record_of_entry
from publications.models import LiteratureAuthor, LiteratureEntry
from tests.factories import AdminFactory, LiteratureEntryFactory, Portal, UserFactory

BIB = r"""
@string{vs = {Springer VS}}
@book{lucke, title = {{O}pen {G}overnment -- F{\"u}r \& wider 100\,\%}, author = {von Lucke, J{\"o}rn and {Stadt K{\"o}ln}},
  publisher = vs, year = 2022, month = oct, isbn = {978-3-658-36794-7}}
@article{stra, title = "Stra{\ss}e", author = "Ma{\"\i}er, {\'E}va and others", journal = {Zeitschrift}, year = {2020},
  pages = {1--20}, doi = {https://doi.org/10.1000/xyz}}
@book{kaputt, title = {Ohne Ende
@book{falsch, title = {Falsche Nummer}, isbn = {978-3-658-36794-0}, year = {2020}}
@book{leer, year = {2020}}
"""


def proposals(text: str, name: str) -> list[Proposal]:
    return propose(parse(text.encode(), name))


@pytest.mark.usefixtures("programme_site")
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_what_goes_out_comes_back_and_changes_nothing(form: CitationFormat) -> None:
    entries = list(LiteratureEntry.objects.prefetch_related("authors"))
    assert len(entries) > 20
    text = form.render([record_of_entry(entry) for entry in entries])
    found = propose(parse(text.encode(), f"liste.{form.extension}"))
    assert [
        (item.label, item.outcome, item.differences, item.problems) for item in found if item.outcome != "unchanged"
    ] == []
    assert len(found) == len(entries)


@pytest.mark.django_db
def test_the_address_of_a_review_comes_back_as_one() -> None:
    record = record_of_entry(LiteratureEntryFactory(url="https://example.org/review", leads_to_review=True, note=""))
    assert (record.url, record.note) == ("", "Besprechung: https://example.org/review")
    values = values_of(record)[0]
    assert (values["url"], values["leads_to_review"]) == ("https://example.org/review", True)
    assert "note" not in values


@pytest.mark.django_db
def test_bibtex_with_latex_and_faults() -> None:
    found = proposals(BIB, "liste.bib")
    apply(found, set())
    lucke = LiteratureEntry.objects.get(isbn="978-3-658-36794-7")
    assert lucke.title.startswith("Open Government – Für & wider 100")
    assert (lucke.publisher, lucke.date) == ("Springer VS", "2022-10")
    assert lucke.author_names == "Lucke, Jörn von; Stadt Köln"
    street = LiteratureEntry.objects.get(title="Straße")
    assert (street.doi, street.pages, street.author_names) == ("10.1000/xyz", "1–20", "Maïer, Éva")
    faults = [" ".join(item.problems) for item in found if item.outcome == Outcome.FAILED]
    assert any("Zeile" in text for text in faults)
    assert any("fehlt der Titel" in text for text in faults)
    wrong_number = LiteratureEntry.objects.get(title="Falsche Nummer")
    assert (wrong_number.isbn, wrong_number.date) == ("", "2020")
    assert any("Prüfziffer" in text and "nicht übernommen" in text for item in found for text in item.notes)
    assert LiteratureEntry.objects.count() == 3


@pytest.mark.django_db
def test_ris_references_stand_for_themselves() -> None:
    text = "Müll\nTY  - JOUR\nTI  - Eins\nAU  - Öttl, Ina\nPY  - 2020\nTY  - BOOK\nTI  - Zwei\nSN  - 978-3-658-36794-7\nER  - \n"
    found = proposals(text + "TY  - BOOK\nER  - \n", "x.ris")
    assert [item.outcome for item in found] == [Outcome.FAILED, Outcome.CREATED, Outcome.FAILED]
    assert "fehlt das Ende" in found[0].problems[0]
    assert "fehlt der Titel" in found[2].problems[0]
    (headless,) = proposals("AU  - Öttl, Ina\nTI  - Eins\nER  - \n", "x.ris")
    assert "beginnt nicht mit »TY" in headless.problems[0]


def taken(text: str, name: str = "x.bib") -> Proposal:
    """The only entry of a list, which is new and not refused."""
    (found,) = proposals(text, name)
    assert found.outcome == Outcome.CREATED, found.problems
    return found


def names(found: Proposal) -> list[str]:
    return [f"{LiteratureAuthor(**author)}{' (Hrsg.)' * author['is_editor']}" for author in found.authors]


@pytest.mark.django_db
class TestNothingIsLost:
    @pytest.mark.parametrize(
        ("fields", "values"),
        [
            (
                r"howpublished = {\url{https://www.beispiel.de/leitfaden_1}}",
                {"url": "https://www.beispiel.de/leitfaden_1"},
            ),
            (r"url = {\url{https://www.beispiel.de/x_y}}", {"url": "https://www.beispiel.de/x_y"}),
            (r"url = {https://www.beispiel.de/x\_y\%20z\#a}", {"url": "https://www.beispiel.de/x_y%20z#a"}),
            ("url = {www.beispiel.de/seite}", {"url": "https://www.beispiel.de/seite"}),
            ("url = {doi.org/10.1000/xyz}", {"doi": "10.1000/xyz", "url": None}),
            ("url = {https://doi.org/10.1000/xyz}", {"doi": "10.1000/xyz", "url": None}),
            (r"school = {Universit{\"a}t Beispielstadt}", {"publisher": "Universität Beispielstadt"}),
            ("institution = {Institut X}", {"publisher": "Institut X"}),
            ("isbn = {978-3-16-148410-0, 978-3-12-732320-7}", {"isbn": "978-3-16-148410-0"}),
            ("isbn = {9783161484100 9783127323207}", {"isbn": "9783161484100"}),
            ("isbn = {ISBN 978-3-16-148410-0 (print)}", {"isbn": "978-3-16-148410-0"}),
            ("issn = {ISSN: 2049-3630}", {"issn": "2049-3630"}),
            ("year = {[2005]}", {"date": "2005"}),
            ("year = 2021, month = {Mai}", {"date": "2021-05"}),
            ("date = {2021-05-03/2021-05-05}, month = may", {"date": "2021-05-03"}),
            ("pages = {1-9}", {"pages": "1–9"}),
            ("series = {Schriftenreihe Y}, number = {4}", {"container": "Schriftenreihe Y", "issue": "4"}),
            ('publisher = "Gross " # {Buch} # vs', {"publisher": "Gross Buchhaus"}),
        ],
    )
    def test_of_bibtex(self, fields: str, values: dict[str, str | None]) -> None:
        found = taken(f"@string{{vs = {{haus}}}}\n@phdthesis{{x, title = {{Titel}}, {fields}}}")
        assert {name: found.values.get(name) for name in values} == values

    @pytest.mark.parametrize(
        ("fields", "note"),
        [
            ("isbn = {978-3-16-148410-1}", "Prüfziffer"),
            ("issn = {1234-5678}", "ISSN"),
            ("doi = {keine}", "ist keine DOI"),
            ("urn = {urn:nbn:de:101:1-1}", "URN"),
            ("url = {kein Ort}", "url (»kein Ort«)"),
            ("url = {https://}", "url (»https://«)"),
            ("doi = {10.1000/a}, url = {https://doi.org/10.1000/b}", "url (»https://doi.org/10.1000/b«)"),
            (r"howpublished = {Vortrag, \url{https://a.example}}", "howpublished (»Vortrag«)"),
            (f"pages = {{{'1, ' * 30}}}", "Seiten"),
            ("year = {neulich}", "year (»neulich«)"),
            ("isbn = {978-3-16-148410-0, 978-3-12-732320-7}", "isbn (»978-3-12-732320-7«)"),
            ("date = {2021-05-03/2021-05-05}", "date (»bis 2021-05-05«)"),
            ("edition = {2.}, eprint = {1234.5678}", "edition (»2.«), eprint (»1234.5678«)"),
            ("note = {Eins}, note = {Zwei}", "note (»Zwei«)"),
            ("crossref = {fehlt}", "»fehlt«"),
            (r"publisher = {Ein \foo{Haus}}", r"\foo"),
            (f"author = {{{'Müller' * 20}, Eva and Meier, Otto}}", "keinen Platz"),
            ("author = {Meier, Otto and others}", "»und andere«"),
        ],
    )
    def test_what_does_not_fit_is_told_and_never_refuses_the_work(self, fields: str, note: str) -> None:
        found = taken(f"@book{{x, title = {{Titel}}, {fields}}}")
        assert note in " ".join(found.notes)
        apply([found], set())
        assert LiteratureEntry.objects.get().title == "Titel"

    def test_long_texts_are_shortened_and_told(self) -> None:
        found = taken(f"@book{{x, title = {{{'Titel ' * 90}}}, annote = {{{'Eine lange Anmerkung. ' * 30}}}}}")
        assert (len(found.values["title"]) <= 400, found.values["title"][-1]) == (True, "…")
        assert (len(found.values["note"]) <= 300, found.values["note"][-1]) == (True, "…")
        assert ["gekürzt" in note for note in found.notes] == [True, True]

    def test_a_chapter_has_what_its_volume_says(self) -> None:
        found = proposals(
            "@inproceedings{kap, title = {Ein Beitrag}, author = {Autorin, Anna}, pages = {12--19}, crossref = {Priority}}\n"
            "@proceedings{priority, title = {Tagungsband}, booktitle = {Tagungsband}, editor = {Herausgeber, Hans}, doi = {10.1000/b},\n"
            "  xdata = {haus}}\n@xdata{haus, publisher = {Tagungsverlag}, year = 2017, address = {Köln}}",
            "x.bib",
        )
        chapter, volume = found
        assert chapter.values == {
            "kind": "chapter", "title": "Ein Beitrag", "container": "Tagungsband", "date": "2017", "pages": "12–19",
            "publisher": "Tagungsverlag", "place": "Köln", "is_edited": False,
        }  # fmt: skip
        assert names(chapter) == ["Autorin, Anna", "Herausgeber, Hans (Hrsg.)"]
        assert (volume.values["is_edited"], volume.values["place"], names(volume)) == (
            True,
            "Köln",
            ["Herausgeber, Hans"],
        )
        assert chapter.notes == volume.notes == []
        apply(found, set())
        entry = LiteratureEntry.objects.get(title="Ein Beitrag")
        assert (entry.author_names, entry.editor_names) == ("Autorin, Anna", "Herausgeber, Hans (Hrsg.)")
        assert not proposals("@book{x, title = {X}, crossref = {x}}", "x.bib")[0].problems  # not for ever

    @pytest.mark.parametrize(
        ("tags", "expected"),
        [
            (
                "TY  - CHAP\nAU  - Autorin, Anna\nA2  - Herausgeber, Hans",
                ["Autorin, Anna", "Herausgeber, Hans (Hrsg.)"],
            ),
            (
                "TY  - CHAP\nAU  - Autorin, Anna\nA3  - Herausgeber, Hans",
                ["Autorin, Anna", "Herausgeber, Hans (Hrsg.)"],
            ),
            (
                "TY  - CHAP\nA1  - Autorin, Anna\nED  - Herausgeber, Hans",
                ["Autorin, Anna", "Herausgeber, Hans (Hrsg.)"],
            ),
            ("TY  - BOOK\nA2  - Herausgeber, Hans\nA2  - Zweite, Zoe", ["Herausgeber, Hans", "Zweite, Zoe"]),
            ("TY  - BOOK\nA3  - Herausgeber, Hans\nA2  - Reihe, Rita", ["Herausgeber, Hans"]),
            ("TY  - EDBOOK\nAU  - Herausgeber, Hans", ["Herausgeber, Hans"]),
        ],
    )
    def test_editors_of_ris(self, tags: str, expected: list[str]) -> None:
        found = taken(f"{tags}\nTI  - Titel\nER  - \n", "x.ris")
        assert names(found) == expected
        assert found.values["is_edited"] is ("AU  - Autorin" not in tags and "A1" not in tags)
        assert ("Reihe, Rita" in " ".join(found.notes)) is ("Rita" in tags)

    @pytest.mark.parametrize(
        ("tags", "values"),
        [
            # Citavi names the volume of a chapter in BT, and its own title there for a book
            ("TY  - CHAP\nTI  - Titel\nBT  - Sammelband", {"container": "Sammelband", "title": "Titel"}),
            ("TY  - CHAP\nTI  - Titel\nBT  - Sammelband\nT3  - Reihe", {"container": "Sammelband"}),
            ("TY  - BOOK\nBT  - Titel\nT3  - Reihe", {"container": "Reihe", "title": "Titel"}),
            # databases give all pages in SP
            ("TY  - JOUR\nTI  - Titel\nSP  - 51-60\nEP  - 60", {"pages": "51–60"}),
            ("TY  - JOUR\nTI  - Titel\nSP  - 51-60", {"pages": "51–60"}),
            ("TY  - JOUR\nTI  - Titel\nSP  - 51\nEP  - 51", {"pages": "51"}),
            # EndNote gives the degree in VL
            ("TY  - THES\nTI  - Titel\nVL  - Dissertation", {"volume": None}),
        ],
    )
    def test_ways_of_programs_with_ris(self, tags: str, values: dict[str, str | None]) -> None:
        found = taken(f"{tags}\nER  - \n", "x.ris")
        assert {name: found.values.get(name) for name in values} == values
        assert ("»Dissertation«" in " ".join(found.notes)) is ("THES" in tags)

    def test_what_jabref_keeps_for_itself_is_not_told(self) -> None:
        found = taken(
            "@book{x, title = {Titel}, creationdate = {2022-01-01}, modificationdate = {2022-01-01T10:00:00},"
            "priority = {prio1}, ranking = {rank3}, readstatus = {read}, printed = {printed}, qualityassured = {yes}}"
        )
        assert found.notes == []

    def test_tags_of_ris_that_stand_twice_or_go_on(self) -> None:
        found = taken(
            "TY  - BOOK\nTI  - Ein langer\nTitel\nPB  - Eins\nPB  - Zwei\nSN  - 978-3-16-148410-0 2049-3630\nDA  - 2021/05/03/\n"
            "PY  - 2021\nUR  - www.beispiel.de/a\nUR  - https://beispiel.de/b;c\nET  - 2.\nER  -",
            "x.ris",
        )
        assert found.values["title"] == "Ein langer Titel"
        assert [found.values[name] for name in ("publisher", "isbn", "issn", "date", "url")] == [
            "Eins", "978-3-16-148410-0", "2049-3630", "2021-05-03", "https://www.beispiel.de/a",
        ]  # fmt: skip
        assert found.notes == ["Nicht übernommen: PB (»Zwei«), ET (»2.«), UR (»https://beispiel.de/b;c«)."]

    def test_csl_tells_what_it_cannot_keep_of_names_and_dates(self) -> None:
        found = taken(
            '[{"type": "book", "title": "T", "author": [{"family": "King", "given": "Martin", "suffix": "Jr."}],'
            '"issued": {"date-parts": [["2018", "3", "7"], ["2019"]], "season": "2", "circa": true}}]',
            "x.json",
        )
        assert names(found) == ["King Jr., Martin"]
        assert found.values["date"] == "2018-03-07"
        assert found.notes == ["Nicht übernommen: issued (»bis 2019«), issued (»Jahreszeit 2«), issued (»ungefähr«)."]

    def test_csl(self) -> None:
        found = taken(
            '[{"id": "x", "type": "chapter", "title": "CO<sub>2</sub>", "author": [{"family": "Heide", "given": "Anna",'
            '"non-dropping-particle": "von der"}, {"literal": "Stadt Köln"}], "editor": [{"family": "Herausgeber", "given": "Hans"}],'
            '"ISBN": "978-3-16-148410-0 978-3-12-732320-7", "translator": [{"family": "Öttl", "given": "Ina"}],'
            '"issued": {"date-parts": [["o. J."]]}, "accessed": {"date-parts": [[2021, 5]]}, "edition": 2}]',
            "x.json",
        )
        assert found.values["title"] == "CO₂"
        assert names(found) == ["Heide, Anna von der", "Stadt Köln", "Herausgeber, Hans (Hrsg.)"]
        assert found.notes == [
            "Nicht übernommen: translator (»Ina Öttl«), accessed (»2021-5«), edition (»2«), ISBN (»978-3-12-732320-7«)."
        ]


@pytest.mark.django_db
class TestNames:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("Anna von der Heide", "Heide, Anna von der"),
            ("von Lucke, Jörn", "Lucke, Jörn von"),
            (r"M\"uller, J\"urgen", "Müller, Jürgen"),
            ("King, Jr., Martin", "King Jr., Martin"),
            (r"{\O}rsted, {\AA}ke", "Ørsted, Åke"),
            ("Erika Beispiel", "Beispiel, Erika"),
            ("{Erika Beispiel}", "Erika Beispiel"),
            ("{Ministerium für A, B und C}", "Ministerium für A, B und C"),
            ("Bundesministerium des Innern und für Heimat", "Bundesministerium des Innern und für Heimat"),
            (r"Forschung \& Verwaltung", "Forschung & Verwaltung"),
            ("OECD", "OECD"),
        ],
    )
    def test_of_bibtex(self, written: str, expected: str) -> None:
        assert names(taken(f"@book{{x, title = {{T}}, author = {{{written}}}}}")) == [expected]

    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("Anna von der Heide", "Heide, Anna von der"),
            ("Lucke, Jörn von", "Lucke, Jörn von"),
            ("King, Martin, Jr.", "King Jr., Martin"),
            ("Stadt Köln", "Stadt Köln"),
            ("Freie Universität Berlin", "Freie Universität Berlin"),
            ("Bertelsmann,", "Bertelsmann"),
            ("Bundesministerium des Innern, für Bau und Heimat", "Bundesministerium des Innern, für Bau und Heimat"),
            ("Offene Kommune e. V.", "Offene Kommune e. V."),
        ],
    )
    def test_of_ris(self, written: str, expected: str) -> None:
        assert names(taken(f"TY  - BOOK\nTI  - T\nAU  - {written}\nER  - ", "x.ris")) == [expected]

    def test_of_strings_the_last_of_one_name_counts(self) -> None:
        found = proposals(
            '@string{a = "Eins"}\n@string{a = "Zwei"}\n@string(b = a # " und " # {Drei})\n@book{x, title = b}', "x.bib"
        )
        assert [item.values["title"] for item in found] == ["Zwei und Drei"]

    def test_lists_with_semicolons(self) -> None:
        found = taken("@book{x, title = {T}, author = {Müller, Hans; Meier, Eva; Schulz, Ute}}")
        assert names(found) == ["Müller, Hans", "Meier, Eva", "Schulz, Ute"]

    def test_a_guess_is_told(self) -> None:
        assert "als Person gelesen" in taken("TY  - BOOK\nTI  - T\nAU  - Mara Muster\nER  - ", "x.ris").notes[0]
        assert "als Körperschaft gelesen" in taken("@book{x, title = {T}, author = {Stadt Köln}}").notes[0]

    def test_a_body_that_stands_here_already_is_one(self) -> None:
        LiteratureEntryFactory().authors.create(body_name="Offene Kommune")
        assert names(taken("TY  - BOOK\nTI  - T\nAU  - Offene Kommune\nER  - ", "x.ris")) == ["Offene Kommune"]


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("TY  - BOOK\r\nTI  - Größe\r\nAU  - Müller, Jörg\r\nER  - \r\n", "x.ris"),
        ("@book{x, title = {Größe}, author = {Müller, Jörg}}", "x.bib"),
    ],
)
def test_encodings(text: str, name: str, encoding: str) -> None:
    data = text.encode(encoding)
    (found,) = propose(parse(data, name))
    assert (found.values["title"], names(found)) == ("Größe", ["Müller, Jörg"])
    assert ("Windows-1252" in decoded(data)[1]) is (encoding == "cp1252")


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_editors_come_back(form: CitationFormat) -> None:
    """Export and import of every kind of people on an entry."""
    entries = [
        LiteratureEntryFactory(kind="chapter", title="Beitrag", container="Sammelband", author="Autorin", date="2020"),
        LiteratureEntryFactory(kind="book", title="Sammelband", author="Herausgeber", is_edited=True, date="2020"),
        LiteratureEntryFactory(kind="book", title="Werk", author="Autorin", date="2021"),
    ]
    for entry in (entries[0], entries[2]):
        entry.authors.create(family_name="Herausgeber", given_name="Hans", is_editor=True, sort_order=2)
        entry.authors.create(body_name="Offene Kommune", is_editor=True, sort_order=3)
    entries[0].authors.create(body_name="Mara Muster", sort_order=1)  # a body that could be a person
    for entry in entries:
        entry.save()
    text = form.render([record_of_entry(entry) for entry in entries])
    found = propose(parse(text.encode(), f"liste.{form.extension}"))
    assert [
        (item.label, item.outcome, item.differences, item.notes)
        for item in found
        if item.outcome != "unchanged" or item.notes
    ] == []
    LiteratureEntry.objects.all().delete()
    apply(proposals(text, f"liste.{form.extension}"), set())
    again = LiteratureEntry.objects.get(title="Beitrag")
    assert again.editor_names == "Herausgeber, Hans; Offene Kommune (Hrsg.)"


@pytest.mark.django_db
def test_csl_of_other_programs() -> None:
    text = '[{"type": "webpage", "title": "Ä", "issued": {"raw": "2021-05"}, "author": [{"literal": "Stadt"}]}, 7, {"id": "x"}]'
    found = proposals(text, "x.json")
    assert [item.outcome for item in found] == [Outcome.CREATED, Outcome.FAILED, Outcome.FAILED]
    assert found[0].values["date"] == "2021-05"


@pytest.mark.parametrize("data", [b"", b"nichts", b"{", b"[1", b"\xff\xfe\x00"])
@pytest.mark.parametrize("name", ["x.bib", "x.ris", "x.json", "x"])
def test_what_is_no_list_is_refused_in_german(data: bytes, name: str) -> None:
    with pytest.raises(UnreadableListError, match="nichts übernommen"):
        parse(data, name)


@pytest.mark.django_db
class TestDuplicates:
    def known(self, **values: str) -> LiteratureEntry:
        return LiteratureEntryFactory(author="Öttl", title="Offene Kommune", date="2020-05", **values)

    @pytest.mark.parametrize(
        "fields",
        [
            "title = {Anders}, doi = {10.1000/ABC}",
            "title = {Anders}, isbn = {9783658367947}",
            'title = {Offene  KOMMUNE.}, author = {{\\"O}ttl, Mara}, year = 2020',
        ],
    )
    def test_are_recognised(self, fields: str) -> None:
        known = self.known(doi="10.1000/abc", isbn="978-3-658-36794-7")
        (found,) = proposals(f"@book{{x, {fields}}}", "x.bib")
        assert found.entry == known

    def test_chapters_of_one_volume_are_not_the_same(self) -> None:
        self.known(isbn="978-3-658-36794-7")
        (found,) = proposals("@incollection{x, title = {Kapitel}, isbn = {978-3-658-36794-7}}", "x.bib")
        assert found.outcome == Outcome.CREATED

    def test_are_shown_with_their_differences_and_updated_if_wanted(self) -> None:
        known = self.known(publisher="Alt")
        text = "@book{x, title = {Offene Kommune}, author = {Öttl, Mara}, year = 2020, publisher = {Neu}}"
        found = proposals(text, "x.bib")
        assert {item.label for item in found[0].differences} == {"Verlag", "Erschienen"}
        apply(found, set())
        known.refresh_from_db()
        assert known.publisher == "Alt"
        apply(found, {1})
        known.refresh_from_db()
        assert known.publisher == "Neu"
        assert LiteratureEntry.objects.count() == 1

    def test_within_a_file_count_once(self) -> None:
        apply(proposals("@book{a, title = {Eins}, year = 2020}\n@book{b, title = {Eins}, year = 2020}", "x.bib"), set())
        assert LiteratureEntry.objects.count() == 1


class TestAdmin:
    def test_a_list_is_reviewed_and_taken_over(self, portal: Portal, client: Client) -> None:
        client.force_login(AdminFactory())
        LiteratureEntryFactory(title="Offene Kommune", author="Muster", date="2021")
        assert (
            reverse("import_literature")
            in client.get(reverse("wagtailsnippets_publications_literatureentry:list")).content.decode()
        )
        text = "@book{x, title = {Offene Kommune}, author = {Muster, Mara}, year = 2021, publisher = {Neu}}\n@book{y, title={Zweites}, edition={3.}}"
        response = client.post(reverse("import_literature"), {"file": SimpleUploadedFile("x.bib", text.encode())})
        review = response.headers["Location"]
        page = client.get(review).content.decode()
        assert "Verlag" in page
        assert "Gelesen: 2 Einträge, davon 1 neu" in page
        assert "Nicht übernommen: edition (»3.«)." in page
        assert LiteratureEntry.objects.count() == 1
        client.post(review, {"aktualisieren": ["1"]})
        assert set(LiteratureEntry.objects.values_list("title", "publisher")) == {
            ("Offene Kommune", "Neu"),
            ("Zweites", ""),
        }
        client.post(review, {"aktualisieren": ["1"]})
        assert LiteratureEntry.objects.count() == 2

    @pytest.mark.parametrize("name", ["import_literature", "import_index", "import_wordpress"])
    def test_only_those_with_the_right_may(self, portal: Portal, client: Client, name: str) -> None:
        assert client.get(reverse(name)).status_code == 302
        client.force_login(UserFactory(is_staff=True))
        assert client.get(reverse(name)).status_code == 302


@pytest.mark.django_db
def test_the_command_shows_and_takes_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "liste.bib"
    file.write_text("@book{x, title = {Neu}, year = 2020}", encoding="utf-8")
    call_command("import_literature", file, "--dry-run")
    assert not LiteratureEntry.objects.exists()
    call_command("import_literature", file)
    assert LiteratureEntry.objects.get().title == "Neu"
    assert LiteratureAuthor.objects.count() == 0
    out = capsys.readouterr().out
    assert "1 Eintrag gelesen: 1 neu; 0 mit Hinweisen" in out


@pytest.mark.django_db
def test_the_command_tells_of_every_entry(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "liste.bib"
    file.write_bytes(
        "@book{a, title = {Größe}, edition = {2.}}\n@book{b, title = {Größe}}\n@book{c, isbn = {1}}".encode("cp1252")
    )
    call_command("import_literature", file, "--dry-run")
    out = capsys.readouterr().out
    assert "Windows-1252" in out
    assert "Nicht übernommen: edition (»2.«)." in out
    assert "3 Einträge gelesen: 1 neu, 1 nicht übernommen, 1 fehlerhaft; 1 mit Hinweisen" in out


@pytest.mark.django_db
def test_brackets_without_end_are_told_and_stop_nothing_else(client: Client) -> None:
    deep = "{" * 5000 + r"\textbf{Titel}" + "}" * 5000
    text = (
        f"@string{{s = {{{deep}}}}}\n@book{{a, title = {{{deep}}}}}\n@book{{b, title = s}}\n@book{{c, title = {{Gut}}}}"
    )
    found = proposals(text, "x.bib")
    assert [item.outcome for item in found] == [Outcome.FAILED, Outcome.FAILED, Outcome.CREATED]
    assert "mehr als 50 geschweifte Klammern ineinander" in found[0].problems[0]

    client.force_login(AdminFactory())
    nested = '[{"id": "a", "title": "x", "custom": ' + "[" * 900 + "]" * 900 + "}]"
    response = client.post(reverse("import_literature"), {"file": SimpleUploadedFile("x.json", nested.encode())})
    assert "zu tief verschachtelt" in response.content.decode()
