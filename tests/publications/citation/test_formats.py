"""What each format says, field by field; what is not known shows as nothing."""

import datetime
import json
from urllib.parse import parse_qs

import pytest
from lxml import html as lxml_html

from ogl_portal.core.json_ld import script_text
from ogl_portal.german.dates import FuzzyDate
from publications.citation import bibtex, coins, csl, german, json_ld, meta, ris
from publications.citation.record import Agent, BibliographicRecord
from tests.publications.citation.records import BARE, FULL, PAGE
from tests.publications.citation.test_agreement import parse_bibtex, parse_ris, values

NBSP = "\N{NO-BREAK SPACE}"
CHAPTER = BibliographicRecord(
    key="lucke-gollasch-2022-1",
    kind="chapter",
    title="Open Government",
    contributors=(Agent("Lucke", "Jörn von"), Agent("Gollasch", "Katja")),
    issued=FuzzyDate(2022),
    container="Offenes Regierungshandeln",
    publisher="Springer Fachmedien",
    publisher_place="Wiesbaden",
    doi="10.1007/978-3-658-36795-4_1",
    pages="5-20",
)
EDITED_BOOK = BibliographicRecord(
    key="laumer-2021",
    kind="book",
    title="Kommunales Open Government",
    contributors=(Agent("Laumer", "Ralf", role="editor"),),
    issued=FuzzyDate(2021),
    publisher="Büchner-Verlag",
    publisher_place="Marburg",
    isbn="978-3-96317-246-5",
    extent="272",
)
ARTICLE = BibliographicRecord(
    key="neumann-mettler-2021",
    kind="article-journal",
    title="Offene Verwaltungsdaten zur Wirkung bringen: Was sind die Schlüssel zum Erfolg?",
    contributors=(Agent("Neumann", "Oliver"), Agent("Mettler", "Tobias")),
    issued=FuzzyDate(2021),
    container="HMD Praxis der Wirtschaftsinformatik",
    volume="58",
    issue="3",
    pages="565–580",
    doi="10.1365/s40702-021-00762-8",
)
NEWS = BibliographicRecord(
    key="lachmann",
    kind="article-newspaper",
    title="Offenes Rathaus",
    issued=FuzzyDate(2022, 3, 4),
    container="Tageblatt",
    pages="13",
    url="https://zeitung.example/rathaus",
)


class TestBibTeX:
    @pytest.mark.parametrize(
        ("record", "entry_type"),
        [
            (FULL, "techreport"),
            (EDITED_BOOK, "book"),
            (CHAPTER, "incollection"),
            (ARTICLE, "article"),
            (NEWS, "article"),
        ],
    )
    def test_entry_types(self, record: BibliographicRecord, entry_type: str) -> None:
        assert parse_bibtex(bibtex.render([record]))[0][0] == entry_type

    def test_a_body_stands_in_braces_of_its_own(self) -> None:
        text = bibtex.render([FULL])
        assert "author = {Müßig, Änne von and {Bundesministerium des Innern, für Bau und Heimat}}" in text

    def test_special_characters_are_escaped_in_text_and_left_alone_in_identifiers(self) -> None:
        text = bibtex.render([FULL])
        assert r"title = {Öffnung \& Wirkung: Was 100 \% Offenheit in \{Kommunen\} heißt\_}" in text
        assert "doi = {10.1007/978-3-658-36795-4_1}" in text

    def test_a_brace_without_a_partner_does_not_break_the_file(self) -> None:
        record = BibliographicRecord(key="x", title="Ein } zu viel", abstract="und { offen")
        text = bibtex.render([record, BARE])
        assert text.count("{") == text.count("}")
        assert [entry[2]["title"] for entry in parse_bibtex(text)] == ["Ein } zu viel", "Nur ein Titel"]

    def test_a_comma_or_and_within_a_name_does_not_split_it(self) -> None:
        record = BibliographicRecord(key="x", title="T", contributors=(Agent("Sand and Sea", "A., Jr."),))
        assert "author = {{Sand and Sea}, {A., Jr.}}" in bibtex.render([record])

    def test_a_report_has_an_institution_and_no_second_publisher(self) -> None:
        fields = parse_bibtex(bibtex.render([FULL]))[0][2]
        assert fields["institution"] == "Amt & Söhne"
        assert "publisher" not in fields

    def test_parts_name_what_they_are_part_of(self) -> None:
        assert parse_bibtex(bibtex.render([CHAPTER]))[0][2]["booktitle"] == "Offenes Regierungshandeln"
        fields = parse_bibtex(bibtex.render([ARTICLE]))[0][2]
        assert (fields["journal"], fields["volume"], fields["number"]) == (ARTICLE.container, "58", "3")
        assert "pages = {565--580}" in bibtex.render([ARTICLE])

    def test_of_what_is_not_known_only_the_year_is_said_to_be_so(self) -> None:
        [(kind, key, fields)] = parse_bibtex(bibtex.render([BARE]))
        assert (kind, key, fields.pop("year").split()) == ("techreport", "nichts", ["o.", "J."])
        assert fields == {"title": "Nur ein Titel"}


