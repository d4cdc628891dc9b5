"""Bad input, made in code: each function gives the bytes of a file that must be refused, or survived."""

from __future__ import annotations

import io
import random
import zlib

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from tests.publications.pdf.factory import Document, Heading, Paragraph, make


def raw(objects: list[bytes], root: int = 1) -> bytes:
    """A file from the bodies of its objects 1, 2, …, with a right cross-reference table."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def _saved(pdf: Pdf, **options: object) -> bytes:
    data = io.BytesIO()
    pdf.save(data, **options)
    return data.getvalue()


def good() -> bytes:
    return _saved(make(Document([[Heading("Titel"), Paragraph("Ein Absatz.")]])))


def truncated() -> bytes:
    """Cut off so early that no page is left."""
    return good()[:400]


def cut_at_the_end() -> bytes:
    """Without its cross-reference table, as after a broken upload; all content is there."""
    whole = good()
    return whole[: whole.rindex(b"xref\n")]


def with_password() -> bytes:
    return _saved(make(Document([[Paragraph("geheim")]])), encryption=pikepdf.Encryption(owner="o", user="u"))


def with_owner_password() -> bytes:
    """Opens without a password but forbids most uses."""
    allow = pikepdf.Permissions(extract=False, print_highres=False, modify_other=False)
    return _saved(
        make(Document([[Paragraph("lesbar")]])), encryption=pikepdf.Encryption(owner="o", user="", allow=allow)
    )


def many_pages(count: int = 10_000) -> bytes:
    """One page object, `count` times in the tree."""
    kids = b" ".join(b"3 0 R" for _ in range(count))
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        ]
    )


def many_real_pages(count: int = 10_000) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 3 + count))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"
    tree = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids)
    return raw([b"<< /Type /Catalog /Pages 2 0 R >>", tree, *([page] * count)])


def circular_tree() -> bytes:
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] >>",
            b"<< /Type /Pages /Parent 2 0 R /Count 1 /Kids [2 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        ]
    )


def _pages_named_twice(count: int) -> bytes:
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count %d /Kids [3 0 R 6 0 R 3 0 R] >>" % count,
            b"<< /Type /Pages /Parent 2 0 R /Count 2 /Kids [4 0 R 5 0 R] /MediaBox [0 0 200 200] >>",
            b"<< /Type /Page /Parent 3 0 R >>",
            b"<< /Type /Page /Parent 3 0 R >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        ]
    )


def node_named_twice() -> bytes:
    """A node with two pages stands in the tree twice, around a third page: five pages, and no circle."""
    return _pages_named_twice(5)


def node_named_twice_by_mistake() -> bytes:
    """The same, but the count of pages knows it only once."""
    return _pages_named_twice(3)


def nested_nodes_named_twice() -> bytes:
    """A node that is named twice holds another that is named twice: 2 · 2 · 1 pages."""
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 4 /Kids [3 0 R 3 0 R] >>",
            b"<< /Type /Pages /Parent 2 0 R /Count 2 /Kids [4 0 R 4 0 R] >>",
            b"<< /Type /Pages /Parent 3 0 R /Count 1 /Kids [5 0 R] >>",
            b"<< /Type /Page /Parent 4 0 R /MediaBox [0 0 200 200] >>",
        ]
    )


def with_locked_attachment(stream_filter: str = "Identity") -> bytes:
    """A password protects the attachment and, unless `stream_filter` is another, nothing else."""
    pdf = make(Document([[Heading("Titel"), Paragraph("Die Seiten sind lesbar.")]]))
    pdf.attachments["anlage.bin"] = pikepdf.AttachedFileSpec(pdf, b"unlesbar", filename="anlage.bin")
    locks = Dictionary(StdCF=Dictionary(AuthEvent=Name.EFOpen, CFM=Name.AESV2, Length=16))
    pdf.trailer["/Later"] = pdf.make_indirect(
        Dictionary(
            Filter=Name.Standard,
            V=4,
            R=4,
            Length=128,
            P=-1,
            O=pikepdf.String(b"o" * 32),
            U=pikepdf.String(b"u" * 32),
            CF=locks,
            StmF=Name("/" + stream_filter),
            StrF=Name("/" + stream_filter),
            EFF=Name.StdCF,
        )
    )
    return _saved(pdf, static_id=True).replace(b"/Later", b"/Encrypt")


def portfolio(*names: str) -> bytes:
    """A cover sheet around documents, each named by the catalog and the tree of names."""
    pdf = make(Document([[Paragraph("Bitte öffnen Sie das Portfolio.")]]))
    for name in names:
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, good(), filename=name)
    pdf.Root.Collection = Dictionary(Type=Name.Collection, View=Name.D)
    return _saved(pdf)


def deep_tree(depth: int = 20_000) -> bytes:
    """Every node of the page tree holds one other."""
    nodes = [b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (number + 1) for number in range(2, 2 + depth)]
    page = b"<< /Type /Page /MediaBox [0 0 200 200] >>"
    return raw([b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, page])


def branching_tree(depth: int = 40) -> bytes:
    """Every node holds the next one twice: 2 to the power of `depth` pages in a few hundred bytes."""
    nodes = [
        b"<< /Type /Pages /Count 2 /Kids [%d 0 R %d 0 R] >>" % (number + 1, number + 1)
        for number in range(2, 2 + depth)
    ]
    return raw([b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, b"<< /Type /Page /MediaBox [0 0 200 200] >>"])


def _page_with(content: bytes) -> bytes:
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>",
            content,
        ]
    )


def _spaces(megabytes: int, start: bytes = b"") -> bytes:
    """So many megabytes of spaces, deflated."""
    packer = zlib.compressobj(1)
    block = b" " * (1 << 20)
    return packer.compress(start) + b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


def deflated_image(size: int, after: bytes = b"\n") -> bytes:
    """A page with one deflate stream of `size` random bytes, which do not shrink, and `after` behind the packed data:
    Acrobat Distiller, Scribus, pdfTeX and others count a line break into the stream."""
    return _page_with(stream(zlib.compress(random.Random(1).randbytes(size), 1) + after, b"/Filter /FlateDecode"))


def flate_bomb(megabytes: int = 300) -> bytes:
    """A content stream that unpacks to hundreds of times its size."""
    data = _spaces(megabytes)
    return _page_with(stream(data, b"/Filter /FlateDecode"))


def nested_bomb(megabytes: int = 300, depth: int = 3) -> bytes:
    """The same, packed again and again: a few kilobytes for hundreds of megabytes."""
    data = _spaces(megabytes)
    for _ in range(depth - 1):
        data = zlib.compress(data, 9)
    filters = b"/FlateDecode " * depth
    return _page_with(stream(data, b"/Filter [%s]" % filters))


def object_stream_bomb(megabytes: int = 1200) -> bytes:
    """The bomb is a stream that every reader must unpack to find the objects."""
    data = _spaces(megabytes, b"5 0 << /Type /Page >>")
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
        stream(data, b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"),
    ]
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    rows = b"".join(
        [b"\x00\x00\x00\x00\x00\x00"]
        + [b"\x01" + place.to_bytes(4, "big") + b"\x00" for place in places]
        + [b"\x01" + start.to_bytes(4, "big") + b"\x00", b"\x02" + (3).to_bytes(4, "big") + b"\x00"]
    )
    table = stream(rows, b"/Type /XRef /Size 6 /W [1 4 1] /Root 1 0 R")
    out += b"4 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, start)
    return bytes(out)


def many_filters() -> bytes:
    return _page_with(stream(b"x", b"/Filter [%s]" % (b"/ASCIIHexDecode " * 5000)))


def deep_arrays(depth: int = 100_000) -> bytes:
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Deep %s%s >>" % (b"[" * depth, b"]" * depth),
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        ]
    )


def circular_outline() -> bytes:
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Outlines 4 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
            b"<< /Type /Outlines /First 5 0 R /Last 5 0 R >>",
            b"<< /Title (eins) /Parent 4 0 R /Next 6 0 R /First 5 0 R >>",
            b"<< /Title (zwei) /Parent 4 0 R /Next 5 0 R >>",
        ]
    )


def circular_structure() -> bytes:
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R /MarkInfo << /Marked true >> /StructTreeRoot 4 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
            b"<< /Type /StructTreeRoot /K 5 0 R /RoleMap << /A /B /B /A >> >>",
            b"<< /Type /StructElem /S /A /P 4 0 R /K [6 0 R 5 0 R 0] /Pg 3 0 R >>",
            b"<< /Type /StructElem /S /P /P 5 0 R /K 5 0 R >>",
        ]
    )


def huge_page() -> bytes:
    """A ribbon of a page, 15 kilometres long."""
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 566929] /UserUnit 75 /Contents 4 0 R >>",
            stream(b"0 0 10 566929 re f"),
        ]
    )


def form_bomb(depth: int = 60) -> bytes:
    """Forms that each draw the next one twice: 2 to the power of `depth` rectangles in a few kilobytes."""
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R"
        b" /Resources << /XObject << /F 5 0 R >> >> >>"
    )
    forms = [
        stream(
            b"/F Do /F Do",
            b"/Type /XObject /Subtype /Form /BBox [0 0 10 10] /Resources << /XObject << /F %d 0 R >> >>" % (number + 1),
        )
        for number in range(5, 5 + depth)
    ]
    last = stream(b"0 0 10 10 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 10 10]")
    start = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page, stream(b"/F Do")]
    return raw([*start, *forms, last])


def launcher() -> Pdf:
    """A tagged, conforming file with a script, a launch action, an attachment, a triggered action and a login name."""
    document = Document(
        [[Heading("Titel"), Paragraph("Ein Absatz."), Paragraph("Ein Link", link="https://example.org/")]],
        title="Entwurf",
        info={"/Author": "ab12345", "/Creator": "C:\\Users\\ab12345\\bericht.docx", "/Producer": "Testprogramm 1.0"},
    )
    pdf = make(document)
    script = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert('x')"))
    pdf.Root.OpenAction = script
    pdf.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=[pikepdf.String("start"), pdf.make_indirect(script)]),
    )
    page = pdf.pages[0]
    page.obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F=pikepdf.String("C:\\Users\\ab12345\\x.exe")))
    page.obj.PieceInfo = Dictionary(Writer=Dictionary(LastModified=pikepdf.String("D:20220101"), Private=1))
    link = page.obj.Annots[0]
    link.A = Dictionary(S=Name.URI, URI=pikepdf.String("https://example.org/"), Next=Dictionary(S=Name.Launch))
    pdf.attachments["geheim.docx"] = pikepdf.AttachedFileSpec(pdf, b"geheim", filename="geheim.docx")
    return pdf
