"""Documents tell nothing of those who wrote them, in whichever door they come; what they hide is told before."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw
from wagtail.models import Collection

from ogl_portal.media import document_files
from ogl_portal.media.models import PortalDocument
from ogl_portal.uploads.refusals import Refused
from publications.pdf import hidden
from publications.pdf.process import Sandbox, StageFailed
from tests.factories import AdminFactory
from tests.publications.pdf.signing import signed, unsigned, written
from tests.uploads.office_files import EDITOR, WHO, docx, hidden_xlsx, tracked_docx, tracked_odt

pytestmark = pytest.mark.django_db


def pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Author"] = WHO
        document.docinfo["/Title"] = "Microsoft Word - Bericht.docx"
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.save(out)
    return out.getvalue()


def blackened_pdf() -> bytes:
    """A page whose second line lies under a black box."""
    return one_page(BLACKENED)


LINES = b"BT /F 12 Tf 72 760 Td (Bescheid der Gemeinde) Tj 0 -60 Td (Antragstellerin Muster) Tj "
BLACKENED = LINES + b"ET 0 g 68 694 200 20 re f"
CROPPED = LINES + b"0 -900 Td (Kontonummer) Tj ET"
TINY = LINES + b"0 -60 Td /F 0.2 Tf (Vermerk des Amtes) Tj ET"
IN_LAYER = LINES + b"ET /OC /L BDC BT /F 12 Tf 72 600 Td (Interner Entwurf) Tj ET EMC"


def one_page(content: bytes) -> bytes:
    """A page with this content; what is marked as ``/OC /L`` is in a layer that is off."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        layer = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Intern")))
        page.obj.Resources.Properties = pikepdf.Dictionary(L=layer)
        document.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer]))
        page.obj.Contents = document.make_stream(content)
        document.save(out)
    return out.getvalue()


def words(path: str) -> str:
    """All that stands in a file, unpacked."""
    data = Path(path).read_bytes()
    if data[:2] != b"PK":
        return data.decode("latin-1")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")


def single_form(client: Client, name: str, data: bytes, **more: str) -> str:
    form = {"title": "Protokoll", "collection": Collection.get_first_root_node().pk, **more}
    response = client.post(reverse("wagtaildocs:add"), {**form, "file": SimpleUploadedFile(name, data)})
    return response.content.decode()


