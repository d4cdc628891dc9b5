"""Records for tests: a full one, and a strategy that makes all kinds of them."""

from hypothesis import strategies as st

from ogl_portal.german.dates import FuzzyDate
from publications.citation.record import Agent, BibliographicRecord, RecordFile, Subject

PAGE = "https://portal.example/ergebnisse/bericht/"

FULL = BibliographicRecord(
    key="bericht",
    kind="report",
    title="Öffnung & Wirkung",
    subtitle="Was 100 % Offenheit in {Kommunen} heißt_",
    genre="Bericht",
    contributors=(
        Agent(family="Müßig", given="Änne von"),
        Agent(literal="Bundesministerium des Innern, für Bau und Heimat"),
        Agent(family="Ober", given="Udo", role="editor"),
    ),
    issued=FuzzyDate(2022, 10, 5),
    publisher="Amt & Söhne",
    publisher_place="Köln",
    institution="Amt & Söhne",
    language="de",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.de",
    isbn="978-3-96317-246-5",
    doi="10.1007/978-3-658-36795-4_1",
    urn="urn:nbn:de:101:1-201102033592",
    url=PAGE,
    pdf_url=f"{PAGE}bericht.pdf",
    extent="96",
    abstract="Erster Absatz.\nZweiter Absatz mit <Spitzen> und »Zeichen«.",
    keywords=("Beteiligung", "Open Data"),
    version="2",
    about=(Subject("Labor Brandis", "https://portal.example/labore/brandis/"),),
    file=RecordFile(
        url=f"{PAGE}bericht-v2.pdf",
        size=4_213_921,
        sha256="ab" * 32,
        features=("taggedPDF", "tableOfContents"),
        summary="Nach PDF/UA-1 maschinell geprüft: bestanden",
        readable_as_text=True,
    ),
)
BARE = BibliographicRecord(key="nichts", title="Nur ein Titel")

# What people type: letters of many scripts, marks that mean something to BibTeX, RIS, JSON, HTML; and line breaks.
_ALPHABET = st.one_of(
    st.sampled_from("&{}%_#$~^\\\"'<>@,;:-–»«äöüßÄé \u00a0\n"), st.characters(categories=["L", "N", "P", "Zs"])
)


def texts(minimum: int = 0) -> st.SearchStrategy[str]:
    return st.text(_ALPHABET, max_size=40).filter(lambda text: len(text.strip()) >= minimum)


NAMES = st.text(st.characters(categories=["L"]), min_size=1, max_size=12)
CONTRIBUTORS = st.one_of(
    st.builds(Agent, family=NAMES, given=NAMES, role=st.sampled_from(["author", "editor"])),
    st.builds(Agent, literal=texts(1), role=st.sampled_from(["author", "editor"])),
)
DATES = st.one_of(
    st.builds(FuzzyDate, st.integers(1800, 2100)),
    st.builds(FuzzyDate, st.integers(1800, 2100), st.integers(1, 12)),
    st.builds(FuzzyDate, st.integers(1800, 2100), st.integers(1, 12), st.integers(1, 28)),
)
RECORDS = st.builds(
    BibliographicRecord,
    key=st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True),
    kind=st.sampled_from(["report", "book", "chapter", "article-journal", "article-newspaper"]),
    title=texts(1),
    subtitle=texts(),
    contributors=st.lists(CONTRIBUTORS, max_size=4).map(tuple),
    issued=st.one_of(st.none(), DATES),
    publisher=texts(),
    container=texts(),
    keywords=st.lists(texts(), max_size=3).map(tuple),
    abstract=texts(),
)
