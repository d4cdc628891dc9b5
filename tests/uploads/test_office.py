"""Names leave office documents; what readers do not see is counted and told with those who wrote it."""

import io
import zipfile
from collections.abc import Callable

import pytest

from ogl_portal.uploads import archive as archives
from ogl_portal.uploads.office import Told, cleaned, sentence
from ogl_portal.uploads.refusals import Refused
from tests.uploads import office_files as files
from tests.uploads.photos import NAME


def clean(data: bytes, ending: str) -> tuple[Told, bytes]:
    out = io.BytesIO()
    told = cleaned(io.BytesIO(data), out, ending)
    return told, out.getvalue()


def contents(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PLAIN: dict[str, bytes] = {
    "docx": files.docx(),
    "xlsx": files.ooxml("spreadsheetml.sheet", {"xl/workbook.xml": "<workbook/>"}),
    "odt": files.odf("text", "<text:p>Text</text:p>"),
    "ods": files.odf("spreadsheet", ""),
    "odp": files.odf("presentation", ""),
}


@pytest.mark.parametrize("ending", PLAIN)
def test_names_go_and_the_rest_stays(ending: str) -> None:
    told, after = clean(PLAIN[ending], ending)
    assert not told
    assert told.as_json() == {}
    parts = contents(after)
    everything = b"".join(parts.values()).decode()
    assert files.WHO not in everything
    assert files.EDITOR not in everything
    assert "Protokoll" in everything, "the title stays"
    assert list(parts) == list(contents(PLAIN[ending]))
    assert clean(after, ending)[1] == after


def test_tracked_changes_comments_and_hidden_text_of_word_are_told() -> None:
    told, after = clean(files.tracked_docx(), "docx")
    assert (told.changes, told.comments, told.hidden_text) == (3, 1, 1)
    assert set(told.names) == {files.EDITOR, files.WHO}
    assert sentence(told.as_json()) == (
        "3 nachverfolgte Änderungen, 1 Kommentar, 1 Stelle mit verborgenem Text; "
        f"von {', '.join(told.names)}"
    )  # fmt: skip
    assert b"Interner Halbsatz" in contents(after)["word/document.xml"], "content is for people to decide on"


def test_pictures_inside_tell_nothing_either() -> None:
    assert NAME in contents(files.tracked_docx())["word/media/image1.jpg"]
    assert NAME not in contents(clean(files.tracked_docx(), "docx")[1])["word/media/image1.jpg"]


def test_hidden_sheets_are_told_and_the_folder_of_the_author_goes() -> None:
    told, after = clean(files.hidden_xlsx(), "xlsx")
    assert told.hidden == ["Gehälter", "Alt"]
    assert (told.comments, told.names) == (1, [files.WHO])
    workbook = contents(after)["xl/workbook.xml"].decode()
    assert "mustermann" not in workbook
    assert files.EDITOR not in workbook
    assert "Gehälter" in workbook


def test_comments_are_found_wherever_a_program_puts_them() -> None:
    entries = contents(files.hidden_xlsx())
    entries["xl/comments/comment1.xml"] = entries.pop("xl/comments1.xml")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
    part = f'<Override PartName="/xl/comments/comment1.xml" ContentType="{kind}"/></Types>'
    entries["[Content_Types].xml"] = entries["[Content_Types].xml"].replace(b"</Types>", part.encode())
    told, _ = clean(files.zipped({**entries}), "xlsx")
    assert (told.comments, told.names) == (1, [files.WHO])


def test_characters_that_libreoffice_hides_are_told() -> None:
    styles = (
        '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="T2" style:family="text"><style:text-properties text:display="true"/></style:style>'
    )
    body = "".join(
        f'<text:p>Text <text:span text:style-name="T{n}">{w}</text:span></text:p>'
        for n, w in ((1, "geheim"), (2, "da"), (1, " "))
    )
    assert clean(files.odf("text", body, styles), "odt")[0].as_json() == {"hidden_text": 1}


ROWS = (
    '<row r="1"><c r="A1"><v>Amt</v></c><c r="C1"><v>Gehalt</v></c></row>'
    '<row r="2" hidden="1"><c r="A2"><v>3</v></c></row><row r="3" hidden="1"/>'
    '<row r="4" hidden="1"><c r="A4" s="2"/></row><row r="5" hidden="true"><c r="A5"><v>4</v></c></row>'
)
COLUMNS = '<cols><col min="1" max="2"/><col min="3" max="16384" hidden="1"/></cols>'
FILTER = '<autoFilter ref="A4:C9"><filterColumn colId="0"/></autoFilter>'


def sheet(inner: str, **more: str) -> bytes:
    entries: dict[str, str | bytes] = {"xl/workbook.xml": "<workbook/>"}
    entries["xl/worksheets/sheet1.xml"] = f"<worksheet>{inner}</worksheet>"
    if table := more.get("table"):
        entries["xl/worksheets/_rels/sheet1.xml.rels"] = (
            '<Relationships><Relationship Id="r1" Target="../tables/table1.xml"/></Relationships>'
        )
        entries["xl/tables/table1.xml"] = f"<table>{table}</table>"
    return files.ooxml("spreadsheetml.sheet", entries)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (sheet(f"<sheetData>{ROWS}</sheetData>"), {"hidden_rows": 2}),
        (sheet(f"{COLUMNS}<sheetData>{ROWS}</sheetData>"), {"hidden_rows": 2, "hidden_columns": 1}),
        (sheet(f"<sheetData>{ROWS}</sheetData>{FILTER}"), {"hidden_rows": 1}),
        (sheet(f"<sheetData>{ROWS}</sheetData>", table=FILTER), {"hidden_rows": 1}),
        (sheet(f'<sheetData>{ROWS}</sheetData><autoFilter ref="A1:C9"/>'), {"hidden_rows": 2}),
    ],
)
def test_hidden_rows_and_columns_of_excel_are_told(data: bytes, expected: dict[str, int]) -> None:
    assert clean(data, "xlsx")[0].as_json() == expected


