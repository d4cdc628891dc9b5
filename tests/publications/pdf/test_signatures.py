"""Only a real signature keeps a file from being cleaned."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import cms
from pikepdf import Array, Dictionary, Name, String

from publications.pdf import objects, summary_de
from publications.pdf.clean import CleanedPDF, PublicRecord, clean
from publications.pdf.inspect import inspect
from tests.publications.pdf import signing
from tests.publications.pdf.signing import added, signed, signed_again, unsigned, written


def file(*, active: bool = False) -> bytes:
    return signed(written(unsigned(active=active)))


def cleaned(data: bytes, folder: Path) -> tuple[Path, CleanedPDF]:
    source, target = folder / "source.pdf", folder / "target.pdf"
    source.write_bytes(data)
    return target, clean(source, target, record=PublicRecord(title="Vertrag"))


REAL: dict[str, Callable[[], bytes]] = {
    "one": file,
    "two": lambda: signed_again(file()),
    "two with an addition between": lambda: signed_again(added(file(), b"<< /Note (x) >>")),
    "a line break behind it": lambda: file() + b"\n",
}


@pytest.mark.parametrize("data", REAL.values(), ids=REAL.keys())
def test_a_signed_file_is_left_as_it_is_and_says_so(data: Callable[[], bytes], tmp_path: Path) -> None:
    source = data()
    target, result = cleaned(source, tmp_path)
    assert (result.signed, result.removed, result.kept_active) == (True, (), {})
    assert target.read_bytes() == source
    found = inspect(target)
    assert (found.signatures, found.signature) == (source.count(b"/ByteRange"), "real")


def fake(byte_range: list[int], value: bytes) -> bytes:
    pdf = unsigned(active=True)
    signature = Dictionary(Type=Name.Sig, ByteRange=Array(byte_range), Contents=String(value))
    pdf.Root.AcroForm.Fields[0].V = pdf.make_indirect(signature)
    return written(pdf)


def with_value(change: Callable[[bytes], bytes]) -> bytes:
    """A signed file with another value between its ranges."""
    data = file(active=True)
    gap = re.search(rb"<[0-9a-f]{%d}>" % (2 * signing.ROOM), data)
    assert gap
    value = change(bytes.fromhex(gap[0][1:-1].decode())).hex().encode().ljust(2 * signing.ROOM, b"0")
    return data[: gap.start() + 1] + value + data[gap.end() - 1 :]


def without_signers(value: bytes) -> bytes:
    info = cms.ContentInfo.load(value)
    info["content"]["signer_infos"] = []
    return bytes(info.dump(force=True))


def with_gap_around_more() -> bytes:
    """The gap between the ranges holds more than the value: here the dictionary's own entry."""
    data = file(active=True)
    return re.sub(rb"(/ByteRange \[ 0) (\d+)", lambda found: b"%s %d" % (found[1], int(found[2]) - 10), data)


FAKES: dict[str, Callable[[], bytes]] = {
    "two words in a dictionary": lambda: fake([0, 10, 20, 10], b"0000"),
    "over nothing": lambda: fake([0, 0, 0, 0], signing.cms_over(b"")),
    "of other bytes": lambda: with_value(lambda _: signing.cms_over(b"something else")),
    "no CMS": lambda: with_value(lambda _: b"\x30\x03\x02\x01\x01"),
    "no signer": lambda: with_value(without_signers),
    "bytes changed": lambda: file(active=True).replace(b"app.alert", b"app.launc"),
    "more in the gap": with_gap_around_more,
}


@pytest.mark.parametrize("data", FAKES.values(), ids=FAKES.keys())
def test_what_only_looks_signed_is_cleaned(data: Callable[[], bytes], tmp_path: Path) -> None:
    target, result = cleaned(data(), tmp_path)
    assert not result.signed
    assert {"JavaScript", "author"} <= {entry.kind for entry in result.removed}
    found = inspect(tmp_path / "source.pdf")
    assert found.signature == "pretended"
    assert any("passt nicht zu seinem Inhalt" in line for line in summary_de.inspection(found))
    with pikepdf.open(target) as pdf:
        assert "/OpenAction" not in pdf.Root


def test_what_was_added_behind_the_last_signature_is_not_signed(tmp_path: Path) -> None:
    data = added(file(), b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>")
    target, result = cleaned(data, tmp_path)
    assert not result.signed
    assert inspect(tmp_path / "source.pdf").signature == "former"
    with pikepdf.open(target) as pdf:
        assert not any("/JS" in entries for _, entries in objects.dictionaries(pdf))


def test_what_a_signed_file_would_run_is_named(tmp_path: Path) -> None:
    _, result = cleaned(file(active=True), tmp_path)
    assert (result.signed, result.kept_active) == (True, {"JavaScript": 1})


def test_a_signed_file_that_had_to_be_mended_is_cleaned(tmp_path: Path) -> None:
    broken = re.sub(rb"startxref\n\d+", b"startxref\n7", written(unsigned(active=True)))
    _, result = cleaned(signed(broken), tmp_path)
    assert not result.signed
    assert inspect(tmp_path / "source.pdf").signature == "damaged"
