"""The formats that can be fetched, in the order in which they are offered."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from publications.citation import bibtex, csl, ris
from publications.citation.record import BibliographicRecord


@dataclass(frozen=True)
class CitationFormat:
    """``name`` is unAPI's word for it, by which Zotero knows RIS and BibTeX; ``docs`` explains the format."""

    name: str
    label: str
    extension: str
    media_type: str
    docs: str
    render: Callable[[Iterable[BibliographicRecord]], str]

    @property
    def content_type(self) -> str:
        # JSON is UTF-8 by definition and takes no parameter.
        return self.media_type if self.media_type.endswith("json") else f"{self.media_type}; charset=utf-8"


FORMATS = (
    CitationFormat(
        "ris",
        "RIS",
        "ris",
        "application/x-research-info-systems",
        "https://en.wikipedia.org/wiki/RIS_(file_format)",
        ris.render,
    ),
    CitationFormat("bibtex", "BibTeX", "bib", "application/x-bibtex", "https://www.bibtex.org/Format/", bibtex.render),
    CitationFormat(
        "csl",
        "CSL-JSON",
        "json",
        "application/vnd.citationstyles.csl+json",
        "https://docs.citationstyles.org/en/stable/specification.html",
        csl.render,
    ),
)
BY_EXTENSION = {item.extension: item for item in FORMATS}
BY_NAME = {item.name: item for item in FORMATS}
