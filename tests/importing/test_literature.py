# ruff: noqa: E501
"""Literature comes in from three formats; what is known is recognised, and what went out comes back unchanged."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from ogl_portal.importing.bibliography.entries import Proposal, apply, parse, propose
from ogl_portal.importing.bibliography.parsed import UnreadableListError
from ogl_portal.importing.models import Outcome
from publications.citation.formats import FORMATS, Format
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
def test_what_goes_out_comes_back_and_changes_nothing(form: Format) -> None:
    entries = list(LiteratureEntry.objects.prefetch_related("authors"))
    assert len(entries) > 20
    text = form.render([record_of_entry(entry) for entry in entries])
    found = propose(parse(text.encode(), f"liste.{form.extension}"))
    assert [
        (item.label, item.outcome, item.differences, item.problems) for item in found if item.outcome != "unchanged"
    ] == []
    assert len(found) == len(entries)


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
    assert any("Prüfziffer" in text for text in faults)
    assert LiteratureEntry.objects.count() == 2


@pytest.mark.django_db
def test_ris_references_stand_for_themselves() -> None:
    text = "Müll\nTY  - JOUR\nTI  - Eins\nAU  - Öttl, Ina\nPY  - 2020\nTY  - BOOK\nTI  - Zwei\nSN  - 978-3-658-36794-7\nER  - \n"
    found = proposals(text + "TY  - BOOK\nER  - \n", "x.ris")
    assert [item.outcome for item in found] == [Outcome.FAILED, Outcome.CREATED, Outcome.FAILED]
    assert "fehlt das Ende" in found[0].problems[0]
    assert "fehlt der Titel" in found[2].problems[0]


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
        text = "@book{x, title = {Offene Kommune}, author = {Muster, Mara}, year = 2021, publisher = {Neu}}\n@book{y, title={Zweites}}"
        response = client.post(reverse("import_literature"), {"file": SimpleUploadedFile("x.bib", text.encode())})
        review = response.headers["Location"]
        assert "Verlag" in client.get(review).content.decode()
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
    assert "1 neu" in capsys.readouterr().out
