"""The content files: complete by the facts, well formed, and written as the site's German is written."""

import datetime
import re
from pathlib import Path

import pytest
from stdnum import isbn, issn

from labs.enums import MunicipalityKind, PartnerKind
from ogl_portal.core.identifiers import validate_ags, validate_doi, validate_urn
from ogl_portal.core.models.topic import TopicKind
from ogl_portal.german.dates import FuzzyDate
from ogl_portal.german.laender import Land
from ogl_portal.programme.content import PAGE_MODELS, ContentEntry
from ogl_portal.programme.loader.markup import body
from ogl_portal.programme.reading import CONTENT_DIR, ContentError, read_programme, texts
from publications.enums import ARTICLE_KINDS, BOOK_KINDS, LICENCES, ContributorRole, PublicationKind
from tests.programme import expected

PROGRAMME = read_programme()
ALL_TEXTS = list(texts(PROGRAMME))
GERMAN_TEXTS = [
    (where, name, text)
    for where, name, text in ALL_TEXTS
    if name
    not in {
        "slug",
        "url",
        "source_url",
        "path",
        "type",
        "old",
        "new",
        "target",
        "page",
        "doi",
        "urn",
        "topics",
        "sample_document",
        "labs",
    }
    and not name.endswith("_en")
    and where.split("/")[0] != "en"
]
ENGLISH_TEXTS = [text for where, name, text in ALL_TEXTS if name.endswith("_en") or where.split("/")[0] == "en"]
WITH_BODY = [item for item in PROGRAMME.page_entries() if getattr(item, "body", [])]


class TestComplete:
    def test_every_lab_has_its_title(self) -> None:
        assert {lab.slug: lab.title for lab in PROGRAMME.labs} == expected.LABS

    def test_labs_lie_in_eight_laender(self) -> None:
        assert {land for lab in PROGRAMME.labs for land in lab.laender} == {
            "BW", "BY", "BB", "HB", "HE", "NW", "SN", "ST",
        }  # fmt: skip

    def test_every_topic(self) -> None:
        assert [topic.slug for topic in PROGRAMME.topics] == expected.TOPICS
        assert all(topic.description.endswith((".", "?")) for topic in PROGRAMME.topics)

    def test_every_publication_with_its_place_on_the_home_page(self) -> None:
        found = [(p.title, p.subtitle, p.home_page_order) for p in PROGRAMME.publications]
        assert found == expected.PUBLICATIONS

    def test_every_news_item_with_its_dates(self) -> None:
        assert [(item.title, [date.date for date in item.dates]) for item in PROGRAMME.news] == expected.NEWS

    def test_every_event_with_its_time(self) -> None:
        def moment(day: datetime.date | None, time: datetime.time | None) -> str:
            return f"{day}T{time:%H:%M}" if time else str(day or "")

        found = [
            (
                event.title,
                moment(event.start_date, event.start_time) or event.fuzzy_date,
                moment(event.end_date, event.end_time),
            )
            for event in PROGRAMME.events
        ]
        assert found == expected.EVENTS

    def test_every_literature_entry_in_its_table(self) -> None:
        books = [entry.title for entry in PROGRAMME.literature if entry.kind in BOOK_KINDS]
        articles = [entry.title for entry in PROGRAMME.literature if entry.kind in ARTICLE_KINDS]
        assert books == expected.BOOKS
        assert articles == expected.ARTICLES
        assert sum(entry.is_verified for entry in PROGRAMME.literature) == 27

    def test_key_figures_of_the_programme(self) -> None:
        assert [figure.value for figure in PROGRAMME.home.figures] == ["13", "8", "42", "59"]

    def test_the_jour_fixe_is_public(self) -> None:
        jour_fixe = next(event for event in PROGRAMME.events if event.title == "Jour fixe der Laborteams")
        assert jour_fixe.audience == "public"

    def test_programme_pages_are_worth_reading(self) -> None:
        for page in PROGRAMME.pages:
            if page.path.startswith("programm"):
                words = re.findall(r"\w{2,}", re.sub(r"<[^>]+>", " ", repr(page.body)))
                assert len(words) >= 250, page.path


