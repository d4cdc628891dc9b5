"""The public file: nothing that runs, nothing that gives people away, the record's facts, the same bytes each time."""

from __future__ import annotations

import io
import re
import struct
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from publications.pdf import images, xmp
from publications.pdf.accessibility import check_by_page_validation
from publications.pdf.clean import CleanedPDF, PublicRecord, clean
from publications.pdf.inspect import inspect
from tests.publications.pdf import hostile
from tests.publications.pdf.factory import Document, Figure, Paragraph, make
from tests.publications.pdf.painted import extract

RECORD = PublicRecord(
    title="Öffnung & Beteiligung <2022>",
    language="de",
    licence_uri="https://creativecommons.org/licenses/by/4.0/",
    licence_name="CC BY 4.0",
    publisher="Musterstelle",
    description="Eine Zusammenfassung.",
    identifier="urn:nbn:de:101:1-2022",
    date="2022-10",
)


def cleaned(pdf: pikepdf.Pdf, tmp_path: Path, record: PublicRecord = RECORD) -> tuple[Path, CleanedPDF]:
    source, target = tmp_path / "source.pdf", tmp_path / "target.pdf"
    pdf.save(source, deterministic_id=True)
    return target, clean(source, target, record=record)


def everything(path: Path) -> bytes:
    """All objects of the file, unpacked, as one string to search."""
    data = io.BytesIO()
    with pikepdf.open(path) as pdf:
        pdf.save(
            data,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=False,
        )
    return data.getvalue()


def test_a_crafted_file_comes_out_harmless_and_conforming(tmp_path: Path) -> None:
    target, result = cleaned(hostile.launcher(), tmp_path)
    content = everything(target)
    for trace in (
        b"JavaScript",
        b"Launch",
        b"app.alert",
        b"ab12345",
        b"geheim",
        b"EmbeddedFile",
        b"PieceInfo",
        b"Testpro",
    ):
        assert trace not in content
    assert b"https://example.org/" in content
    assert {entry.kind for entry in result.removed} >= {"JavaScript", "Launch", "attachment", "author", "software"}
    assert check_by_page_validation(tmp_path / "source.pdf").conforms
    assert check_by_page_validation(target).conforms


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    first, result = cleaned(hostile.launcher(), tmp_path)
    second = tmp_path / "second.pdf"
    assert clean(tmp_path / "source.pdf", second, record=RECORD) == result
    assert first.read_bytes() == second.read_bytes()


def test_another_record_gives_another_file(tmp_path: Path) -> None:
    _, result = cleaned(hostile.launcher(), tmp_path)
    other = clean(tmp_path / "source.pdf", tmp_path / "other.pdf", record=PublicRecord("Anders"))
    assert other.sha256 != result.sha256


def test_the_record_is_written_into_the_file(tmp_path: Path) -> None:
    target, _ = cleaned(make(Document([[Paragraph("x")]], title="Alt", language="en")), tmp_path)
    with pikepdf.open(target) as pdf:
        assert pdf.is_linearized
        assert str(pdf.docinfo["/Title"]) == RECORD.title
        assert set(pdf.docinfo.keys()) == {"/Title"}
        assert str(pdf.Root.Lang) == "de"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        packet = pdf.Root.Metadata.read_bytes().decode()
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == RECORD.title
            assert metadata["dc:rights"] == "CC BY 4.0"
            assert metadata["xmpRights:WebStatement"] == RECORD.licence_uri
            assert metadata["pdfuaid:part"] == "1"
    assert "creator" not in packet.lower()
    assert "Date" not in packet


def test_a_more_exact_language_of_the_file_stays(tmp_path: Path) -> None:
    target, _ = cleaned(make(Document([[Paragraph("x")]], language="de-AT")), tmp_path)
    assert inspect(target).language == "de-AT"


