"""Parts of office files are what relationships, types and their own content say, whatever they are called.

Each of these files opens in Office without a word, and kept what files with the usual names do not.
"""

import struct

import pytest

from ogl_portal.uploads.refusals import Refused
from tests.uploads import office_files as files
from tests.uploads.photos import NAME, photo
from tests.uploads.test_office import clean, contents

TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships/"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships/"
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SECRET = "Vorlage-von-Mustermann"


def relations(*relations: tuple[str, str]) -> str:
    """Of type and target, where a target with a scheme lies outside."""
    outside = ' TargetMode="External"'
    listed = (
        f'<Relationship Id="r{number}" Type="{kind}" Target="{target}"{outside if ":" in target else ""}/>'
        for number, (kind, target) in enumerate(relations, start=1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(listed)}'
        "</Relationships>"
    )


def typed(data: bytes, *listed: str) -> bytes:
    """With more in the list of types."""
    entries = contents(data)
    types = entries["[Content_Types].xml"].replace(b"</Types>", "".join(listed).encode() + b"</Types>")
    return files.zipped({**entries, "[Content_Types].xml": types})


def docx(entries: dict[str, str | bytes], *types: str) -> bytes:
    """Without properties of its own."""
    plain = {name: part for name, part in contents(files.docx()).items() if not name.startswith("docProps/")}
    return typed(files.zipped({**plain, **entries}), *types)


def everything(data: bytes) -> str:
    return "".join(part.decode("utf-8", "replace") for part in contents(data).values())


NET = "package/services/metadata/core-properties/ab12.psmdcp"
"""As System.IO.Packaging of .NET calls it."""
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
NAMED = (
    f"<w:settings {files.W} {files.R}>"
    '<w:attachedTemplate r:id="r1"/><w:mailMerge><w:connectString w:val="Server von Mustermann"/></w:mailMerge>'
    "</w:settings>"
)


@pytest.mark.parametrize(
    "data",
    [
        docx({NET: files.CORE, "_rels/.rels": relations((f"{PACKAGE}metadata/core-properties", f"/{NET}"))}),
        docx({NET: files.CORE}, f'<Default Extension="psmdcp" ContentType="{CORE_TYPE}"/>'),
        docx({NET: files.CORE}, f'<Override PartName="/{NET.upper()}" ContentType="{CORE_TYPE}"/>'),
        docx({"docProps/Core.xml": files.CORE}),
        docx({"anders.xml": files.CORE}),
        docx({"a/b.bin": files.APP, "_rels/.rels": relations((f"{STRICT}extendedProperties", "a/./b%2Ebin"))}),
    ],
    ids=["relationship", "default", "override", "case", "content", "strict"],
)
def test_properties_are_cleaned_wherever_they_are(data: bytes) -> None:
    assert files.WHO in everything(data)
    after = clean(data, "docx")[1]
    assert files.WHO not in everything(after)
    assert files.EDITOR not in everything(after)
    assert list(contents(after)) == list(contents(data))


@pytest.mark.parametrize("space", [TRANSITIONAL, STRICT])
def test_settings_are_cleaned_by_whatever_name(space: str) -> None:
    entries = {
        "word/_rels/document.xml.rels": relations((f"{space}settings", "optionen.xml")),
        "word/optionen.xml": NAMED,
        "word/_rels/Optionen.xml.RELS": relations(
            (f"{space}attachedTemplate", f"file:///C:/{SECRET}.dotx"),
            (f"{space}mailMergeSource", f"file:///C:/{SECRET}.mdb"),
            (f"{space}hyperlink", "https://example.org/bleibt"),
        ),
    }
    after = everything(clean(docx({**entries}), "docx")[1])
    assert SECRET not in after
    assert "attachedTemplate" not in after
    assert "Server von Mustermann" not in after
    assert "https://example.org/bleibt" in after


def test_pictures_are_cleaned_by_whatever_name() -> None:
    after = contents(clean(docx({"word/bild.dat": photo("JPEG"), "word/leer.jpg": b""}), "docx")[1])
    assert NAME not in after["word/bild.dat"]


def test_what_is_hidden_is_found_by_whatever_name() -> None:
    footer = f"<w:ftr {files.W}>{files.TRACKED}</w:ftr>"
    told, _ = clean(docx({"text/unten.dat": footer, "text/k.dat": files.COMMENTS}), "docx")
    assert (told.changes, told.comments, told.hidden_text) == (3, 1, 1)

    entries = contents(files.hidden_xlsx())
    entries["xl/Mappe.xml"] = entries.pop("xl/workbook.xml")
    entries["blatt.dat"] = (
        f'<worksheet xmlns="{SPREADSHEET}"><sheetData><row hidden="1"><c><v>1</v></c></row></sheetData></worksheet>'
    ).encode()
    types = entries["[Content_Types].xml"].replace(b"/xl/workbook.xml", b"/XL/Mappe.xml")
    told, after = clean(files.zipped({**entries, "[Content_Types].xml": types}), "xlsx")
    assert (told.hidden, told.hidden_rows, told.comments) == (["Gehälter", "Alt"], 1, 1)
    assert "mustermann" not in everything(after)

    entries = contents(files.hidden_pptx())
    for old, new in (("ppt/slides/slide1.xml", "ppt/eins.xml"), ("ppt/authors.xml", "ppt/Wer.xml")):
        entries[new] = entries.pop(old)
    listed = entries["ppt/_rels/presentation.xml.rels"].replace(b"slides/slide1.xml", b"./EINS.xml")
    told, _ = clean(files.zipped({**entries, "ppt/_rels/presentation.xml.rels": listed}), "pptx")
    assert (told.hidden, told.names) == (["Folie 2"], [files.WHO])