def several_at_once(client: Client, name: str, data: bytes, title: str = "Protokoll") -> str:
    form = {"title": title, "collection": Collection.get_first_root_node().pk}
    response = client.post(
        reverse("wagtaildocs:add_multiple"),
        {**form, "files[]": SimpleUploadedFile(name, data)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    return str(response.json().get("error_message", ""))


def chooser(client: Client, name: str, data: bytes) -> str:
    prefix = "document-chooser-upload"
    form = {f"{prefix}-title": "Protokoll", f"{prefix}-collection": Collection.get_first_root_node().pk}
    response = client.post(
        reverse("wagtaildocs_chooser:create"), {**form, f"{prefix}-file": SimpleUploadedFile(name, data)}
    )
    return str(response.json().get("htmlFragment", ""))


DOORS = [single_form, several_at_once, chooser]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(("name", "data"), [("protokoll.docx", docx()), ("bericht.pdf", pdf())])
def test_every_door_stores_no_names(door: Callable[..., str], name: str, data: bytes, client: Client) -> None:
    client.force_login(AdminFactory())
    door(client, name, data)
    document = PortalDocument.objects.get()
    stored = words(document.file.path)
    assert WHO not in stored
    assert EDITOR not in stored
    assert "app.alert" not in stored
    assert document.file_size == Path(document.file.path).stat().st_size
    assert document.recipe == document_files.registered()[document.file_extension].recipe
    assert document.told == {}


def test_a_pdf_says_the_title_of_its_entry(client: Client) -> None:
    client.force_login(AdminFactory())
    single_form(client, "bericht.pdf", pdf())
    with pikepdf.open(PortalDocument.objects.get().file.path) as stored:
        assert str(stored.docinfo["/Title"]) == "Protokoll"


@pytest.mark.parametrize("door", DOORS)
def test_every_door_tells_of_blackened_text_of_a_pdf(door: Callable[..., str], client: Client) -> None:
    client.force_login(AdminFactory())
    answer = door(client, "bescheid.pdf", blackened_pdf())
    assert "Unter einer Fläche, einem Bild oder einem Kommentar liegt Text (PDF-Seite\u00a01)" in answer
    assert "Es wurde nichts gespeichert." in answer
    assert "»Schwärzen«" in answer
    assert not PortalDocument.objects.exists()


def test_blackened_text_of_a_pdf_may_be_meant(client: Client) -> None:
    client.force_login(AdminFactory())
    single_form(client, "bescheid.pdf", blackened_pdf(), may_be_seen="on")
    assert PortalDocument.objects.get().told == {
        "unseen": ["Unter einer Fläche, einem Bild oder einem Kommentar liegt Text (PDF-Seite\u00a01)"]
    }


def test_a_pdf_that_only_looks_signed_is_told(client: Client) -> None:
    """Whoever reads it would believe that an office has signed it."""
    client.force_login(AdminFactory())
    data = signed(written(unsigned(active=True))).replace(b"app.alert", b"app.other")
    answer = several_at_once(client, "vertrag.pdf", data)
    assert "sieht digital signiert aus, doch die Signatur passt nicht zu seinem Inhalt" in answer
    assert "Es wurde nichts gespeichert. Soll die Signatur gelten" in answer
    assert "»Schwärzen«" not in answer
    assert not PortalDocument.objects.exists()
    single_form(client, "vertrag.pdf", data, may_be_seen="on")
    assert list(PortalDocument.objects.get().told) == ["signature"]
    assert several_at_once(client, "echt.pdf", signed(written(unsigned()))) == ""


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (CROPPED, "Text liegt außerhalb des sichtbaren Teils der Seite (PDF-Seite\u00a01)"),
        (IN_LAYER, "Text liegt auf einer ausgeblendeten Ebene (PDF-Seite\u00a01)"),
        (TINY, "Text ist so klein, dass ihn niemand lesen kann (PDF-Seite\u00a01)"),
    ],
)
def test_text_that_nobody_sees_is_told_whatever_hides_it(content: bytes, told: str, client: Client) -> None:
    client.force_login(AdminFactory())
    assert told in several_at_once(client, "bescheid.pdf", one_page(content))
    assert not PortalDocument.objects.exists()


def test_the_text_layer_of_a_scan_is_not_told(client: Client) -> None:
    """A page-filling picture with writing, and the same words unpainted over it."""
    scan = Image.new("L", (595, 842), 255)
    ImageDraw.Draw(scan).text((72, 75), "Bescheid der Gemeinde", fill=0, font_size=12)
    inline = b"q 595 0 0 842 0 0 cm BI /W 595 /H 842 /CS /G /BPC 8 /F /AHx ID " + scan.tobytes().hex().encode()
    layer = b"> EI Q BT 3 Tr /F 12 Tf 72 756 Td (Bescheid der Gemeinde) Tj ET"
    client.force_login(AdminFactory())
    assert several_at_once(client, "scan.pdf", one_page(inline + layer)) == ""
    assert PortalDocument.objects.get().told == {}


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (hidden.Hidden(unchecked=(2, 3), unchecked_scans=(4,)), "ließ sich nicht prüfen (PDF-Seiten\u00a02 bis 4)"),
        (StageFailed("timeout"), "Ob Text verborgen ist, ließ sich nicht prüfen."),
    ],
)
def test_looking_that_came_to_no_end_is_told(
    outcome: hidden.Hidden | StageFailed, told: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = Sandbox.call

    def cut_off(sandbox: Sandbox, function: Callable[..., object], *args: Any, **more: Any) -> object:
        if function is not hidden.find:
            return call(sandbox, function, *args, **more)
        if isinstance(outcome, StageFailed):
            raise outcome
        return outcome

    monkeypatch.setattr(Sandbox, "call", cut_off)
    client.force_login(AdminFactory())
    assert told in several_at_once(client, "bericht.pdf", pdf())
    assert not PortalDocument.objects.exists()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("protokoll.docx", tracked_docx(), "3 nachverfolgte Änderungen, 1 Kommentar"),
        ("zahlen.xlsx", hidden_xlsx(), "»Gehälter«"),
        ("protokoll.odt", tracked_odt(), "1 nachverfolgte Änderung"),
    ],
)
def test_every_door_tells_what_readers_do_not_see(
    door: Callable[..., str], name: str, data: bytes, told: str, client: Client
) -> None:
    client.force_login(AdminFactory())
    answer = door(client, name, data)
    assert told in answer
    assert WHO in answer
    assert "Es wurde nichts gespeichert." in answer
    assert "Dokument prüfen" in answer or "LibreOffice" in answer
    assert not PortalDocument.objects.exists()