class TestRis:
    @pytest.mark.parametrize(
        ("record", "reference_type"),
        [(FULL, "RPRT"), (EDITED_BOOK, "BOOK"), (CHAPTER, "CHAP"), (ARTICLE, "JOUR"), (NEWS, "NEWS")],
    )
    def test_reference_types(self, record: BibliographicRecord, reference_type: str) -> None:
        assert parse_ris(ris.render([record]))[0]["type_of_reference"] == reference_type

    def test_starts_with_its_type_and_ends_with_the_end_tag(self) -> None:
        lines = ris.render([FULL, BARE]).split("\r\n")
        assert lines[0] == "TY  - RPRT"
        assert [line for line in lines if line.startswith("ER")] == ["ER  - ", "ER  - "]
        assert not [line for line in lines if "\n" in line or "\r" in line]

    def test_round_trip(self) -> None:
        [item] = parse_ris(ris.render([FULL]))
        assert item["publisher"] == "Amt & Söhne"
        assert item["date"] == "2022/10/05/"
        assert item["urls"] == [PAGE]
        assert item["file_attachments1"] == f"{PAGE}bericht.pdf"
        assert item["keywords"] == ["Beteiligung", "Open Data"]
        assert item["issn"] == FULL.isbn

    def test_pages_of_a_part_and_extent_of_a_work(self) -> None:
        [part, work] = parse_ris(ris.render([CHAPTER, EDITED_BOOK]))
        assert (part["start_page"], part["end_page"]) == ("5", "20")
        assert work["start_page"] == "272"
        assert "end_page" not in work

    def test_a_month_without_a_day(self) -> None:
        record = BibliographicRecord(key="x", title="T", issued=FuzzyDate(2022, 10))
        assert "DA  - 2022/10//" in ris.render([record])

    def test_of_what_is_not_known_only_the_year_is_said_to_be_so(self) -> None:
        lines = ["TY  - RPRT", "TI  - Nur ein Titel", f"PY  - {BARE.told_year}", "ER  - ", ""]
        assert ris.render([BARE]).split("\r\n") == lines


class TestCsl:
    # The variables of CSL 1.0.2 that its JSON schema names, as far as a record may use them.
    STRINGS = frozenset({
        *("title", "title-short", "container-title", "collection-title", "publisher", "publisher-place", "genre"),
        *("language", "abstract", "keyword", "note", "license", "version", "volume", "issue", "page"),
        *("number-of-pages", "ISBN", "ISSN", "DOI", "URL"),
    })  # fmt: skip

    @pytest.mark.parametrize("record", [FULL, BARE, CHAPTER, EDITED_BOOK, ARTICLE, NEWS])
    def test_shape(self, record: BibliographicRecord) -> None:
        items = json.loads(csl.render([record]))
        assert isinstance(items, list)
        item = items[0]
        assert {"id", "type", "title"} <= set(item)
        assert item["type"] in {"report", "book", "chapter", "article-journal", "article-newspaper"}
        assert set(item) <= self.STRINGS | {"id", "type", "author", "editor", "issued"}
        assert all(isinstance(item[name], str) for name in self.STRINGS & set(item))
        for name in item.get("author", []) + item.get("editor", []):
            assert set(name) in ({"literal"}, {"family", "given"}, {"family"})
        for date in [item["issued"]] if "issued" in item else []:
            assert set(date) in ({"date-parts"}, {"literal"})
            assert all(isinstance(part, int) and part for part in date.get("date-parts", [[]])[0])

    def test_a_body_is_literal_and_a_date_keeps_what_is_known(self) -> None:
        [item] = json.loads(csl.render([FULL]))
        assert item["author"][1] == {"literal": "Bundesministerium des Innern, für Bau und Heimat"}
        assert item["issued"] == {"date-parts": [[2022, 10, 5]]}
        assert json.loads(csl.render([CHAPTER]))[0]["issued"] == {"date-parts": [[2022]]}

    def test_a_citation_processor_understands_it(self) -> None:
        from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
        from citeproc.source.json import CiteProcJSON

        source = CiteProcJSON(json.loads(csl.render([CHAPTER])))
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        bibliography.register(Citation([CitationItem(CHAPTER.key)]))
        [line] = [str(line) for line in bibliography.bibliography()]
        for word in ("Lucke", "Gollasch", "2022", "Open Government", "Offenes Regierungshandeln", "Wiesbaden"):
            assert word in line

    def test_nothing_known_is_nothing_said(self) -> None:
        [item] = json.loads(csl.render([BARE]))
        assert item.pop("issued") == {"literal": BARE.told_year}
        assert item == {"id": "nichts", "type": "report", "title": "Nur ein Titel"}