def test_parts_of_libreoffice_are_found_by_their_content_too() -> None:
    after = everything(
        clean(files.odf("text", "", **{"Object 1/Meta.XML": files.ODF_META, "x": files.ODF_META}), "odt")[1]
    )
    assert files.WHO not in after
    assert files.EDITOR not in after


_INFO = f"<UserInfo><DisplayName>{files.WHO}</DisplayName><AccountId>12</AccountId></UserInfo>"
NOTED = {
    "SharePoint": (
        '<p:properties xmlns:p="http://schemas.microsoft.com/office/2006/metadata/properties"><documentManagement>'
        f"<Art>bleibt</Art><SharedWithUsers>{_INFO}</SharedWithUsers></documentManagement></p:properties>"
    ),
    "PowerPoint": f'<chgInfo v="bleibt"><docChgLst><chgData name="{files.WHO}" userId="x"/></docChgLst></chgInfo>',
    "Excel": f'<users v="bleibt"><userInfo name="{files.WHO}"/></users>',
}


@pytest.mark.parametrize("noted", NOTED.values(), ids=NOTED.keys())
def test_people_that_programs_note_go(noted: str) -> None:
    after = everything(clean(docx({"customXml/item1.xml": noted}), "docx")[1])
    assert files.WHO not in after
    assert "bleibt" in after


def test_the_printer_of_excel_is_forgotten() -> None:
    """DEVMODEW: 64 bytes of name, version, driver, size and size of what the driver adds; then paper and the like."""
    name = "\\\\druck\\Zimmer 212".encode("utf-16-le").ljust(64, b"\0")
    paper = b"\x01\x00\x09\x00".ljust(148, b"\0")
    settings = name + struct.pack("<4H", 0x0401, 7, 220, 34) + paper + "Erika Mustermann \0".encode("utf-16-le")
    data = files.ooxml("spreadsheetml.sheet", {"xl/workbook.xml": "<workbook/>", "xl/p.bin": settings, "xl/q.bin": "x"})
    override = "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"
    data = typed(data, *(f'<Override PartName="/xl/{one}.bin" ContentType="{override}"/>' for one in "pq"))
    after = clean(data, "xlsx")[1]
    assert contents(after)["xl/p.bin"] == bytes(64) + struct.pack("<4H", 0x0401, 7, 220, 0) + paper
    assert contents(after)["xl/q.bin"] == b"x"
    assert clean(after, "xlsx")[1] == after


ENTITIES = '<!DOCTYPE w [<!ENTITY a "ha">]><w>&a;</w>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (docx({"word/harmlos.bin": "x", "word/_rels/document.xml.rels": relations(
            (f"{MICROSOFT}vbaProject", "harmlos.bin"))}), "macros"),
        (docx({"word/harmlos.bin": "x"},
              '<Override PartName="/word/harmlos.bin" ContentType="application/vnd.ms-office.VBAProject"/>'), "macros"),
        (docx({"word/VBAPROJECT.BIN": "x"}), "macros"),
        (docx({"xl/blatt.xml": "<a/>", "xl/_rels/a.xml.rels": relations(
            (f"{MICROSOFT}xlMacrosheet", "blatt.xml"))}), "macros"),
        (docx({"s.xml": "<a/>", "_rels/.rels": relations(
            (f"{PACKAGE}digital-signature/origin", "s.xml"))}), "signed"),
        (docx({"_XmlSignatures/sig1.xml": "<a/>"}), "signed"),
        (docx({"word/x.dat": ENTITIES},
              '<Override PartName="/word/x.dat" ContentType="application/vnd.x.footer+xml"/>'), "declarations"),
        (docx({"Word/Document.xml": "<a/>"}), "damaged"),
        (docx({"docProps/core.xml/[0].piece": "<a>", "docProps/core.xml/[1].last.piece": "</a>"}), "damaged"),
    ],
    ids=["macros by relationship", "macros by type", "macros by name", "macro sheet", "signature by relationship",
         "signature by name", "entities by type", "two of one name", "in pieces"],
)  # fmt: skip
def test_what_is_refused_is_known_by_whatever_name(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        clean(data, "docx")
    assert refusal.value.code == code


def test_a_drawing_with_a_declaration_is_a_picture() -> None:
    """Programs for drawing write one into every SVG."""
    drawing = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"><svg/>'
    clean(docx({"word/media/a.svg": drawing}, '<Default Extension="svg" ContentType="image/svg+xml"/>'), "docx")