def test_who_wants_it_that_way_says_so(client: Client) -> None:
    client.force_login(AdminFactory())
    single_form(client, "protokoll.docx", tracked_docx(), may_be_seen="on")
    document = PortalDocument.objects.get()
    assert document.told["changes"] == 3
    stored = words(document.file.path)
    assert "Interner Halbsatz" in stored
    edit = client.get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode()
    assert "Nicht auf den ersten Blick zu sehen: 3 nachverfolgte Änderungen" in edit
    # Saving the form without a new file asks nothing again.
    form = {"title": "Neu", "collection": Collection.get_first_root_node().pk}
    client.post(reverse("wagtaildocs:edit", args=[document.pk]), form)
    document.refresh_from_db()
    assert (document.title, document.told["changes"]) == ("Neu", 3)


def test_a_new_file_takes_the_place_of_what_was_told(client: Client) -> None:
    client.force_login(AdminFactory())
    single_form(client, "protokoll.docx", tracked_docx(), may_be_seen="on")
    document = PortalDocument.objects.get()
    form = {"title": "Protokoll", "collection": Collection.get_first_root_node().pk}
    client.post(
        reverse("wagtaildocs:edit", args=[document.pk]),
        {**form, "file": SimpleUploadedFile("protokoll.docx", docx())},
    )
    document.refresh_from_db()
    assert document.told == {}
    assert "Interner Halbsatz" not in words(document.file.path)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("brief.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Kennwort"),
        ("brief.docx", docx(word__vbaProject_bin=b"x"), "Makros"),
        ("brief.docx", b"", "ist leer"),
        ("brief.docx", docx()[:-40], "beschädigt"),
        ("brief.xlsx", docx(), "ist aber keine XLSX-Datei"),
        ("bericht.pdf", b"%PDF-1.7\n", "beschädigt"),
    ],
)
def test_what_cannot_be_cleaned_is_told_at_the_field(name: str, data: bytes, told: str, client: Client) -> None:
    client.force_login(AdminFactory())
    answer = several_at_once(client, name, data)
    assert told in answer
    assert "Es wurde nichts gespeichert." in answer
    assert not PortalDocument.objects.exists()


def test_a_door_that_nobody_knows_yet_stores_clean_files_only() -> None:
    document = PortalDocument(title="Protokoll", collection=Collection.get_first_root_node())
    document.file.save("protokoll.docx", ContentFile(docx()))
    assert WHO not in words(PortalDocument.objects.get().file.path)
    with pytest.raises(Refused):
        document.file.save("protokoll.docx", ContentFile(b"PK\x03\x04rest"))


def test_other_kinds_are_stored_as_they_are() -> None:
    document = PortalDocument(title="Liste", collection=Collection.get_first_root_node())
    document.file.save("liste.csv", ContentFile(b"a;b\n"))
    assert Path(document.file.path).read_bytes() == b"a;b\n"
    assert document.recipe == 0
