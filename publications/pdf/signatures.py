"""Which signatures of a file are real: a signed file is published as it is, so nothing may only look like one.

A real signature (ISO 32000-2, 12.8) names byte ranges that cover the whole file but its own value, the value is CMS
signed data (RFC 5652), and the digest in it is that of these bytes. Who signed, and whether that person may be
trusted, is not judged: anybody can make a certificate. A signed file with active content is for a person to decide.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pikepdf
from asn1crypto import cms, tsp
from pikepdf import Array, Stream

from publications.pdf import objects, opening

MAX_LOOKED_AT = 20
"""Signatures that are held against the bytes of the file; each costs a reading of all of it."""

MAX_VALUE = 8 * 1024 * 1024
"""Bytes of a signature with its certificates and revocation lists; in the file each takes two digits."""

_DIGESTS = frozenset({"sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512"})
_HEX = re.compile(rb"<[0-9A-Fa-f\s\0]*>")
_SPACE = b" \t\r\n\f\0"
_PIECE = 1 << 20


Verdict = Literal["", "real", "damaged", "former", "pretended"]
"""Of all signatures of a file: it has none; a real one covers the whole file; the same, but the file had to be mended
to be read; a real one covers a former state, to which something was added since; all only look like one."""


@dataclass(frozen=True)
class Signatures:
    """`count`: what looks like a signature, usage rights included."""

    count: int
    verdict: Verdict


def is_signature(entries: dict[str, Any]) -> bool:
    """Whether a dictionary looks like a signature."""
    return "/ByteRange" in entries and "/Contents" in entries


def look(path: Path, opened: opening.Opened, content: Iterable[tuple[Any, dict[str, Any]]]) -> Signatures:
    """Judge the signatures of the file at `path`, given as it was opened, and its dictionaries
    (`objects.dictionaries`)."""
    found = [
        (dictionary, entries)
        for dictionary, entries in content
        if is_signature(entries) and not isinstance(dictionary, Stream)
    ]
    rights = _usage_rights(opened.pdf)
    candidates = [entries for dictionary, entries in found if objects.identity(dictionary) not in rights]
    # The last one first: it covers the most, and the rest need not be read where it is whole.
    candidates.sort(key=_end, reverse=True)
    verdict: Verdict = "pretended" if candidates else ""
    for entries in candidates[:MAX_LOOKED_AT]:
        covered = _covered(path, entries)
        if covered:
            # Every program mends in its own way: readers might be shown, and run, what we do not see.
            return Signatures(len(found), "damaged" if opened.repaired else "real")
        if covered is not None:
            verdict = "former"
    return Signatures(len(found), verdict)


def _usage_rights(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    """Reader extensions are made like a signature, but nobody has signed the content with them."""
    permissions = objects.get(pdf.Root, "/Perms")
    return {
        number for key in ("/UR3", "/UR") if (number := objects.identity(objects.get(permissions, key))) is not None
    }


def _range(entries: dict[str, Any]) -> list[int] | None:
    """Offset and length of both parts, in the order of the file; None for anything else."""
    array = entries.get("/ByteRange")
    numbers = objects.items(array) if isinstance(array, Array) else []
    if len(numbers) != 4 or not all(isinstance(number, int) and number >= 0 for number in numbers):
        return None
    start, length, second, _ = numbers
    return numbers if start == 0 and length < second else None


def _end(entries: dict[str, Any]) -> int:
    numbers = _range(entries)
    return numbers[2] + numbers[3] if numbers else 0


def _covered(path: Path, entries: dict[str, Any]) -> bool | None:
    """Whether a real signature covers the file to its end; None for one that is not real."""
    numbers = _range(entries)
    if numbers is None:
        return None
    _, length, second, rest = numbers
    if second - length > 2 * MAX_VALUE or second + rest > path.stat().st_size:
        return None
    with path.open("rb") as file:
        file.seek(length)
        gap = file.read(second - length)
        # Between the ranges stands the value and nothing else: else an object could hide there.
        if not _HEX.fullmatch(gap) or (value := _value(gap)) != _bytes(entries["/Contents"]):
            return None
        if not _is_over(value, _Digests(file, ((0, length), (second, rest)))):
            return None
        file.seek(second + rest)
        return not file.read(_PIECE).strip(_SPACE) and not file.read(1)


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, pikepdf.String) else b""


def _value(gap: bytes) -> bytes:
    digits = gap[1:-1].translate(None, _SPACE)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


class _Digests:
    """Digests of the signed bytes by the name of the algorithm; each is made once."""

    def __init__(self, file: Any, parts: tuple[tuple[int, int], ...]) -> None:
        self._file, self._parts = file, parts
        self._known: dict[str, bytes] = {}

    def of(self, algorithm: str) -> bytes:
        if algorithm not in self._known:
            digest = _digest(algorithm)
            for start, length in self._parts:
                self._file.seek(start)
                missing = length
                while missing and (piece := self._file.read(min(missing, _PIECE))):
                    digest.update(piece)
                    missing -= len(piece)
            self._known[algorithm] = digest.digest()
        return self._known[algorithm]


def _digest(algorithm: str, data: bytes = b"") -> Any:
    """Raises ValueError for an algorithm that no signature is made with."""
    if algorithm not in _DIGESTS:
        raise ValueError(algorithm)
    return hashlib.new(algorithm, data, usedforsecurity=False)


def _is_over(value: bytes, digests: _Digests) -> bool:
    """Whether the value is signed data over these bytes by at least one signer, and by no signer over others."""
    try:
        content = cms.ContentInfo.load(value)  # what fills the gap up with zeros is not read
        if content["content_type"].native != "signed_data":
            return False
        signed = content["content"]
        inner = signed["encap_content_info"]
        signers = list(signed["signer_infos"])[:MAX_LOOKED_AT]
        return bool(signers) and all(_is_signed_by(signer, inner, digests) for signer in signers)
    except Exception:  # what the parser raises over hostile data is of every kind
        return False


def _is_signed_by(signer: cms.SignerInfo, inner: cms.EncapsulatedContentInfo, digests: _Digests) -> bool:
    claimed = next(
        attribute["values"][0].native
        for attribute in signer["signed_attrs"]
        if attribute["type"].native == "message_digest"
    )
    algorithm = signer["digest_algorithm"]["algorithm"].native
    if inner["content"].native is None:  # adbe.pkcs7.detached, ETSI.CAdES.detached
        return bool(claimed == digests.of(algorithm))
    data = bytes(inner["content"])
    if claimed != _digest(algorithm, data).digest():
        return False
    if inner["content_type"].native == "tst_info":  # ETSI.RFC3161, the time stamp of an archive
        imprint = tsp.TSTInfo.load(data)["message_imprint"]
        stamped = imprint["hash_algorithm"]["algorithm"].native
        return bool(imprint["hashed_message"].native == digests.of(stamped))
    return inner["content_type"].native == "data" and data == digests.of("sha1")  # adbe.pkcs7.sha1
