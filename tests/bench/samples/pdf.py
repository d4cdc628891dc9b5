"""A PDF with so many pages of text, written in a few milliseconds: no tags, no fonts of its own."""

import io
import textwrap
from collections.abc import Iterable
from functools import lru_cache

from pikepdf import Dictionary, Name, Pdf

A4 = [0, 0, 595, 842]


def made_of(title: str, pages: Iterable[str]) -> bytes:
    """The bytes of the file; the same for the same title and pages."""
    out = io.BytesIO()
    with Pdf.new() as pdf:
        font = pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        )
        for text in pages:
            page = pdf.add_blank_page(page_size=(A4[2], A4[3]))
            page.obj.Resources = Dictionary(Font=Dictionary(F=font))
            page.obj.Contents = pdf.make_stream(_drawn(text))
        pdf.docinfo["/Title"] = title
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


@lru_cache(maxsize=5_000)
def _drawn(text: str) -> bytes:
    lines = (line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in textwrap.wrap(text, 90))
    drawn = "\n".join(f"({line}) '" for line in lines)
    return f"BT /F 11 Tf 15 TL 60 790 Td\n{drawn}\nET".encode("cp1252", "replace")
