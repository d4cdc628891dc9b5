"""How Zotero reads what we give it, as far as item type and names go.

Written after the behaviour of its translators for unAPI, RIS and embedded metadata (checked in 2026): unAPI comes
first, then COinS, then meta elements; of the unAPI formats it takes RIS before BibTeX.
"""

from dataclasses import dataclass

from lxml import etree

UNAPI_PREFERENCE = ("rdf_zotero", "rdf_bibliontology", "mods", "marc", "unimarc", "ris", "refer", "bibtex", "rdf_dc")
RIS_TYPES = {
    "RPRT": "report",
    "BOOK": "book",
    "CHAP": "bookSection",
    "JOUR": "journalArticle",
    "NEWS": "newspaperArticle",
}
DC_TYPES = {
    "report": "report",
    "book": "book",
    "bookchapter": "bookSection",
    "journalarticle": "journalArticle",
    "newsitem": "newspaperArticle",
}


@dataclass(frozen=True)
class Creator:
    last: str
    first: str = ""
    role: str = "author"

    @property
    def is_one_field(self) -> bool:
        """A name kept whole, as that of a body."""
        return not self.first


def unapi_format(document: str) -> str:
    """The format that Zotero asks for, out of an unAPI list of formats."""
    offered = {node.get("name", "").lower() for node in etree.fromstring(document.encode()).iter("format")}
    return next(name for name in UNAPI_PREFERENCE if name in offered)


def ris_item_type(text: str) -> str:
    return RIS_TYPES[text.split("\r\n", maxsplit=1)[0].removeprefix("TY  - ")]


def ris_creators(text: str) -> list[Creator]:
    """AU and ED, cut at the first comma; a name without a comma becomes one field."""
    creators = []
    for line in text.split("\r\n"):
        tag, _, value = line.partition("  - ")
        if tag in ("AU", "ED"):
            last, _, first = value.partition(", ")
            creators.append(Creator(last, first, "author" if tag == "AU" else "editor"))
    return creators


def meta_item_type(tags: list[tuple[str, str]]) -> str:
    """The type that embedded metadata lead to: Dublin Core's word, else Highwire's sure signs, else its guesses."""
    names = dict(tags)
    if found := DC_TYPES.get(names.get("DCTERMS.type", "").lower()):
        return found
    sure = {
        "citation_journal_title": "journalArticle",
        "citation_technical_report_institution": "report",
        "citation_book_title": "bookSection",
    }
    for name, item_type in sure.items():
        if name in names:
            return item_type
    if "citation_isbn" in names:
        return "book"
    return "journalArticle" if "citation_title" in names else "webpage"
