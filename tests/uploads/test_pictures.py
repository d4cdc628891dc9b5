"""Which pictures are taken is said by what is in the file."""

import io

import pytest
from PIL import Image

from ogl_portal.uploads.pictures import check_kind, check_size, kind_of
from ogl_portal.uploads.refusals import Refused
from tests.uploads.photos import FORMATS, file_name, halves

TAKEN = frozenset({"avif", "jpg", "jpeg", "png", "webp"})
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 40
BURST = b"\0\0\0\x18ftypmsf1\0\0\0\0hevcmsf1" + b"\0" * 40


def made(kind: str) -> bytes:
    out = io.BytesIO()
    halves((40, 30)).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", FORMATS)
def test_four_formats_are_taken(kind: str) -> None:
    assert check_kind(made(kind)[:512], file_name(kind), TAKEN) == kind.lower()


@pytest.mark.parametrize(
    ("head", "name", "words"),
    [
        (HEIC, "IMG_1234.HEIC", "»Bild konvertieren«"),
        (HEIC, "IMG_1234.jpg", "HEIC-Bild"),
        (BURST, "serie.heic", "HEIC-Bild"),
        (made("GIF"), "logo.gif", "als PNG"),
        (made("BMP"), "plan.bmp", "als PNG"),
        (made("TIFF"), "scan.tif", "als JPEG"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg", "als PNG"),
        (b"%PDF-1.7\n", "karte.png", "unter »PDF hochladen« oder »Dokumente«"),
        (b"8BPS\0\1", "plakat.psd", "Photoshop"),
        (b"<html>", "bild.jpg", "kein Bild"),
        (b"", "leer.jpg", "kein Bild"),
        (made("PNG"), "foto.jpg", "endet aber anders"),
        (made("JPEG"), "foto", "endet aber anders"),
    ],
)
def test_all_others_are_refused_with_advice(head: bytes, name: str, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_kind(head[:512], name, TAKEN)
    assert words in refusal.value.message_de
    assert "Es wurde nichts gespeichert." in refusal.value.message_de


@pytest.mark.parametrize("brands", [b"avif\0\0\0\0mif1miaf", b"mif1\0\0\0\0avifmiaf"])
def test_avif_is_told_from_heic_by_all_its_brands(brands: bytes) -> None:
    assert kind_of(b"\0\0\0\x18ftyp" + brands + b"\0" * 40) == "avif"


@pytest.mark.parametrize("size", [(49_000_000, 1), (1, 49_000_000), (16_001, 1_000), (9_000, 9_000), (0, 10)])
def test_strips_and_giants_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(Refused):
        check_size(*size, max_pixels=50_000_000)


@pytest.mark.parametrize("size", [(8_000, 6_000), (16_000, 160), (1, 1), (100, 1)])
def test_what_can_be_made_smaller_is_taken(size: tuple[int, int]) -> None:
    check_size(*size, max_pixels=50_000_000)
    for kind in FORMATS:
        if max(size) <= 100:
            Image.new("RGB", size).save(io.BytesIO(), kind)