def test_hidden_rows_and_columns_of_libreoffice_are_told() -> None:
    filled, empty = "<table:table-cell><text:p>3</text:p></table:table-cell>", "<table:table-cell/>"
    hidden = 'table:visibility="collapse"'
    body = (
        '<table:table table:name="Zahlen"><table:table-column table:number-columns-repeated="2"/>'
        f'<table:table-column {hidden} table:number-columns-repeated="1022"/>'
        f"<table:table-row>{filled}{empty}{filled}</table:table-row>"
        f'<table:table-row {hidden} table:number-rows-repeated="2">{filled}</table:table-row>'
        f'<table:table-row {hidden} table:number-rows-repeated="9000">{empty}</table:table-row>'
        f'<table:table-row table:visibility="filter">{filled}</table:table-row></table:table>'
        f'<table:table table:name="Mehr"><table:table-column/><table:table-row>{filled * 3}</table:table-row>'
        "</table:table>"
    )
    told = clean(files.odf("spreadsheet", body), "ods")[0].as_json()
    assert told == {"hidden_rows": 2, "hidden_columns": 1}
    assert sentence(told) == "2 ausgeblendete Zeilen, 1 ausgeblendete Spalte"


def test_text_that_a_style_hides_is_told() -> None:
    styles = (
        f"<w:styles {files.W}>"
        '<w:style w:type="character" w:styleId="Geheim"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Davon"><w:basedOn w:val="Geheim"/></w:style>'
        '<w:style w:type="character" w:styleId="Offen"><w:basedOn w:val="Geheim"/>'
        '<w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Intern"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Kreis"><w:basedOn w:val="Kreis"/></w:style></w:styles>'
    )

    def paragraph(properties: str, *runs: str) -> str:
        written = "".join(f"<w:r><w:rPr>{run}</w:rPr><w:t>Text</w:t></w:r>" for run in runs)
        return f"<w:p><w:pPr>{properties}</w:pPr>{written}</w:p>"

    secret, derived, shown, loop = (f'<w:rStyle w:val="{name}"/>' for name in ("Geheim", "Davon", "Offen", "Kreis"))
    body = paragraph("", secret, derived, shown, loop, secret + '<w:vanish w:val="0"/>') + paragraph(
        '<w:pStyle w:val="Intern"/>', "", secret
    )
    told, _ = clean(files.docx(body, word__styles_xml=styles), "docx")
    assert told.as_json() == {"hidden_text": 3}


def test_hidden_slides_are_told_by_their_place_with_notes_and_comments() -> None:
    told, _ = clean(files.hidden_pptx(), "pptx")
    assert (told.hidden, told.notes, told.comments, told.names) == (["Folie 2"], 1, 2, [files.WHO])


