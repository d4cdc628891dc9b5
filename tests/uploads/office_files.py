"""Office documents that tell too much, made by the tests themselves: small, with what Word and LibreOffice write."""

import io
import zipfile

from tests.uploads.photos import photo

WHO = "Erika Mustermann (Referat 12)"
EDITOR = "Max Beispiel"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "application/vnd.openxmlformats-officedocument."
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Protokoll</dc:title><dc:language>de-DE</dc:language>'
    f"<dc:creator>{WHO}</dc:creator><cp:lastModifiedBy>{EDITOR}</cp:lastModifiedBy></cp:coreProperties>"
)
APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    f"<Pages>1</Pages><Company>{WHO}</Company><Manager>{EDITOR}</Manager></Properties>"
)


def zipped(entries: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, compress_type=kind)
    return out.getvalue()


MAIN = {
    "wordprocessingml.document": "word/document.xml",
    "spreadsheetml.sheet": "xl/workbook.xml",
    "presentationml.presentation": "ppt/presentation.xml",
}


def ooxml(kind: str, entries: dict[str, str | bytes]) -> bytes:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{MAIN[kind]}" ContentType="{_OFFICE}{kind}.main+xml"/></Types>'
    )
    return zipped({"[Content_Types].xml": types, "docProps/core.xml": CORE, "docProps/app.xml": APP, **entries})


def docx(body: str = "<w:p><w:r><w:t>Text</w:t></w:r></w:p>", **more: str | bytes) -> bytes:
    """``more``: entries by name, with ``__`` for a slash and a dot before the last three letters."""
    entries = {f"{name.replace('__', '/')[:-4]}.{name[-3:]}": content for name, content in more.items()}
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return ooxml("wordprocessingml.document", {"word/document.xml": document, **entries})


TRACKED = (
    "<w:p><w:r><w:t>Öffentlicher Text</w:t></w:r>"
    f'<w:del w:id="1" w:author="{EDITOR}"><w:r><w:delText>Interner Halbsatz</w:delText></w:r></w:del>'
    f'<w:ins w:id="2" w:author="{WHO}"><w:r><w:rPr><w:rPrChange w:author="{WHO}"/></w:rPr><w:t>neu</w:t></w:r></w:ins>'
    "</w:p>"
    "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>verborgen</w:t></w:r>"
    '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>sichtbar</w:t></w:r>'
    "<w:r><w:rPr><w:vanish/></w:rPr><w:instrText>XE</w:instrText></w:r></w:p>"
)
COMMENTS = f'<w:comments {W}><w:comment w:author="{EDITOR}"><w:p/></w:comment></w:comments>'


def tracked_docx() -> bytes:
    return docx(TRACKED, word__comments_xml=COMMENTS, word__media__image1_jpg=photo("JPEG"))


def hidden_xlsx() -> bytes:
    workbook = (
        f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" {R} '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<fileSharing userName="{EDITOR}"/><mc:AlternateContent><mc:Choice><absPath url="C:\\Users\\mustermann\\"/>'
        '</mc:Choice></mc:AlternateContent><sheets><sheet name="Zahlen"/><sheet name="Gehälter" state="hidden"/>'
        '<sheet name="Alt" state="veryHidden"/></sheets></workbook>'
    )
    comments = (
        '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<authors><author>{WHO}</author></authors><commentList><comment ref="A1"/></commentList></comments>'
    )
    return ooxml("spreadsheetml.sheet", {"xl/workbook.xml": workbook, "xl/comments1.xml": comments})


def hidden_pptx() -> bytes:
    ns = f'xmlns:p="p" xmlns:a="a" {R}'
    slide = '<p:sld xmlns:p="p" {}/>'
    note = '<p:sp><p:nvPr><p:ph type="body"/></p:nvPr><a:t>Nicht vorlesen</a:t></p:sp>'
    entries: dict[str, str | bytes] = {
        "ppt/presentation.xml": f'<p:presentation {ns}><p:sldId r:id="b"/><p:sldId r:id="a"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": '<Relationships><Relationship Id="a" Target="slides/slide1.xml"/>'
        '<Relationship Id="b" Target="/ppt/slides/slide2.xml"/></Relationships>',
        "ppt/slides/slide1.xml": slide.format('show="0"'),
        "ppt/slides/slide2.xml": slide.format(""),
        "ppt/notesSlides/notesSlide1.xml": f"<p:notes {ns}>{note}</p:notes>",
        "ppt/authors.xml": f'<p:authors {ns}><p:author name="{WHO}"/></p:authors>',
        "ppt/comments/comment1.xml": f"<p:cmLst {ns}><p:cm/><p:cm/></p:cmLst>",
    }
    return ooxml("presentationml.presentation", entries)


_ODF_NS = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style", "meta", "config", "draw", "presentation", "form", "script")
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip
ODF_META = (
    f"<office:document-meta {_ODF_NS}><office:meta><dc:title>Protokoll</dc:title><dc:creator>{EDITOR}</dc:creator>"
    f"<meta:initial-creator>{WHO}</meta:initial-creator></office:meta></office:document-meta>"
)


def odf(kind: str, body: str, styles: str = "", **more: str) -> bytes:
    content = (
        f"<office:document-content {_ODF_NS}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body>{body}</office:body></office:document-content>"
    )
    settings = (
        f"<office:document-settings {_ODF_NS}>"
        f'<config:config-item config:name="PrinterName">Drucker {WHO}</config:config-item></office:document-settings>'
    )
    return zipped({
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": content,
        "meta.xml": ODF_META,
        "settings.xml": settings,
        **more,
    })  # fmt: skip


def tracked_odt() -> bytes:
    change = f"<office:change-info><dc:creator>{EDITOR}</dc:creator></office:change-info>"
    return odf(
        "text",
        f"<text:tracked-changes><text:changed-region><text:deletion>{change}<text:p>Interner Halbsatz</text:p>"
        f"</text:deletion></text:changed-region></text:tracked-changes>"
        f"<text:p>Text<office:annotation><dc:creator>{WHO}</dc:creator></office:annotation></text:p>"
        '<text:section text:display="none"><text:p>verborgen</text:p></text:section>',
    )


def hidden_ods() -> bytes:
    style = '<style:style style:name="t2"><style:table-properties table:display="false"/></style:style>'
    change = f"<office:change-info><dc:creator>{EDITOR}</dc:creator></office:change-info>"
    return odf(
        "spreadsheet",
        f"<table:tracked-changes><table:cell-content-change>{change}</table:cell-content-change></table:tracked-changes>"
        '<table:table table:name="Zahlen" table:style-name="t1"/>'
        '<table:table table:name="Gehälter" table:style-name="t2"/>',
        style,
    )


def hidden_odp() -> bytes:
    style = (
        '<style:style style:name="d2"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>'
    )
    notes = "<presentation:notes><text:p>Nicht vorlesen</text:p></presentation:notes>"
    return odf(
        "presentation", f'<draw:page draw:style-name="d1"/><draw:page draw:style-name="d2">{notes}</draw:page>', style
    )
