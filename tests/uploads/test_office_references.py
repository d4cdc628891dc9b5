"""What an office file loads when it is opened is refused, and what it brings along inside is told."""

import pytest

from ogl_portal.uploads import office
from ogl_portal.uploads.office import sentence
from ogl_portal.uploads.refusals import Refused
from tests.uploads import office_files as files
from tests.uploads.test_office import clean, contents
from tests.uploads.test_office_parts import STRICT, TRANSITIONAL, docx, everything, relations

ELSEWHERE = "http://stats.example.org/pixel.png"
DOCUMENT = "word/_rels/document.xml.rels"


def linked(kind: str, target: str = ELSEWHERE) -> bytes:
    return docx({DOCUMENT: relations((kind, target))})


def field(*codes: str) -> bytes:
    """Of runs; an empty one is a mark between two parts of a field."""
    runs = (f"<w:instrText>{code}</w:instrText>" if code else '<w:fldChar w:fldCharType="x"/>' for code in codes)
    return files.docx("".join(f"<w:p><w:r>{run}</w:r></w:p>" for run in runs))


def workbook(link: str) -> bytes:
    return files.ooxml("spreadsheetml.sheet", {"xl/workbook.xml": "<workbook/>", "xl/links/1.xml": link})


@pytest.mark.parametrize(
    ("data", "ending", "code"),
    [
        (linked(f"{TRANSITIONAL}image"), "docx", "loads"),
        (linked(f"{STRICT}frame"), "docx", "loads"),
        (linked(f"{TRANSITIONAL}oleObject", "file:///C:/Users/mustermann/x.hta"), "docx", "loads"),
        (linked(f"{TRANSITIONAL}was-noch-keiner-kennt"), "docx", "loads"),
        (docx({DOCUMENT: relations((f"{TRANSITIONAL}aFChunk", "c.html")), "word/c.html": "<p>"}), "docx", "converted"),
        (field("", " DDEAUTO c:\\\\cmd"), "docx", "programs"),
        (field("", "DD", "E", " excel"), "docx", "programs"),
        (files.docx('<w:p><w:fldSimple w:instr=" dde excel"/></w:p>'), "docx", "programs"),
        (workbook('<externalLink><ddeLink ddeService="cmd"/></externalLink>'), "xlsx", "programs"),
        (files.odf("text", f'<draw:image xlink:href="{ELSEWHERE}"/>'), "odt", "loads"),
        (files.odf("text", '<draw:image xlink:href="../Bilder/Haus.png"/>'), "odt", "loads"),
        (files.odf("text", "", f'<style:background-image xlink:href="{ELSEWHERE}"/>'), "odt", "loads"),
        (files.odf("text", f'<form:button form:image-data="{ELSEWHERE}"/>'), "odt", "loads"),
        (
            files.odf("text", "", **{"Object 1/content.xml": f'<a xmlns:x="x"><b x:href="{ELSEWHERE}"/></a>'}),
            "odt",
            "loads",
        ),
        (files.odf("text", '<office:dde-source office:dde-application="cmd"/>'), "odt", "programs"),
        (
            files.odf("text", '<script:event-listener xlink:href="vnd.sun.star.script:x"/>'),
            "odt",
            "macros",
        ),
        (files.odf("text", '<text:a xlink:href="macro:///Standard.A.B">x</text:a>'), "odt", "macros"),
        (files.odf("text", "<text:script>x</text:script>"), "odt", "macros"),
        (files.odf("text", "", **{"Object 1/Basic/Standard/A.xml": "<a/>"}), "odt", "macros"),
        (files.odf("text", "", **{"META-INF/macrosignatures.xml": "<a/>"}), "odt", "signed"),
    ],
)
def test_what_is_loaded_or_started_at_opening_is_refused(data: bytes, ending: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        clean(data, ending)
    assert refusal.value.code == code
    assert "Es wurde nichts gespeichert." in refusal.value.message_de


def test_the_sentence_says_where_from_and_no_more() -> None:
    with pytest.raises(Refused, match=r"von »stats\.example\.org«"):
        clean(linked(f"{TRANSITIONAL}image"), "docx")
    with pytest.raises(Refused, match="aus einer anderen Datei") as refusal:
        clean(linked(f"{TRANSITIONAL}image", "file:///C:/Users/mustermann/Haus.png"), "docx")
    assert "mustermann" not in refusal.value.message_de


def test_links_of_readers_and_lost_pictures_are_no_fault() -> None:
    assert not clean(linked(f"{STRICT}hyperlink"), "docx")[0]
    lost = relations((f"{TRANSITIONAL}image", "a:b")).replace('"a:b"', '"NULL"')
    assert not clean(docx({DOCUMENT: lost}), "docx")[0]
    assert not clean(field("", ' XE "das DDE"', "", "PAGE"), "docx")[0]
    body = (
        f'<text:a xlink:href="{ELSEWHERE}">x</text:a><draw:image xlink:href="Pictures/a.png"/>'
        '<draw:object xlink:href="./Object 1"/><text:a xlink:href="#Ziel">x</text:a><form:form xlink:href=""/>'
    )
    chart = {"Object 1/content.xml": '<a xmlns:x="x"><chart x:href=".."/><image x:href="../Pictures/a.png"/></a>'}
    assert not clean(files.odf("text", body, **chart), "odt")[0]


def test_files_inside_and_links_to_others_are_told() -> None:
    told, after = clean(
        docx({
            DOCUMENT: relations(
                (f"{TRANSITIONAL}oleObject", "a.bin"), (f"{STRICT}package", "embeddings/t.xlsx"),
                (f"{TRANSITIONAL}video", ELSEWHERE),
            ),
            "word/a.bin": "x", "word/embeddings/t.xlsx": "x", "word/Embeddings/oleObject2.bin": "x",
        }),
        "docx",
    )  # fmt: skip
    assert told.as_json() == {"embedded": 3, "linked": 1}
    assert sentence(told.as_json()) == "3 eingebettete Dateien, 1 Verknüpfung mit einer anderen Datei"
    assert "word/a.bin" in contents(after)
    assert clean(files.odf("text", '<draw:object-ole xlink:href="./Object 1"/>'), "odt")[0].as_json() == {"embedded": 1}
    hidden = docx({"word/media/bild.png": b"\xd0\xcf\x11\xe0", "word/lang.dat": b"MZ"})
    assert clean(hidden, "docx")[0].as_json() == {"embedded": 2}
    source = f'<text:section-source xlink:href="{ELSEWHERE}"/>'
    assert clean(files.odf("text", source), "odt")[0].as_json() == {"linked": 1}


def test_a_chart_forgets_the_workbook_on_somebodys_computer() -> None:
    """Charts pasted from Excel hold their values themselves, and a link besides."""
    chart = f'<c:chartSpace xmlns:c="c" {files.R}><c:v>7</c:v><c:externalData r:id="r1"/></c:chartSpace>'
    rels = relations((f"{TRANSITIONAL}oleObject", "file:///C:/Users/mustermann/Zahlen.xlsx"))
    data = docx({"word/charts/chart1.xml": chart, "word/charts/_rels/chart1.xml.rels": rels})
    told, after = clean(data, "docx")
    assert not told
    assert "mustermann" not in everything(after)
    assert "externalData" not in everything(after)
    assert "<c:v>7</c:v>" in everything(after)


def test_people_do_not_stay_in_the_tables_behind_charts() -> None:
    inner = {"xl/workbook.xml": '<workbook><sheet name="Intern" state="hidden"/></workbook>'}
    table = files.ooxml("spreadsheetml.sheet", {**inner})
    told, after = clean(docx({"word/embeddings/t.bin": table}), "docx")
    assert told.as_json() == {"embedded": 1, "hidden": ["Intern"]}
    assert files.WHO not in everything(contents(after)["word/embeddings/t.bin"])
    again = clean(after, "docx")[1]
    assert again == after

    with pytest.raises(Refused, match="eingebettet") as refusal:
        clean(docx({"word/embeddings/t.xlsx": workbook("<externalLink><ddeLink/></externalLink>")}), "docx")
    assert refusal.value.code == "programs"


def test_files_inside_may_not_unpack_to_more_than_the_file_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of many may be small enough by itself."""
    table = files.ooxml("spreadsheetml.sheet", {"xl/workbook.xml": "<workbook/>", "xl/x.bin": b" " * 400_000})
    data = docx({f"word/embeddings/{number}.xlsx": table for number in range(3)})
    clean(data, "docx")
    monkeypatch.setattr(office, "MAX_BYTES", 1_000_000)
    with pytest.raises(Refused) as refusal:
        clean(data, "docx")
    assert refusal.value.code == "too_large"