class TestValues:
    @pytest.mark.parametrize("entry", PROGRAMME.literature, ids=lambda entry: entry.slug)
    def test_identifiers_of_literature(self, entry: ContentEntry) -> None:
        assert not entry.isbn or isbn.is_valid(entry.isbn)
        assert not entry.issn or issn.is_valid(entry.issn)
        if entry.doi:
            validate_doi(entry.doi)
        if entry.urn:
            validate_urn(entry.urn)

    def test_dates_are_possible(self) -> None:
        dates = [date.date for item in PROGRAMME.news for date in item.dates]
        dates += [p.date for p in PROGRAMME.publications] + [e.date for e in PROGRAMME.literature]
        dates += [event.fuzzy_date for event in PROGRAMME.events]
        dates += [date for lab in PROGRAMME.labs for date in (lab.period_start, lab.period_end)]
        for date in filter(None, dates):
            assert FuzzyDate.parse(date).edtf == date

    def test_municipalities_are_where_their_keys_say(self) -> None:
        prefixes = {"BW": "08", "BY": "09", "BB": "12", "HB": "04", "HE": "06", "NW": "05", "SN": "14", "ST": "15"}
        for lab in PROGRAMME.labs:
            for town in lab.municipalities:
                if town.ags:
                    validate_ags(town.ags)
                    assert town.ags.startswith(prefixes[town.land]), town
                    assert len(town.ags) == (5 if town.kind == MunicipalityKind.LANDKREIS else 8), town
                if town.latitude and town.longitude:
                    assert abs(town.latitude - lab.latitude) < 1, town
                    assert abs(town.longitude - lab.longitude) < 1.2, town

    def test_lautertal_is_the_one_in_the_odenwald(self) -> None:
        towns = {town.name: town for lab in PROGRAMME.labs for town in lab.municipalities}
        assert towns["Gemeinde Lautertal"].ags == "06431014"  # 06535012 and 09473141 are its namesakes

    def test_choices_are_those_of_the_models(self) -> None:
        assert {topic.kind for topic in PROGRAMME.topics} <= set(TopicKind.values)
        assert {p.kind for p in PROGRAMME.publications} <= set(PublicationKind.values)
        assert {p.licence for p in PROGRAMME.publications} <= {"", *dict(LICENCES)}
        assert {c.role for p in PROGRAMME.publications for c in p.contributors} <= set(ContributorRole.values)
        assert {town.kind for lab in PROGRAMME.labs for town in lab.municipalities} <= set(MunicipalityKind.values)
        assert {partner.kind for lab in PROGRAMME.labs for partner in lab.partners} <= set(PartnerKind.values)
        assert {land for lab in PROGRAMME.labs for land in lab.laender} <= set(Land.values)

    @pytest.mark.parametrize("item", WITH_BODY, ids=lambda item: item.path)
    def test_bodies_pass_the_rules_of_the_editor(self, item: ContentEntry) -> None:
        stream = PAGE_MODELS[item.type]._meta.get_field("body").stream_block
        tables = [
            # A call to action has a page here only once pages exist; a foreign address stands in for it.
            {**table, "page": "", "url": "https://example.org/"} if table["type"] == "call_to_action" else table
            for table in item.body
        ]
        stream.clean(stream.to_python(body(item.path, stream, tables, {item.path: 1}.get)))


class TestLanguage:
    def test_nothing_says_that_it_is_not_known(self) -> None:
        leaks = [
            (where, text)
            for where, _, text in ALL_TEXTS
            if re.search(r"\bunknown\b|unbekannt|\bTODO\b", text, re.IGNORECASE)
        ]
        assert leaks == []

    def test_quotation_marks_are_guillemets_and_pair_up(self) -> None:
        for where, name, text in GERMAN_TEXTS:
            plain = re.sub(r"<[^>]+>", "", text)
            assert not re.search(r'["“”„‚‘]', plain), (where, name)
            assert plain.count("»") == plain.count("«"), (where, name)
            assert not re.search(r"«[^«]*»", re.sub(r"»[^»«]*«", "", plain)), (where, name)

    def test_english_texts_have_english_quotation_marks(self) -> None:
        assert len(ENGLISH_TEXTS) > 50
        for text in ENGLISH_TEXTS:
            plain = re.sub(r"<[^>]+>", "", text)
            assert not re.search(r"[\"'»«„‚‘]", plain), plain
            assert plain.count("“") == plain.count("”"), plain

    def test_dashes_and_spaces(self) -> None:
        for where, name, text in GERMAN_TEXTS:
            plain = re.sub(r"<[^>]+>", "", text)
            assert " - " not in plain, (where, name)
            if name not in {"evidence", "isbn", "issn"}:  # paths and numbers
                assert not re.search(r"\b\d{4}-\d{4}\b", plain), (where, name)
            assert "  " not in plain, (where, name)
            # Of which kind it is, german/typesetting.py decides.
            assert not re.search(r"\b[ze]\.[BV]\.", plain), (where, name, "a space belongs there")

    def test_names_are_spelled_right(self) -> None:
        everything = " ".join(text for *_, text in ALL_TEXTS)
        for slip in ("Schopkau", "Bad Breidenbach", "Intermin", "Ergebnisspräsentation"):
            assert slip not in everything

    def test_readers_are_addressed_formally(self) -> None:
        assert [where for where, _, text in GERMAN_TEXTS if re.search(r"\b([Dd]u|[Dd]ein\w*|[Dd]ir)\b", text)] == []

    def test_teasers_fit(self) -> None:
        assert [where for where, name, text in ALL_TEXTS if name == "teaser" and len(text) > 400] == []

    def test_events_before_the_programme_are_marked(self) -> None:
        early = [event for event in PROGRAMME.events if event.start_date and event.start_date.year < 2019]
        assert len(early) == 4
        assert all("Vorläuferprogramm" in event.teaser for event in early)