def test_a_claim_to_pdf_a_stays_and_a_missing_claim_is_not_made(tmp_path: Path) -> None:
    pdf = make(Document([[Paragraph("x")]]))
    packet = pdf.Root.Metadata.read_bytes().replace(
        b"<pdfuaid:part>1</pdfuaid:part>",
        b'<pdfaid:part xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">2</pdfaid:part>'
        b'<pdfaid:conformance xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">A</pdfaid:conformance>',
    )
    pdf.Root.Metadata.write(packet)
    target, _ = cleaned(pdf, tmp_path)
    with pikepdf.open(target) as result:
        facts = xmp.read(result.Root.Metadata)
    assert (facts.a_part, facts.a_level, facts.ua_part) == ("2", "A", "")


def test_tags_links_outline_and_labels_stay(tmp_path: Path) -> None:
    pdf = hostile.launcher()
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.r)]))
    target, _ = cleaned(pdf, tmp_path)
    before, after = inspect(tmp_path / "source.pdf"), inspect(target)
    assert after.tagged
    assert after.outline == before.outline != ()
    assert after.page_labels == ("i",)
    assert extract(target) == extract(tmp_path / "source.pdf")


def test_a_resource_that_bears_the_name_of_an_action_stays(tmp_path: Path) -> None:
    pdf = make(Document([[Paragraph("Text")]]))
    fonts = pdf.pages[0].obj.Resources.Font
    for name in ("/AA", "/Metadata", "/EF", "/AF", "/OPI", "/PieceInfo", "/Thumb", "/LastModified", "/A", "/Next"):
        fonts[name] = fonts["/F1"]
    contents = pdf.pages[0].obj.Contents
    contents.write(contents.read_bytes().replace(b"/F1", b"/AA"))
    target, _ = cleaned(pdf, tmp_path)
    assert extract(target)[0].text == "Text"
    with pikepdf.open(target) as result:
        assert len(result.pages[0].obj.Resources.Font.keys()) == 11
    assert check_by_page_validation(target).conforms


@pytest.mark.parametrize(
    "kind", ["JavaScript", "Launch", "SubmitForm", "ImportData", "GoToE", "Rendition", "Movie", "Sound"]
)
def test_actions_go_wherever_they_hang(tmp_path: Path, kind: str) -> None:
    pdf = make(Document([[Paragraph("Ein Link", link="https://example.org/")]]))
    action = pdf.make_indirect(Dictionary(Type=Name.Action, S=Name("/" + kind)))
    pdf.Root.AA = Dictionary(WC=action)
    pdf.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([pdf.pages[0].obj, Name.Fit]), Next=Array([action, action]))
    pdf.pages[0].obj.Annots[0].PA = action
    pdf.pages[0].obj.Annots[0].AA = Dictionary(E=action)
    field = Dictionary(T=String("feld"), FT=Name.Tx, AA=Dictionary(K=action), Kids=Array([]))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]), XFA=pdf.make_stream(b"<xfa/>"))
    target, result = cleaned(pdf, tmp_path)
    assert f"/{kind}".encode() not in everything(target)
    assert b"xfa" not in everything(target).lower()
    assert b"/GoTo" in everything(target)
    assert inspect(tmp_path / "source.pdf").active_content.keys() == {kind, "XFA"}
    assert {kind, "XFA"} <= {entry.kind for entry in result.removed}


@pytest.mark.parametrize(
    ("action", "stays"),
    [
        (Dictionary(S=Name.URI, URI=String("https://example.org/")), True),
        (Dictionary(S=Name.URI, URI=String("javascript:alert(1)")), False),
        (Dictionary(S=Name.URI, URI=String("file:///C:/Users/ab12345/x.pdf")), False),
        (Dictionary(S=Name.GoToR, F=String("C:\\Users\\ab12345\\anlage.pdf")), False),
        (Dictionary(S=Name.GoToR, F=String("anlage.pdf")), True),
    ],
)
def test_links_stay_unless_they_run_or_reveal_something(tmp_path: Path, action: pikepdf.Object, stays: bool) -> None:
    pdf = make(Document([[Paragraph("Ein Link", link="https://example.org/")]]))
    pdf.pages[0].obj.Annots[0].A = action
    target, _ = cleaned(pdf, tmp_path)
    with pikepdf.open(target) as result:
        assert ("/A" in result.pages[0].obj.Annots[0]) is stays


