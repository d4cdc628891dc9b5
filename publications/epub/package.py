"""A book as an EPUB 3.3 file: package, navigation, title page and text in a ZIP. Same book, same bytes.

What the metadata say about accessibility (EPUB Accessibility 1.1) is what the text holds. Conformance to WCAG is not
claimed: that is for a person to find out.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from publications.citation.record import Agent
from publications.epub.book import Book
from publications.epub.text import BookChapter, BookEntry, BookText, address, language, make_text, written

RECIPE = 1
"""Version of how books are made. A change that gives other bytes for the same document raises it."""

MEDIA_TYPE = "application/epub+zip"
DEEPEST_ENTRY = 3
"""Levels of headings that the table of contents shows."""
STYLES = Path(__file__).with_name("book.css")

_DAY_ONE = (1980, 1, 1, 0, 0, 0)
_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>\n"
)
_ROLES = {"author": "aut", "editor": "edt"}


def write(book: Book) -> bytes:
    """The whole file."""
    text = make_text(book)
    used = {name: book.pictures[name] for name in text.pictures}
    files: list[tuple[str, str | bytes]] = [
        ("META-INF/container.xml", _CONTAINER),
        ("EPUB/package.opf", _package(book, text)),
        ("EPUB/nav.xhtml", _navigation(book, text)),
        ("EPUB/titel.xhtml", _title_page(book, text)),
        ("EPUB/book.css", STYLES.read_text()),
        *((f"EPUB/{chapter.name}", _chapter(book, chapter)) for chapter in text.chapters),
    ]
    if book.cover:
        files.append((f"EPUB/{_cover_name(book)}", book.cover.data))
    files += [(f"EPUB/bild-{name}.{picture.extension}", picture.data) for name, picture in used.items()]
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        # The first file, uncompressed, is what tells an EPUB (OCF 3.3, section 4.2.2).
        archive.writestr(_member("mimetype", zipfile.ZIP_STORED), MEDIA_TYPE)
        for name, content in files:
            # Pictures are compressed already.
            method = zipfile.ZIP_DEFLATED if isinstance(content, str) else zipfile.ZIP_STORED
            archive.writestr(_member(name, method), content)
    return result.getvalue()


def _member(name: str, method: int) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _DAY_ONE)
    member.compress_type, member.create_system, member.external_attr = method, 3, 0o644 << 16
    return member


def _cover_name(book: Book) -> str:
    return f"titelbild.{book.cover.extension}" if book.cover else ""


def accessibility_features(book: Book, text: BookText) -> list[str]:
    """What the text offers, in the terms of the W3C vocabulary for schema.org."""
    found = {
        "tableOfContents": True,
        "pageBreakMarkers": bool(text.pages),
        "pageNavigation": bool(text.pages),
        "readingOrder": book.is_tagged,
        "structuralNavigation": bool(text.headings),
        "displayTransformability": True,
        "alternativeText": bool(text.pictures) and not text.undescribed,
    }
    return [name for name, is_there in found.items() if is_there]


def accessibility_summary(book: Book, text: BookText) -> str:
    """The same in German sentences."""
    sentences = [
        "Schrift, Größe und Farben sind die des Lesegeräts; die Seitenzahlen des PDFs sind erhalten.",
        "Überschriften, Listen und Tabellen sind ausgezeichnet, so weit sie es im PDF sind."
        if book.is_tagged
        else "Das PDF nennt keine Überschriften, Listen oder Tabellen; die Reihenfolge des Textes kann falsch sein.",
    ]
    if text.undescribed:
        number = "Ein Bild ist" if text.undescribed == 1 else f"{text.undescribed} Bilder sind"
        sentences.append(f"{number} nicht beschrieben.")
    elif text.pictures:
        sentences.append("Alle Bilder sind beschrieben.")
    if book.lacks_text:
        sentences.append("Auf manchen Seiten steht Text nur als Bild; er fehlt hier.")
    sentences.append("Ein Mensch hat diese Ausgabe nicht geprüft.")
    return " ".join(sentences)


def _package(book: Book, text: BookText) -> str:
    record = book.record
    metadata = [
        f'<dc:identifier id="id">{written(book.identifier)}</dc:identifier>',
        f'<dc:title id="titel">{written(record.full_title)}</dc:title>',
        f"<dc:language>{written(book.language)}</dc:language>",
        f'<meta property="dcterms:modified">{book.modified}</meta>',
        *_people(record.contributors),
        *_elements("publisher", record.publisher),
        *_elements("date", record.issued.edtf if record.issued else ""),
        *_elements("description", record.abstract),
        *(f"<dc:subject>{written(word)}</dc:subject>" for word in record.keywords),
        *_elements("rights", " – ".join(filter(None, (book.licence_name, record.licence_url)))),
        *_elements("source", record.pdf_url),
        *_metas("pageBreakSource", [f"urn:isbn:{record.isbn.replace('-', '')}" if record.isbn else record.pdf_url]),
        *_metas("schema:accessMode", ["textual", *(["visual"] if text.pictures else [])]),
        *_metas("schema:accessModeSufficient", [_sufficient(text)]),
        *_metas("schema:accessibilityFeature", accessibility_features(book, text)),
        *_metas("schema:accessibilityHazard", ["none"]),
        *_metas("schema:accessibilitySummary", [accessibility_summary(book, text)]),
    ]
    if book.cover:
        metadata.append('<meta name="cover" content="titelbild"/>')  # for programs that know EPUB 2 only
    manifest = [
        _item("nav", "nav.xhtml", "application/xhtml+xml", "nav"),
        _item("titelseite", "titel.xhtml", "application/xhtml+xml"),
        _item("gestalt", "book.css", "text/css"),
        *(_item(chapter.name[:-6], chapter.name, "application/xhtml+xml") for chapter in text.chapters),
    ]
    if book.cover:
        manifest.append(_item("titelbild", _cover_name(book), book.cover.media_type, "cover-image"))
    for name in text.pictures:
        picture = book.pictures[name]
        manifest.append(_item(f"bild-{name}", f"bild-{name}.{picture.extension}", picture.media_type))
    spine = [
        '<itemref idref="titelseite"/>',
        '<itemref idref="nav"/>',
        *(f'<itemref idref="{chapter.name[:-6]}"/>' for chapter in text.chapters),
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
        f' xml:lang="{book.language}">\n'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{_lines(metadata)}</metadata>\n'
        f"<manifest>\n{_lines(manifest)}</manifest>\n<spine>\n{_lines(spine)}</spine>\n</package>\n"
    )


def _people(people: Iterable[Agent]) -> list[str]:
    result = []
    for number, person in enumerate(people, start=1):
        name = "creator" if person.role == "author" else "contributor"
        result += [
            f'<dc:{name} id="person-{number}">{written(person.natural)}</dc:{name}>',
            f'<meta refines="#person-{number}" property="role" scheme="marc:relators">{_ROLES[person.role]}</meta>',
        ]
        if not person.literal:
            result.append(f'<meta refines="#person-{number}" property="file-as">{written(person.inverted)}</meta>')
    return result


def _elements(name: str, value: str) -> list[str]:
    return [f"<dc:{name}>{written(value)}</dc:{name}>"] if value else []


def _metas(name: str, values: Iterable[str]) -> list[str]:
    return [f'<meta property="{name}">{written(value)}</meta>' for value in values if value]


def _item(key: str, href: str, media_type: str, properties: str = "") -> str:
    more = f' properties="{properties}"' if properties else ""
    return f'<item id="{written(key)}" href="{written(href)}" media-type="{media_type}"{more}/>'


def _sufficient(text: BookText) -> str:
    """By which senses all of the book can be had: by words alone, unless something is only in a picture."""
    return "textual,visual" if text.pictures and text.undescribed else "textual"


def _lines(parts: Iterable[str]) -> str:
    return "".join(f"{part}\n" for part in parts)


def _document(title: str, body: str, book_language: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f"{language(book_language)}>\n<head>\n<title>{written(title)}</title>\n"
        f'<link rel="stylesheet" type="text/css" href="book.css"/>\n</head>\n{body}\n</html>\n'
    )


def _chapter(book: Book, chapter: BookChapter) -> str:
    return _document(chapter.title, f'<body epub:type="bodymatter">\n{chapter.body}\n</body>', book.language)


def _title_page(book: Book, text: BookText) -> str:
    record = book.record
    own = "" if book.language == "de" else language(book.language)
    editors = [person.natural for person in record.editors]
    authors = [person.natural for person in record.authors]
    facts = [
        ("Verfasst von", ", ".join(authors)),
        ("Herausgegeben von", ", ".join(editors)),
        ("Erschienen bei", record.publisher),
        ("Erschienen", book.date_text),
        ("Art", record.genre),
        ("ISBN der Druckausgabe", record.isbn),
        ("DOI", record.doi),
        ("Lizenz", book.licence_name),
    ]
    rows = "".join(f"<dt>{name}</dt><dd>{written(value)}</dd>" for name, value in facts if value)
    parts = [
        f'<p class="tag">{written(record.note)}</p>' if record.mark else "",
        f"<h1{own}>{written(record.title)}</h1>",
        f'<p class="subtitle"{own}>{written(record.subtitle)}</p>' if record.subtitle else "",
        f"<p>{written(record.abstract)}</p>" if record.mark else "",
        f"<dl>{rows}</dl>" if rows else "",
        "<h2>Zu dieser Ausgabe</h2>",
        f"<p>{written(book.notice)}</p>" if book.notice else "",
        _link("Das PDF und alle Angaben", record.url),
        f"<p>{written(accessibility_summary(book, text))}</p>",
        f"<h2>Zitieren</h2><p>{book.citation_html}</p>" if book.citation_html else "",
    ]
    body = f'<body>\n<section epub:type="titlepage">\n{_lines(filter(None, parts))}</section>\n</body>'
    return _document(record.title, body, "de")


def _link(words: str, target: str) -> str:
    url = address(target)
    return f'<p>{words}: <a href="{written(url)}">{written(url)}</a></p>' if url else ""


def _navigation(book: Book, text: BookText) -> str:
    contents = [BookEntry("Titel und Angaben", "titel.xhtml"), *_contents(book, text)]
    pages = "".join(f'<li><a href="{entry.href}">{written(entry.title)}</a></li>' for entry in text.pages)
    marks = [
        ("titlepage", "titel.xhtml", "Titelseite"),
        ("toc", "nav.xhtml", "Inhalt"),
        ("bodymatter", text.chapters[0].name, "Text"),
    ]
    landmarks = "".join(f'<li><a epub:type="{kind}" href="{href}">{name}</a></li>' for kind, href, name in marks)
    page_list = (
        '<nav epub:type="page-list" role="doc-pagelist" aria-labelledby="seiten" hidden="hidden">\n'
        f'<h2 id="seiten">Seiten</h2>\n<ol>{pages}</ol>\n</nav>\n'
        if pages
        else ""
    )
    body = (
        "<body>\n"
        '<nav epub:type="toc" role="doc-toc" aria-labelledby="inhalt">\n'
        f'<h1 id="inhalt">Inhalt</h1>\n{_nested(contents)}\n</nav>\n{page_list}'
        '<nav epub:type="landmarks" aria-labelledby="teile" hidden="hidden">\n'
        f'<h2 id="teile">Teile</h2>\n<ol>{landmarks}</ol>\n</nav>\n</body>'
    )
    return _document("Inhalt", body, "de")


def _contents(book: Book, text: BookText) -> list[BookEntry]:
    """Headings of the text; of a text without any the bookmarks of the PDF, else just where it begins."""
    if text.headings:
        return [entry for entry in text.headings if entry.level <= DEEPEST_ENTRY]
    places = {page.place.number: entry.href for page, entry in zip(book.pages, text.pages, strict=True)}
    marks = sorted((mark for mark in book.outline if mark.page in places), key=lambda mark: mark.page)
    entries = [BookEntry(mark.title, places[mark.page], mark.level) for mark in marks if mark.title.strip()]
    entries = [entry for entry in entries if written(entry.title).strip() and entry.level <= DEEPEST_ENTRY]
    return entries or [BookEntry("Text", text.chapters[0].name)]


def _nested(entries: Sequence[BookEntry]) -> str:
    """The entries as lists within lists, one at most in each; a level that is left out counts as the next one below."""
    parts: list[str] = []
    levels: list[int] = []
    for entry in entries:
        while len(levels) > 1 and levels[-2] >= entry.level:
            levels.pop()
            parts.append("</li></ol>")
        if levels and levels[-1] >= entry.level:
            levels[-1] = entry.level
            parts.append("</li>")
        else:
            levels.append(entry.level)
            parts.append("<ol>")
        parts.append(f'<li><a href="{written(entry.href)}">{written(entry.title)}</a>')
    parts.append("</li></ol>" * len(levels))
    return "".join(parts)
