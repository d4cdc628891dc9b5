"""Titles that are none: what programs write into a file whose author gave no title, names of files, paths."""

from __future__ import annotations

import re

_PROGRAMS = r"(?:word|power ?point|excel|publisher|visio|outlook|onenote|project)"
_ENDINGS = (
    *(
        "doc",
        "docx",
        "docm",
        "dot",
        "dotx",
        "dotm",
        "odt",
        "ott",
        "fodt",
        "rtf",
        "txt",
        "md",
        "wpd",
        "wps",
        "pages",
        "tex",
    ),
    *(
        "ppt",
        "pptx",
        "pptm",
        "pps",
        "ppsx",
        "pot",
        "potx",
        "odp",
        "key",
        "xls",
        "xlsx",
        "xlsm",
        "ods",
        "csv",
        "numbers",
    ),
    *("indd", "indb", "indt", "idml", "qxp", "qxd", "sla", "fm", "mif", "pub", "cdr", "ai", "psd", "eps", "ps", "dvi"),
    *("pdf", "vsd", "vsdx", "dwg", "html", "htm", "jpg", "jpeg", "png", "tif", "tiff", "bmp", "gif", "heic", "svg"),
)
_BARE = (
    *(
        "dokument",
        "document",
        "textdokument",
        "neues dokument",
        "neues textdokument",
        "new document",
        "präsentation",
        "presentation",
    ),
    *("mappe", "arbeitsmappe", "book", "workbook", "tabelle", "sheet", "spreadsheet", "publikation", "publication"),
    *(
        "zeichnung",
        "drawing",
        "layout",
        "folie",
        "diapositive",
        "foliensatz",
        "slide",
        "blatt",
        "seite",
        "page",
        "vorlage",
        "template",
    ),
    *(
        "unbenannt",
        "unbenanntes dokument",
        "untitled",
        "untitled document",
        "namenlos",
        "ohne titel",
        "ohne namen",
        "(anonymous)",
    ),
    *("kein titel", "no title", "titel", "title", "scan", "scanned document", "gescanntes dokument", "img", "image"),
    *(
        "bild",
        "dsc",
        "pdf",
        "druck",
        "print",
        "print job",
        "druckauftrag",
        "remote downlevel document",
        "local downlevel document",
        "about:blank",
    ),
)

# What programs put behind a name: »Bericht.docx - Word«, »Bericht.docx [Kompatibilitätsmodus]«, »Heft.qxp_Layout 1«.
_WINDOW = rf"(?:\s*\[[^\]]*\]| [-–—] (?:microsoft )?(?:{_PROGRAMS}|libreoffice \w+|google \w+))*"
_BEHIND_FILE = rf"(?:\s*\([^)]*\)|[_:]layout ?\d*)*{_WINDOW}"

_NONE = re.compile(
    "|".join(
        [
            # »Microsoft Word - Bericht«, »Microsoft PowerPoint«
            rf"microsoft (?:office )?{_PROGRAMS}(?: \d+)?(?: ?[-–—:].*)?$",
            # »PowerPoint-Präsentation«, »Microsoft Word-Dokument«, »Présentation PowerPoint«
            rf"(?:microsoft )?{_PROGRAMS}[- ](?:präsentation|presentation|dokument|document)\s*\d*$",
            rf"(?:présentation|presentación|presentazione) {_PROGRAMS}$",
            # »Dokument1«, »Unbenannt-1«, »Folie 1«, »scan_0001«, »Präsentation1 (2)«
            rf"(?:{'|'.join(map(re.escape, _BARE))})[\s_-]*[\d_-]*(?:\s*\((?:\w+ )?\d+\))?{_WINDOW}$",
            # paths and addresses, which may name people and folders
            r"(?:[a-z]:[\\/]|\\\\|//|~[\\/]|(?:file|smb|https?|ftp):|/[^/]+/)",
            r".*\\",
            # names of files
            rf".*\.(?:{'|'.join(_ENDINGS)}){_BEHIND_FILE}$",
            # addresses of people
            r"\S+@\S+\.\w+$",
        ]
    ),
    re.IGNORECASE | re.DOTALL,
)


def own_title(title: str) -> str:
    """The title that a file gives itself, in single spaces; "" if it is none: a placeholder of a program, the name of a
    file, a path, or nothing that can be read."""
    words = " ".join(title.split())
    unreadable = "\ufffd" in words or words.startswith("þÿ") or not re.search(r"[^\W\d_]", words)
    return "" if unreadable or _NONE.match(words) else words