def test_each_attachment_is_counted_once(tmp_path: Path) -> None:
    pdf = make(Document([[Paragraph("Text")]]))
    for name in ("a.csv", "b.csv", "auf-der-seite.csv"):
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, name.encode(), filename=name)
    first, on_page = pdf.attachments["a.csv"].obj, pdf.attachments["auf-der-seite.csv"].obj
    # Named once more by the catalog and the page, and once by a copy of its specification.
    pdf.Root.AF = Array([first])
    pdf.pages[0].obj.AF = Array([Dictionary(Type=Name.Filespec, F=first.F, EF=first.EF)])
    clip = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=on_page)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(clip)])
    pdf.save(tmp_path / "with-files.pdf")
    found = inspect(tmp_path / "with-files.pdf")
    assert sorted(attachment.name for attachment in found.attachments) == ["a.csv", "auf-der-seite.csv", "b.csv"]
    target, result = cleaned(pdf, tmp_path)
    assert {entry.kind: entry.count for entry in result.removed if "ttachment" in entry.kind} == {
        "attachment": 2,
        "FileAttachment": 1,
    }
    assert inspect(target).attachments == ()


def test_media_become_pictures_and_attachments_on_pages_go(tmp_path: Path) -> None:
    pdf = make(Document([[Paragraph("Text")]]))
    look = pdf.make_stream(b"1 0 0 rg 0 0 50 50 re f")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 50, 50])
    film = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=[100, 100, 150, 150], AP=Dictionary(N=look))
    film.RichMediaContent, film.T = Dictionary(Assets=Dictionary()), String("ab12345")
    clip = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=Dictionary(F=String("x.doc")))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(film), pdf.make_indirect(clip)])
    target, _ = cleaned(pdf, tmp_path)
    with pikepdf.open(target) as result:
        (left,) = result.pages[0].obj.Annots
        assert left.Subtype == Name.Stamp
    assert b"ab12345" not in everything(target)
    assert b"x.doc" not in everything(target)


def test_small_pictures_of_earlier_pages_go(tmp_path: Path) -> None:
    pdf = make(Document([[Paragraph("Text")]]))
    pdf.pages[0].obj.Thumb = pdf.make_stream(
        b"frueher", Width=1, Height=7, ColorSpace=Name.DeviceGray, BitsPerComponent=8
    )
    target, _ = cleaned(pdf, tmp_path)
    assert b"frueher" not in everything(target)


def test_comments_stay_without_their_authors(tmp_path: Path) -> None:
    pdf = make(Document([[Paragraph("Text")]]))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], T=String("ab12345"))
    note.Contents = String("Bitte prüfen")
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[9, 9, 19, 19], T=String("name"), FT=Name.Tx)
    field.TU = String("Ihr Name")
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note), pdf.make_indirect(field)])
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.pages[0].obj.Annots[1]]))
    target, result = cleaned(pdf, tmp_path)
    with pikepdf.open(target) as public:
        comment, widget = public.pages[0].obj.Annots
        assert "/T" not in comment
        assert str(comment.Contents) == "Bitte prüfen"
        assert (str(widget.T), str(widget.TU)) == ("name", "Ihr Name")
    assert "comment author" in {entry.kind for entry in result.removed}


