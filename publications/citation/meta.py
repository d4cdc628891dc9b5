"""Meta elements for the head of a landing page: Highwire (Google Scholar, Zotero) and Dublin Core."""

from publications.citation.record import BibliographicRecord

Meta = tuple[str, str]

DCTERMS_TYPES = {
    "report": "Report",
    "book": "Book",
    "chapter": "BookChapter",
    "article-journal": "JournalArticle",
    "article-newspaper": "NewsItem",
}
"""Words that Zotero tells item types from; a plain »Text« it takes for a journal article."""


def highwire(record: BibliographicRecord) -> list[Meta]:
    """Google Scholar's tags; none for what only stands in for a work (``record.mark``). A report always names its
    institution, or Zotero files it as a journal article."""
    if record.mark:
        return []
    first, last = record.page_range
    tags = [
        ("citation_title", record.full_title),
        *(("citation_author", person.inverted) for person in record.authors),
        *(("citation_editor", person.inverted) for person in record.editors),
        ("citation_publication_date", record.issued.edtf.replace("-", "/") if record.issued else ""),
        ("citation_technical_report_institution", _institution(record)),
        ("citation_publisher", record.publisher if record.kind != "report" else ""),
        ("citation_journal_title", record.container if record.kind.startswith("article") else ""),
        ("citation_inbook_title", record.container if record.kind == "chapter" else ""),
        ("citation_volume", record.volume),
        ("citation_issue", record.issue),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        ("citation_isbn", record.isbn),
        ("citation_issn", record.issn),
        ("citation_doi", record.doi),
        ("citation_language", record.language),
        *(("citation_keywords", word) for word in record.keywords),
        ("citation_abstract_html_url", record.url),
        ("citation_pdf_url", record.pdf_url),
    ]
    return [(name, value) for name, value in tags if value]


def _institution(record: BibliographicRecord) -> str:
    return (record.institution or record.publisher) if record.kind == "report" else ""


def dublin_core(record: BibliographicRecord) -> list[Meta]:
    tags = [
        ("DCTERMS.title", record.full_title),
        *(("DCTERMS.creator", person.inverted) for person in record.authors),
        *(("DCTERMS.contributor", person.inverted) for person in record.editors),
        ("DCTERMS.issued", record.issued.edtf if record.issued else ""),
        ("DCTERMS.publisher", record.publisher or record.institution),
        ("DCTERMS.language", record.language),
        ("DCTERMS.type", DCTERMS_TYPES[record.kind]),
        ("DCTERMS.format", record.file.media_type if record.file else ""),
        ("DCTERMS.extent", record.told_extent),
        ("DCTERMS.identifier", record.url),
        ("DCTERMS.identifier", f"https://doi.org/{record.doi}" if record.doi else ""),
        ("DCTERMS.identifier", record.urn),
        ("DCTERMS.identifier", f"urn:isbn:{record.isbn}" if record.isbn else ""),
        ("DCTERMS.license", record.licence_url),
        *(("DCTERMS.subject", word) for word in record.keywords),
        ("DCTERMS.abstract", record.abstract),
    ]
    return [(name, value) for name, value in tags if value]
