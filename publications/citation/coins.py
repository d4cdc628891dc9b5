"""COinS (Z39.88-2004): a record as the title of an empty span, for reference managers and library link resolvers."""

from urllib.parse import quote, urlencode

from publications.citation.record import BibliographicRecord

_GENRES = {"report": "report", "book": "book", "chapter": "bookitem", "article-journal": "article"}


def context_object(record: BibliographicRecord) -> str:
    """Key-encoded-value pairs, percent-encoded; the template escapes the ampersands."""
    first, last = record.page_range
    is_article = record.kind == "article-journal"
    is_part = is_article or record.kind == "chapter"
    pairs = [("ctx_ver", "Z39.88-2004")]
    if record.kind == "article-newspaper":
        # OpenURL has no newspapers; Zotero writes and reads its own type in the Dublin Core form.
        pairs += [
            ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
            ("rft.type", "newspaperArticle"),
            ("rft.title", record.full_title),
            ("rft.source", record.container),
        ]
    else:
        pairs += [
            ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{'journal' if is_article else 'book'}"),
            ("rft.genre", _GENRES[record.kind]),
            ("rft.atitle" if is_part else "rft.btitle", record.full_title),
            ("rft.jtitle" if is_article else "rft.btitle", record.container if is_part else ""),
            ("rft.series", record.container if not is_part else ""),
            ("rft.volume", record.volume),
            ("rft.issue", record.issue),
        ]
    pairs += [
        *_authors(record),
        ("rft.date", record.issued.edtf if record.issued else ""),
        ("rft.pub", record.publisher or record.institution),
        ("rft.place", record.publisher_place),
        ("rft.pages", f"{first}-{last}" if last else first),
        ("rft.tpages", record.extent),
        ("rft.isbn", record.isbn),
        ("rft.issn", record.issn),
        ("rft.language", record.language),
        ("rft_id", f"info:doi/{record.doi}" if record.doi else ""),
        ("rft_id", record.url),
    ]
    return urlencode([(name, value) for name, value in pairs if value], quote_via=quote)


def _authors(record: BibliographicRecord) -> list[tuple[str, str]]:
    people = record.authors or record.editors
    return [("rft.aucorp" if person.literal else "rft.au", person.inverted) for person in people]
