"""unAPI, revision 3: what Zotero asks first. It hands over RIS, in which a body's name stays whole.

Identifiers are ``publication:<slug>`` and ``literature:<slug>``: Zotero puts them into the address unencoded.
"""

from xml.sax.saxutils import quoteattr

from publications.citation.formats import FORMATS

PATH = "/unapi"


def publication_id(slug: str) -> str:
    return f"publication:{slug}"


def entry_id(slug: str) -> str:
    return f"literature:{slug}"


def split_id(identifier: str) -> tuple[str, str]:
    """Kind and slug; the slug is empty for an identifier that is not ours."""
    kind, _, slug = identifier.partition(":")
    return (kind, slug) if kind in ("publication", "literature") else (kind, "")


def formats_document(identifier: str = "") -> str:
    """The list of formats, for one record or for all."""
    owner = f" id={quoteattr(identifier)}" if identifier else ""
    lines = [
        f"  <format name={quoteattr(item.name)} type={quoteattr(item.media_type)} docs={quoteattr(item.docs)}/>"
        for item in FORMATS
    ]
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f"<formats{owner}>", *lines, "</formats>", ""])
