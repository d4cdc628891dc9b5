"""A title from the name of a file, as somebody would write it. static/src/js/admin-pictures.js has the same rules."""

import re
import unicodedata

LONGEST = 255

# What cameras, phones, scanners and programs call a file says nothing of what is in it.
_SAYS_NOTHING = re.compile(
    r"^(img|dsc|dscn|dscf|pxl|mvi|pict?|p|wp|gopr|dji|scan|image|bild|foto|photo|picture|grafik|unbenannt|untitled|"
    r"download|dokument|document|whatsapp image|screenshot|bildschirmfoto|screen shot|at|um|uhr|[\d\s.,:()])*$",
    re.IGNORECASE,
)
_CODE = re.compile(r"^[0-9a-f]{8}[0-9a-f ]*$", re.IGNORECASE)
# Left behind by browsers, file managers and WordPress.
_ADDED = re.compile(r"(\s*\(\d+\)|\s+(copy|kopie|scaled|rotated)(\s*\d+)?|\s+\d{2,5}x\d{2,5})+$", re.IGNORECASE)


def title_from_name(name: str) -> str:
    """»oeffnung_der-Verwaltung-1024x768.jpg« → »Oeffnung der Verwaltung«; empty where the name says nothing.

    Umlauts stay as they are; those in two characters, as macOS writes them, become one.
    """
    stem = re.sub(r"\.[^.]{1,5}$", "", unicodedata.normalize("NFC", name))
    words = " ".join(re.sub(r"[_\-+]+|%20", " ", stem).split())
    words = _ADDED.sub("", words).strip()
    if _SAYS_NOTHING.match(words) or _CODE.match(words):
        return ""
    return (words[:1].upper() + words[1:])[:LONGEST]
