"""A file for downloading is what its name says."""

import io

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from ogl_portal.media.models import PortalDocument
from tests.uploads.office_files import docx

pytestmark = pytest.mark.django_db


def pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out)
    return out.getvalue()


def check(name: str, content: bytes) -> None:
    document = PortalDocument(title=name, file=ContentFile(content, name=name))
    document.clean()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bericht.pdf", pdf()),
        ("bericht.pdf", b"\xef\xbb\xbf\n" + pdf()),
        ("bericht.PDF", pdf()),
        ("brief.docx", docx()),
        ("film.vtt", b"\xef\xbb\xbfWEBVTT\n"),
        ("liste.csv", b"a;b\n"),
    ],
)
def test_files_with_the_right_content_are_taken(name: str, content: bytes) -> None:
    check(name, content)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("bericht.pdf", b"<!doctype html><script>alert(1)</script>", "PDF"),
        ("bericht.PDF", b"MZ\x90", "PDF"),
        ("brief.docx", b"%PDF-1.7\n", "DOCX"),
        ("film.vtt", b"1\n00:00:00,000", "VTT"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(name: str, content: bytes, kind: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        check(name, content)
    (message,) = refusal.value.message_dict["file"]
    assert f"ist aber keine {kind}-Datei. Es wurde nichts gespeichert." in message