class TestGerman:
    TODAY = datetime.date(2026, 11, 24)

    def test_report(self) -> None:
        assert german.as_text(FULL) == (
            "Müßig, Änne von und Bundesministerium des Innern, für Bau und Heimat. Öffnung & Wirkung: Was 100 % "
            "Offenheit in {Kommunen} heißt_ [online]. Hrsg. von Udo Ober. Bericht. Köln: Amt & Söhne, "
            f"5.{NBSP}Oktober 2022. Version 2. ISBN 978-3-96317-246-5. "
            "Verfügbar unter: https://doi.org/10.1007/978-3-658-36795-4_1"
        )

    def test_chapter(self) -> None:
        assert german.as_text(CHAPTER) == (
            "Lucke, Jörn von und Katja Gollasch. Open Government. In: Offenes Regierungshandeln. "
            f"Wiesbaden: Springer Fachmedien, 2022, S.{NBSP}5–20. "
            "Verfügbar unter: https://doi.org/10.1007/978-3-658-36795-4_1"
        )

    def test_edited_book(self) -> None:
        assert german.as_text(EDITED_BOOK) == (
            "Laumer, Ralf, Hrsg. Kommunales Open Government. Marburg: Büchner-Verlag, 2021. ISBN 978-3-96317-246-5."
        )

    def test_article_whose_title_ends_with_a_question_mark(self) -> None:
        assert german.as_text(ARTICLE) == (
            "Neumann, Oliver und Tobias Mettler. Offene Verwaltungsdaten zur Wirkung bringen: Was sind die Schlüssel "
            f"zum Erfolg? In: HMD Praxis der Wirtschaftsinformatik. 2021, 58(3), S.{NBSP}565–580. "
            "Verfügbar unter: https://doi.org/10.1365/s40702-021-00762-8"
        )

    def test_an_issue_without_a_volume_and_a_volume_of_a_series(self) -> None:
        article = BibliographicRecord(key="x", kind="article-journal", title="T", container="HMD", issue="280")
        assert german.as_text(article) == f"T. In: HMD. o.{NBSP}J., Heft 280."
        book = BibliographicRecord(key="x", kind="book", title="T", container="Schriftenreihe", volume="22")
        assert german.as_text(book) == f"T. Schriftenreihe, 22. o.{NBSP}J."

    def test_the_day_of_reading_is_named_where_no_identifier_holds_the_work_fast(self) -> None:
        assert german.as_text(NEWS, self.TODAY) == (
            f"Offenes Rathaus. In: Tageblatt. 4.{NBSP}März 2022, S.{NBSP}13. "
            f"Verfügbar unter: https://zeitung.example/rathaus [Zugriff am: 24.{NBSP}November 2026]"
        )
        assert "Zugriff" not in german.as_text(CHAPTER, self.TODAY)

    def test_more_than_three_names_become_one(self) -> None:
        people = tuple(Agent(name, "A.") for name in ("Eins", "Zwei", "Drei", "Vier"))
        assert german.name_list(people[:3]) == "Eins, A., A. Zwei und A. Drei"
        assert german.name_list(people) == "Eins, A. et al."

    def test_a_body_that_publishes_its_own_work_is_named_once(self) -> None:
        record = BibliographicRecord(
            key="x",
            title="Bericht",
            contributors=(Agent(literal="Bundeskanzleramt"),),
            institution="Bundeskanzleramt",
        )
        assert german.as_text(record) == f"Bundeskanzleramt. Bericht. o.{NBSP}J."

    def test_nothing_known_is_nothing_said(self) -> None:
        assert german.as_text(BARE) == "Nur ein Titel. o.\N{NO-BREAK SPACE}J."