def test_a_mark_to_blacken_stays_without_its_author_and_note(tmp_path: Path) -> None:
    pdf = make(Document([[Paragraph("Text")]]))
    mark = Dictionary(Type=Name.Annot, Subtype=Name.Redact, Rect=[0, 0, 9, 9], QuadPoints=[0, 9, 9, 9, 0, 0, 9, 0])
    mark.T, mark.Subj, mark.RC = String("ab12345"), String("ab12345"), String("<p>ab12345</p>")
    mark.Contents = String("ab12345 will das weghaben")
    mark = pdf.make_indirect(mark)
    answer = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], IRT=mark, Contents=String("ab12345 auch")
    )
    popup = Dictionary(Type=Name.Annot, Subtype=Name.Popup, Rect=[0, 0, 9, 9], Parent=mark, Contents=String("ab12345"))
    pdf.pages[0].obj.Annots = Array([mark, pdf.make_indirect(answer), pdf.make_indirect(popup)])
    target, result = cleaned(pdf, tmp_path)
    assert b"ab12345" not in everything(target)
    with pikepdf.open(target) as public:
        kept, *others = public.pages[0].obj.Annots
        assert (kept.Subtype, len(kept.QuadPoints), str(kept.Contents)) == (Name.Redact, 8, "Zum Schwärzen markiert")
        assert len(others) == 2
    assert ("redaction note", 3) in {(entry.kind, entry.count) for entry in result.removed}
    again = tmp_path / "again.pdf"
    assert clean(target, again, record=RECORD).removed == ()


def jpeg(with_exif: bool = True) -> bytes:
    data = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "ab12345"
    picture = Image.radial_gradient("L").resize((64, 48)).convert("RGB")
    picture.save(data, "JPEG", **({"exif": exif, "comment": b"ab12345 Kamera"} if with_exif else {}))
    return data.getvalue()


def test_pictures_lose_their_camera_data_and_no_pixel(tmp_path: Path) -> None:
    pdf = make(Document([[Figure("Ein Bild")]]))
    picture = pdf.make_stream(jpeg())
    picture.Type, picture.Subtype, picture.Width, picture.Height = Name.XObject, Name.Image, 64, 48
    picture.ColorSpace, picture.BitsPerComponent, picture.Filter = Name.DeviceRGB, 8, Name.DCTDecode
    picture.Metadata = pdf.make_stream(b"<x:xmpmeta>ab12345</x:xmpmeta>", Type=Name.Metadata, Subtype=Name.XML)
    pdf.pages[0].obj.Resources.XObject = Dictionary(Im1=picture)
    target, result = cleaned(pdf, tmp_path)
    assert b"ab12345" not in everything(target)
    with pikepdf.open(target) as public:
        raw = public.pages[0].obj.Resources.XObject.Im1.read_raw_bytes()
    assert Image.open(io.BytesIO(raw)).tobytes() == Image.open(io.BytesIO(jpeg())).tobytes()
    assert {"image metadata", "metadata"} <= {entry.kind for entry in result.removed}


def test_jpeg_2000_boxes_with_metadata_are_blanked() -> None:
    signature = struct.pack(">I4s", 12, b"jP  ") + b"\r\n\x87\n"
    private = struct.pack(">I4s", 8 + 7, b"xml ") + b"ab12345"
    code = struct.pack(">I4s", 0, b"jp2c") + b"\xff\x4f\xff\x51"
    with pikepdf.new() as pdf:
        image = pdf.make_stream(signature + private + code)
        image.Filter = Name.JPXDecode
        assert images.drop_metadata(image)
        raw = image.read_raw_bytes()
    assert b"ab12345" not in raw
    assert raw.endswith(code)
    assert len(raw) == len(signature + private + code)


def test_a_restricted_file_comes_out_open(tmp_path: Path) -> None:
    source, target = tmp_path / "source.pdf", tmp_path / "target.pdf"
    source.write_bytes(hostile.with_owner_password())
    clean(source, target, record=RECORD)
    with pikepdf.open(target) as pdf:
        assert not pdf.is_encrypted
    assert not re.search(rb"/Encrypt", target.read_bytes())


def test_a_packet_with_entities_is_not_parsed() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    with pikepdf.new() as pdf:
        assert xmp.read(pdf.make_stream(bomb)) == xmp.Facts()