class TestReader:
    """A slip in a file is named, with the place where it stands."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        for file in CONTENT_DIR.rglob("*.toml"):
            copy = tmp_path / file.relative_to(CONTENT_DIR)
            copy.parent.mkdir(exist_ok=True)
            copy.write_text(file.read_text())
        return tmp_path

    @staticmethod
    def change(file: Path, old: str, new: str) -> None:
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new, 1))

    def test_reads_an_unchanged_copy(self, folder: Path) -> None:
        assert read_programme(folder) == PROGRAMME

    @pytest.mark.parametrize(
        ("file", "old", "new", "message"),
        [
            ("topics.toml", 'name = "Transparenz"', 'nmae = "Transparenz"', "»nmae« is not known"),
            ("topics.toml", 'name = "Transparenz"', "", "topics.toml, transparenz, name: "),
            ("topics.toml", 'slug = "jugend"', 'slug = "kultur"', "»kultur« is there 2 times"),
            ("topics.toml", 'kind = "perspective"', 'kind = "sicht"', "topics.toml, transparenz, kind: 'sicht'"),
            ("topics.toml", 'name = "Transparenz"', 'name = ["Transparenz"]', "is not of the expected type"),
            ("labs/brandis.toml", "latitude = 51.34", 'latitude = "nah"', "labs/brandis.toml, latitude: 'nah'"),
            ("labs/brandis.toml", 'slug = "brandis"', "", "labs/brandis.toml: the key »slug« is missing"),
            ("events.toml", "start_date = 2022-12-08", 'start_date = "2022-13-08"', "start_date: '2022-13-08'"),
            ("labs/brandis.toml", '"buergerrat"', '"rat"', "the topic »rat« does not exist"),
            ("news.toml", 'labs = ["bremen"]', 'labs = ["bremne"]', "»bremne« does not exist"),
            ("news.toml", "page:labore/bremen", "page:labore/bremne", "There is no page »labore/bremne«"),
            ("news.toml", "<p>", "<p><script>x</script>", "<script> is not allowed"),
            ("news.toml", "</p>", "", "mismatched tag"),
            ("news.toml", 'type = "paragraph"', 'type = "absatz"', "»absatz« is no type of block"),
            ("news.toml", "value =", "html =", "netzwerk-digitalambulanzen, body 1: the key »value« is missing"),
            ("pages/programm-netzwerkarbeit.toml", 'header = "row"', 'header = "top"', "header: "),
            ("pages/kontakt.toml", 'type = "contact"', 'type = "kontakt"', "»kontakt« is no type of page"),
            ("redirects.toml", 'old = "/?page_id=2859"', 'alt = "/?page_id=2859"', "redirects.toml"),
            ("redirects.toml", 'new = "labore/brandis"', 'new = "labore/x"', "There is no page »labore/x«"),
            ("events.toml", "[[event]]", "[[event]", "events.toml"),
        ],
    )
    def test_names_the_slip(self, folder: Path, file: str, old: str, new: str, message: str) -> None:
        self.change(folder / file, old, new)
        with pytest.raises(ContentError, match=re.escape(message)):
            read_programme(folder)

    def test_names_all_slips_at_once(self, folder: Path) -> None:
        self.change(folder / "topics.toml", 'kind = "perspective"', 'art = "perspective"')
        self.change(folder / "news.toml", "teaser = ", "anreisser = ")
        with pytest.raises(ContentError) as caught:
            read_programme(folder)
        assert "»art«" in str(caught.value)
        assert "»anreisser«" in str(caught.value)