class TestMeta:
    def test_highwire_has_what_scholar_and_zotero_ask_for(self) -> None:
        tags = meta.highwire(FULL)
        assert values(tags, "citation_author") == [
            "Müßig, Änne von",
            "Bundesministerium des Innern, für Bau und Heimat",
        ]
        assert values(tags, "citation_publication_date") == ["2022/10/05"]
        assert values(tags, "citation_technical_report_institution") == ["Amt & Söhne"]
        assert values(tags, "citation_language") == ["de"]
        assert values(tags, "citation_isbn") == ["978-3-96317-246-5"]
        assert values(tags, "citation_doi") == ["10.1007/978-3-658-36795-4_1"]
        assert values(tags, "citation_keywords") == ["Beteiligung", "Open Data"]

    def test_the_pdf_lies_in_the_folder_of_its_page(self) -> None:
        tags = meta.highwire(FULL)
        [pdf], [page] = values(tags, "citation_pdf_url"), values(tags, "citation_abstract_html_url")
        assert pdf.startswith("https://")
        assert pdf.rpartition("/")[0] + "/" == page
        assert pdf.endswith(".pdf")

    def test_dublin_core_has_what_libraries_ask_for(self) -> None:
        tags = meta.dublin_core(FULL)
        names = {name.removeprefix("DCTERMS.") for name, _ in tags}
        assert names >= {
            "title",
            "creator",
            "issued",
            "publisher",
            "language",
            "type",
            "identifier",
            "license",
            "abstract",
        }
        assert values(tags, "DCTERMS.issued") == ["2022-10-05"]

    def test_nothing_known_is_nothing_said(self) -> None:
        assert meta.highwire(BARE) == [("citation_title", "Nur ein Titel")]
        assert meta.dublin_core(BARE) == [("DCTERMS.title", "Nur ein Titel"), ("DCTERMS.type", "Report")]


class TestJsonLd:
    REQUIRED = (
        *("@context", "@type", "name", "author", "datePublished", "publisher", "inLanguage", "license", "encoding"),
        *("accessibilityFeature", "accessibilitySummary", "about"),
    )

    def test_required_fields(self) -> None:
        document = json_ld.document(FULL)
        assert [name for name in self.REQUIRED if name not in document] == []
        assert document["@type"] == ["Report", "Book"]
        assert document["numberOfPages"] == 96
        assert document["author"][0]["@type"] == "Person"
        assert document["author"][1]["@type"] == "Organization"
        assert document["encoding"] == {
            "@type": "MediaObject",
            "contentUrl": f"{PAGE}bericht-v2.pdf",
            "encodingFormat": "application/pdf",
            "contentSize": "4213921 B",
            "sha256": "ab" * 32,
        }

    def test_a_title_cannot_leave_the_script_element(self) -> None:
        title = "</script><script>alert(1)</script><!-- & \u2028"
        record = BibliographicRecord(key="x", title="T", abstract=title)
        text = script_text(json_ld.document(record))
        page = f'<html><head><script type="application/ld+json">{text}</script></head></html>'
        scripts = lxml_html.fromstring(page).xpath("//script")
        assert len(scripts) == 1
        assert json.loads(scripts[0].text)["abstract"] == "</script><script>alert(1)</script><!-- &"

    def test_nothing_known_is_nothing_said(self) -> None:
        assert json_ld.document(BARE) == {
            "@context": "https://schema.org",
            "@type": "Report",
            "name": "Nur ein Titel",
            "headline": "Nur ein Titel",
        }


class TestCoins:
    def test_a_report_by_a_body(self) -> None:
        pairs = parse_qs(coins.context_object(FULL))
        assert pairs["ctx_ver"] == ["Z39.88-2004"]
        assert pairs["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:book"]
        assert pairs["rft.genre"] == ["report"]
        assert pairs["rft.btitle"] == [FULL.full_title]
        assert pairs["rft.aucorp"] == ["Bundesministerium des Innern, für Bau und Heimat"]
        assert pairs["rft.date"] == ["2022-10-05"]

    def test_parts_and_what_they_are_part_of(self) -> None:
        chapter, article = parse_qs(coins.context_object(CHAPTER)), parse_qs(coins.context_object(ARTICLE))
        assert (chapter["rft.genre"], chapter["rft.atitle"]) == (["bookitem"], ["Open Government"])
        assert chapter["rft.btitle"] == ["Offenes Regierungshandeln"]
        assert article["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:journal"]
        assert article["rft.jtitle"] == ["HMD Praxis der Wirtschaftsinformatik"]
        assert parse_qs(coins.context_object(NEWS))["rft.type"] == ["newspaperArticle"]
