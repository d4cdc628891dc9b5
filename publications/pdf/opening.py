"""Open a file for reading its structure (pikepdf) or its pages (PDFium), mending what can be mended."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from publications.pdf import objects, page_tree


class CannotOpen(Exception):  # noqa: N818
    """`code` is one of the codes of `accept.RefusedPDF`: "password", "encryption", "circular", "too_complex" or
    "damaged"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Opened:
    pdf: pikepdf.Pdf
    repaired: bool


@contextmanager
def open_pdf(path: Path) -> Iterator[Opened]:
    """The file's structure. Raises CannotOpen if a password is needed or nothing can mend it.

    qpdf repairs broken cross-reference tables by itself. Where it finds no document at all, PDFium may still:
    then PDFium's copy is opened, at worst one of the bare pages.
    """
    try:
        pdf = _open(path)
        mended = any("reconstruct" in str(warning) for warning in pdf.get_warnings())
        if "/Size" not in pdf.trailer:
            # qpdf writes a broken linearised file without it.
            pdf.trailer["/Size"] = len(pdf.objects) + 1
    except CannotOpen as error:
        copy = _copy_by_pdfium(path) if error.code == "damaged" else None
        if copy is None:
            raise
        pdf, mended = copy, True
    with pdf:
        yield Opened(pdf, mended)


def _open(source: Path | io.BytesIO) -> pikepdf.Pdf:
    try:
        pdf = pikepdf.open(source, suppress_warnings=True)
        len(pdf.pages)
    except pikepdf.PasswordError:
        return _open_with_locked_attachments(source)
    except pikepdf.PdfError as error:
        code = _reason(str(error))
        if code == "circular":
            return _open_untangled(source)
        raise CannotOpen(code) from None
    return pdf


def _reason(message: str) -> str:
    """The code for one of qpdf's messages."""
    if "Loop detected" in message:
        return "circular"
    return "encryption" if "unsupported encryption" in message else "damaged"


def _open_untangled(source: Path | io.BytesIO) -> pikepdf.Pdf:
    """A file in whose page tree qpdf sees a loop, with every node in one place. Raises CannotOpen for a real loop."""
    try:
        # Without handing attributes down the tree, which is where qpdf gives up.
        with pikepdf.open(source, suppress_warnings=True, inherit_page_attributes=False) as tangled:
            page_tree.untangle(tangled)
            copy = io.BytesIO()
            tangled.save(copy)
        return pikepdf.open(copy, suppress_warnings=True)
    except page_tree.Circular:
        raise CannotOpen("circular") from None
    except page_tree.TooManyNodes:
        raise CannotOpen("too_complex") from None
    except pikepdf.PdfError as error:
        raise CannotOpen(_reason(str(error))) from None


# The entry of a trailer that says how the file is protected; a name of the same length hides it from qpdf.
_ENCRYPT = re.compile(rb"/Encrypt(?=\s*(?:\d+\s+\d+\s+R|<<))")
_HIDDEN = "/Xncrypt"


def _open_with_locked_attachments(source: Path | io.BytesIO) -> pikepdf.Pdf:
    """A file whose password protects nothing but its attachments (ISO 32000-2, 7.6.6). Raises CannotOpen("password")
    for any other.

    qpdf asks for the password even so. Pages and texts of such a file are not encrypted and can be read as they are;
    the attachments stay unreadable, and no public file has any.
    """
    data = source.getvalue() if isinstance(source, io.BytesIO) else source.read_bytes()
    try:
        pdf = pikepdf.open(io.BytesIO(_ENCRYPT.sub(_HIDDEN.encode(), data)), suppress_warnings=True)
        protection = objects.get(pdf.trailer, _HIDDEN)
        plain = [objects.get_name(protection, key) or "Identity" for key in ("/StmF", "/StrF")]
        if objects.get_int(protection, "/V") < 4 or plain != ["Identity", "Identity"]:
            raise CannotOpen("password")
        del pdf.trailer[_HIDDEN]
        len(pdf.pages)
    except pikepdf.PdfError:
        raise CannotOpen("password") from None
    return pdf


def _copy_by_pdfium(path: Path) -> pikepdf.Pdf | None:
    try:
        document = pdfium.PdfDocument(path)
    except (pdfium.PdfiumError, OSError):
        return None
    bare = pdfium.PdfDocument.new()
    try:
        if len(document) == 0:
            return None
        for candidate in (document, bare):
            if candidate is bare:
                bare.import_pages(document)
            copy = io.BytesIO()
            candidate.save(copy)
            try:
                pdf = _open(copy)
            except CannotOpen:
                continue
            # PDFium stamps its copies with random identifiers, and new documents with name and date.
            for key in ("/ID", "/Info") if candidate is bare else ("/ID",):
                if key in pdf.trailer:
                    del pdf.trailer[key]
            return pdf
    except pdfium.PdfiumError:
        return None
    finally:
        bare.close()
        document.close()
    return None


@contextmanager
def open_pages(path: Path) -> Iterator[pdfium.PdfDocument]:
    """The file's pages. Raises CannotOpen. What PDFium cannot read itself goes through qpdf's repair first."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError:
        document = _repaired_for_pdfium(path)
    if len(document) == 0:
        document.close()
        document = _repaired_for_pdfium(path)
    try:
        yield document
    finally:
        document.close()


def _repaired_for_pdfium(path: Path) -> pdfium.PdfDocument:
    with open_pdf(path) as opened:
        copy = io.BytesIO()
        try:
            opened.pdf.save(copy)
            return pdfium.PdfDocument(copy.getvalue(), autoclose=True)
        except (pikepdf.PdfError, pdfium.PdfiumError):
            raise CannotOpen("damaged") from None


# Annotations that show text of their own: form fields, notes written on the page, stamps, kinds that nobody knows.
_SHOWING_TEXT = {
    pdfium_c.FPDF_ANNOT_WIDGET,
    pdfium_c.FPDF_ANNOT_FREETEXT,
    pdfium_c.FPDF_ANNOT_STAMP,
    pdfium_c.FPDF_ANNOT_UNKNOWN,
}


def load_page(document: pdfium.PdfDocument, index: int) -> pdfium.PdfPage | None:
    """The page as a reader sees it: what form fields and notes show is part of it (in memory only). None if
    unreadable."""
    try:
        page = document[index]
        if not _shows_annotations(page):
            return page
        flattened = pdfium_c.FPDFPage_Flatten(page.raw, pdfium_c.FLAT_NORMALDISPLAY)
        if flattened == pdfium_c.FLATTEN_SUCCESS:
            page.close()
            page = document[index]
        return page
    except pdfium.PdfiumError:
        return None


def _shows_annotations(page: pdfium.PdfPage) -> bool:
    for index in range(min(pdfium_c.FPDFPage_GetAnnotCount(page.raw), 5000)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
        pdfium_c.FPDFPage_CloseAnnot(annotation)
        if kind in _SHOWING_TEXT:
            return True
    return False
