"""Which uploads are taken, and what the others are told."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogl_portal.german.formats import file_size
from publications.pdf.accept import (
    MAX_NAME_BYTES,
    Accepted,
    RefusedPDF,
    accept,
    inflated_size,
    kind_of,
    safe_filename,
)
from publications.pdf.process import StageFailed, run
from tests.publications.pdf import hostile


def taken(tmp_path: Path, data: bytes, name: str = "bericht.pdf", **limits: int) -> Accepted:
    path = tmp_path / "upload"
    path.write_bytes(data)
    return run(accept, path, reads=[path], filename=name, **limits)


def refused(tmp_path: Path, data: bytes, name: str = "bericht.pdf", **limits: int) -> RefusedPDF:
    with pytest.raises(RefusedPDF) as caught:
        taken(tmp_path, data, name, **limits)
    error = caught.value
    assert "nichts veröffentlicht" in error.message_de, "the sentence must say what is safe"
    assert "Bitte" in error.message_de, "the sentence must say what to do"
    assert "{" not in error.message_de
    return error


def test_a_good_file_is_taken_with_its_facts(tmp_path: Path) -> None:
    result = taken(tmp_path, hostile.good(), "Bericht über Köln.pdf")
    assert (result.pages, result.encrypted, result.repaired) == (1, False, False)
    assert result.filename == "Bericht über Köln.pdf"
    assert re.fullmatch(r"[0-9a-f]{64}", result.sha256)


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("empty", b""),
        ("not_pdf", b"<!DOCTYPE html><html><body>Nicht gefunden</body></html>"),
        ("not_pdf", b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml word/document.xml"),
        ("damaged", b"%PDF-1.7\nnothing else"),
    ],
)
def test_what_is_no_pdf_is_refused_with_a_reason(tmp_path: Path, code: str, data: bytes) -> None:
    assert refused(tmp_path, data).code == code


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("damaged", hostile.truncated),
        ("password", hostile.with_password),
        ("too_many_pages", hostile.many_real_pages),
        ("circular", hostile.circular_tree),
        ("bomb", hostile.flate_bomb),
        ("bomb", hostile.nested_bomb),
        ("bomb", hostile.many_filters),
    ],
)
def test_bad_input_is_refused_with_a_reason(tmp_path: Path, code: str, make: Callable[[], bytes]) -> None:
    assert refused(tmp_path, make()).code == code


@pytest.mark.parametrize(
    "make", [hostile.object_stream_bomb, hostile.deep_tree, hostile.branching_tree, hostile.many_pages]
)
def test_what_no_check_foresees_ends_at_a_limit_and_not_in_a_crash(tmp_path: Path, make: Callable[[], bytes]) -> None:
    with pytest.raises((RefusedPDF, StageFailed)):
        taken(tmp_path, make())


def test_a_cut_off_end_is_repaired(tmp_path: Path) -> None:
    assert taken(tmp_path, hostile.cut_at_the_end()).repaired


def test_an_empty_user_password_is_no_obstacle(tmp_path: Path) -> None:
    assert taken(tmp_path, hostile.with_owner_password()).encrypted


@pytest.mark.parametrize(
    ("make", "pages"),
    [
        (hostile.node_named_twice, 5),
        (hostile.node_named_twice_by_mistake, 3),
        (hostile.nested_nodes_named_twice, 4),
    ],
)
def test_a_node_that_is_named_twice_is_no_circle(tmp_path: Path, make: Callable[[], bytes], pages: int) -> None:
    assert taken(tmp_path, make()).pages == pages


def test_a_password_for_attachments_alone_is_no_obstacle(tmp_path: Path) -> None:
    assert taken(tmp_path, hostile.with_locked_attachment()).pages == 1
    assert refused(tmp_path, hostile.with_locked_attachment("StdCF")).code == "password"


def test_a_portfolio_is_refused_and_says_what_to_do(tmp_path: Path) -> None:
    error = refused(tmp_path, hostile.portfolio("bericht.pdf", "anlage.pdf"))
    assert error.code == "portfolio"
    assert "mit 2 Dateien" in error.message_de
    assert "jedes für sich" in error.message_de
    assert "mit 1 Datei " in refused(tmp_path, hostile.portfolio("bericht.pdf")).message_de


def test_a_mark_of_portfolio_without_documents_is_none(tmp_path: Path) -> None:
    assert taken(tmp_path, hostile.portfolio()).pages == 1


class CountingDecompressor:
    """A decompressor that adds up the bytes it is given, and ends a test that would never end by itself."""

    def __init__(self, inner: Any, most: int) -> None:
        self.inner, self.fed, self.most = inner, 0, most

    def decompress(self, data: bytes, max_length: int = 0) -> bytes:
        self.fed += len(data)
        assert self.fed <= self.most, "fed more than there is: the same bytes come again and again"
        return self.inner.decompress(data, max_length)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


@pytest.mark.parametrize("after", [b"", b"\n", b"\r\n", b"\0" * 200_000], ids=["nothing", "lf", "crlf", "padding"])
@pytest.mark.parametrize("depth", [1, 2])
def test_each_byte_of_a_stream_is_unpacked_about_once(
    monkeypatch: pytest.MonkeyPatch, after: bytes, depth: int
) -> None:
    data = random.Random(1).randbytes(2_000_000)
    raw = data
    for _ in range(depth):
        raw = zlib.compress(raw, 1) + after
    made: list[CountingDecompressor] = []

    new = zlib.decompressobj

    def decompressor() -> CountingDecompressor:
        made.append(CountingDecompressor(new(), 3 * len(raw)))
        return made[-1]

    monkeypatch.setattr("publications.pdf.accept.zlib.decompressobj", decompressor)
    assert inflated_size(raw, depth) == len(data)
    assert len(made) == depth


def test_a_damaged_stream_is_counted_up_to_the_damage() -> None:
    whole = zlib.compress(random.Random(1).randbytes(1_000_000), 1)
    broken = whole[:500_000] + b"\xff" * 1000 + whole[501_000:]
    assert 0 < inflated_size(broken, 1) < 1_000_000
    assert inflated_size(b"no deflate data at all", 1) == 0


@pytest.mark.parametrize("after", [b"", b"\r\n"])
def test_a_line_break_behind_packed_data_is_no_obstacle(tmp_path: Path, after: bytes) -> None:
    assert taken(tmp_path, hostile.deflated_image(150_000, after)).pages == 1


def test_limits_are_arguments(tmp_path: Path) -> None:
    data = hostile.good()
    error = refused(tmp_path, data, max_bytes=1000)
    assert error.code == "too_big"
    assert file_size(1000) in error.message_de
    assert refused(tmp_path, data, max_objects=5).code == "too_many_objects"
    assert refused(tmp_path, hostile.many_real_pages(12), max_pages=10).code == "too_many_pages"


def test_the_message_names_the_kind_of_file(tmp_path: Path) -> None:
    error = refused(tmp_path, b"<html><body>x</body></html>", "../../etc/\u202egnp.pdf")
    assert "eine HTML-Seite" in error.message_de
    assert "\u202e" not in error.message_de
    assert "/" not in error.message_de


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Office"),
        (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text", "Writer"),
        (b"\x00\x00\x00\x18ftypmp42", "Film"),
        (b"  <?xml version='1.0'?><a/>", "XML"),
        ("Grüße".encode(), "Textdatei"),
        (b"\x00\x01\x02\xff", "unbekannt"),
    ],
)
def test_kinds_of_files(start: bytes, kind: str) -> None:
    assert kind in kind_of(start)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Bericht.pdf", "Bericht.pdf"),
        ("C:\\Users\\ab12345\\Bericht.PDF", "Bericht.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("Bericht\u202efdp.exe", "Berichtfdp.exe.pdf"),
        ("U\u0308bersicht.pdf", "Übersicht.pdf"),
        ("a\x00b\nc.pdf", "ab c.pdf"),
        ("", "dokument.pdf"),
        (".pdf", "dokument.pdf"),
        ("/", "dokument.pdf"),
        ("con.pdf", "con-datei.pdf"),
        ("was?*<>.pdf.pdf", "was----.pdf"),
    ],
)
def test_safe_names(name: str, safe: str) -> None:
    assert safe_filename(name) == safe


def test_a_name_of_300_characters_is_cut_between_characters() -> None:
    safe = safe_filename("ü" * 300 + ".pdf")
    assert len(safe.encode()) <= MAX_NAME_BYTES
    assert safe.rstrip(".pdf").strip("ü") == ""


@given(st.text(max_size=400))
def test_any_name_becomes_safe_and_stays_so(name: str) -> None:
    safe = safe_filename(name)
    assert safe.endswith(".pdf")
    assert 5 <= len(safe.encode()) <= MAX_NAME_BYTES
    assert not re.search(r'[/\\:*?"<>|\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\u200b-\u200f]', safe)
    assert not safe.startswith(".")
    assert safe_filename(safe) == safe


@given(st.binary(max_size=3000))
def test_the_kind_of_any_bytes_is_named(data: bytes) -> None:
    assert kind_of(data).startswith("ein")