def test_people_who_once_commented_go_with_their_comments() -> None:
    entries: dict[str, str | bytes] = {**contents(files.hidden_pptx())}
    del entries["ppt/comments/comment1.xml"]
    told, after = clean(files.zipped(entries), "pptx")
    assert told.comments == 0
    assert files.WHO not in contents(after)["ppt/authors.xml"].decode()


@pytest.mark.parametrize(
    ("make", "ending", "expected"),
    [
        (files.tracked_odt, "odt", {"changes": 1, "comments": 1, "hidden_text": 1, "names": [files.EDITOR, files.WHO]}),
        (files.hidden_ods, "ods", {"changes": 1, "hidden": ["Gehälter"], "names": [files.EDITOR]}),
        (files.hidden_odp, "odp", {"notes": 1, "hidden": ["Folie 2"]}),
    ],
)
def test_libreoffice_is_told_the_same(make: Callable[[], bytes], ending: str, expected: dict[str, object]) -> None:
    assert clean(make(), ending)[0].as_json() == expected


def test_a_template_on_the_computer_of_the_author_goes() -> None:
    target = "file:///C:/Users/mustermann/Vorlage.dotx"
    relations = (
        f'<Relationships><Relationship Id="r1" Type="http://x/attachedTemplate" Target="{target}"/></Relationships>'
    )
    entries = contents(files.docx()) | {
        "word/settings.xml": b'<w:settings xmlns:w="w" xmlns:r="r"><w:attachedTemplate r:id="r1"/></w:settings>',
        "word/_rels/settings.xml.rels": relations.encode(),
    }
    parts = contents(clean(files.zipped({**entries}), "docx")[1])
    assert b"mustermann" not in parts["word/_rels/settings.xml.rels"]
    assert b"attachedTemplate" not in parts["word/settings.xml"]


def bomb() -> bytes:
    return files.docx(word__big_xml=b"<a>" + b" " * 3_000_000 + b"</a>")


@pytest.mark.parametrize(
    ("data", "ending", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "docx", "encrypted"),
        (files.docx(word__vbaProject_bin=b"x"), "docx", "macros"),
        (files.docx(_xmlsignatures__sig1_xml="<a/>"), "docx", "signed"),
        (files.odf("text", "", **{"META-INF/documentsignatures.xml": "<a/>"}), "odt", "signed"),
        (files.odf("text", "", **{"META-INF/manifest.xml": "<m><encryption-data/></m>"}), "odt", "encrypted"),
        (files.odf("text", "", **{"Basic/Standard/Modul1.xml": "<a/>"}), "odt", "macros"),
        (files.odf("text", ""), "odp", "kind"),
        (files.docx(), "xlsx", "kind"),
        (files.zipped({"a.txt": "a"}), "docx", "kind"),
        (b"PK\x03\x04rest", "docx", "damaged"),
        (files.docx()[:-30], "docx", "damaged"),
        (files.docx(word__header1_xml="<a><b></a>"), "docx", "damaged"),
        (files.zipped({"../../etc/x": "a"}), "docx", "damaged"),
    ],
)
def test_what_cannot_be_cleaned_is_refused_with_a_sentence(data: bytes, ending: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        clean(data, ending)
    assert refusal.value.code == code
    assert "Es wurde nichts gespeichert." in refusal.value.message_de


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_BYTES", 1_000_000)
    with pytest.raises(Refused) as refusal:
        clean(bomb(), "docx")
    assert refusal.value.code == "too_large"
    monkeypatch.setattr(archives, "MAX_BYTES", 10_000_000)
    monkeypatch.setattr(archives, "MAX_XML", 1_000_000)
    with pytest.raises(Refused):
        clean(bomb(), "docx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["word__header1_xml", "customXml__item1_xml", "word__drawing_vml"])
def test_a_part_that_names_entities_is_refused(part: str, encoding: str) -> None:
    """Whatever opens the file might unpack them without end, or fetch what they name."""
    entities = '<!ENTITY a "ha"><!ENTITY x SYSTEM "file:///etc/hostname">'
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!-- at first this --><!DOCTYPE w [{entities}]><w>&a;&x;</w>'
    with pytest.raises(Refused) as refusal:
        clean(files.docx(**{part: xml.encode(encoding)}), "docx")
    assert refusal.value.code == "declarations"


def test_the_declaration_that_old_libreoffice_writes_is_none() -> None:
    manifest = '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
    manifest += '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    clean(files.odf("text", "", **{"META-INF/manifest.xml": manifest}), "odt")
