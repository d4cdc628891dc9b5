"""Signed files for tests: a certificate of our own, and files that it signs, once or again after an addition."""

import datetime
import functools
import io
import re

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder
from pikepdf import Array, Dictionary, Name, String

from tests.publications.pdf.factory import Document, Heading, make

ROOM = 4096
"""Bytes for the value of a signature."""

_RANGE = b"/ByteRange [ 0 1111111111 2222222222 3333333333 ]"


@functools.cache
def _signer() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Musterstelle")])
    day = datetime.datetime(2022, 1, 1, tzinfo=datetime.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, day, day + datetime.timedelta(days=9000))
    return key, builder.sign(key, SHA256())


def cms_over(data: bytes) -> bytes:
    """A detached signature."""
    key, certificate = _signer()
    builder = PKCS7SignatureBuilder().set_data(data).add_signer(certificate, key, SHA256())
    return builder.sign(Encoding.DER, [PKCS7Options.DetachedSignature, PKCS7Options.Binary])


def unsigned(*, active: bool = False) -> pikepdf.Pdf:
    """A file with room for a signature."""
    pdf = make(Document([[Heading("Vertrag")]], info={"/Author": "ab12345"}))
    placed = Array([0, 1111111111, 2222222222, 3333333333])
    signature = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), ByteRange=placed, Contents=String("\0" * ROOM))
    field = Dictionary(FT=Name.Sig, T=String("Unterschrift"), V=pdf.make_indirect(signature))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]), SigFlags=3)
    if active:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    return pdf


def written(pdf: pikepdf.Pdf) -> bytes:
    data = io.BytesIO()
    pdf.save(data, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return data.getvalue()


def signed(data: bytes) -> bytes:
    """`data` with its room for a signature filled, over all bytes."""
    gap = re.search(rb"<0{%d}>" % (2 * ROOM), data)
    assert gap
    numbers = b"/ByteRange [ 0 %d %d %d" % (gap.start(), gap.end(), len(data) - gap.end())
    assert data.count(_RANGE) == 1
    data = data.replace(_RANGE, numbers.ljust(len(_RANGE) - 1) + b"]")
    value = cms_over(data[: gap.start()] + data[gap.end() :]).hex().encode()
    return data[: gap.start() + 1] + value.ljust(2 * ROOM, b"0") + data[gap.end() - 1 :]


def added(data: bytes, dictionary: bytes) -> bytes:
    """`data` with one more object, as an incremental update."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        number, root = int(pdf.trailer["/Size"]), pdf.Root.objgen[0]
    previous = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    start = len(data) + 1
    body = b"\n%d 0 obj\n%s\nendobj\n" % (number, dictionary)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, start)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    return data + body + table + trailer % (number + 1, root, previous, len(data) + len(body))


def signed_again(data: bytes) -> bytes:
    """One more signature, over all that is there."""
    room = b"<" + b"0" * 2 * ROOM + b">"
    return signed(added(data, b"<< /Type /Sig /Filter /Adobe.PPKLite %s /Contents %s >>" % (_RANGE, room)))
