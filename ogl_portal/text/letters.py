"""Letters of addresses and file names: one table, for the server and for the editor's script.

German letters and »ø« are spelled out as German readers expect it (Bürger → buerger, Ørsted → oersted); all other
letters of Latin, Greek and Cyrillic are those of anyascii (Łódź → Lodz). The script gets the same table as regular
expressions (`script_formatters`), so that an address does not depend on whether it was proposed here or there.
"""

from anyascii import anyascii

from ogl_portal.text.characters import one_line

_SPELLED_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "ẞ": "SS"}
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
# Latin of all European languages, Greek, Cyrillic, Vietnamese; figures above and below the line; ligatures.
_BLOCKS = ((0xAA, 0x250), (0x370, 0x460), (0x1E00, 0x1F00), (0x2070, 0x209D), (0xFB00, 0xFB07))


def _table() -> dict[str, str]:
    characters = (chr(code) for first, end in _BLOCKS for code in range(first, end))
    letters = {char: anyascii(char) for char in characters if char.isalpha() or char.isdigit()}
    spelled_out = _SPELLED_OUT | {char.upper(): text.title() for char, text in _SPELLED_OUT.items() if char != "ß"}
    table = letters | dict.fromkeys(_DASHES, "-") | spelled_out
    return {char: text for char, text in table.items() if text.replace("-", "a").isalnum()}


TABLE = _table()
_TRANSLATION = str.maketrans(TABLE)


def spelled_out(text: str) -> str:
    """``text`` with every letter of the table in letters from a to z; all else stays."""
    return one_line(text).translate(_TRANSLATION)


def ascii_text(text: str) -> str:
    """``text`` in ASCII, whatever script it is in: for names of files. What has no letters of its own vanishes."""
    return "".join(char for char in anyascii(spelled_out(text)) if char.isascii())


def script_formatters() -> list[tuple[str, str]]:
    """The table for Wagtail's slug script: regular expressions with what takes their place, applied in this order.

    The script knows no normal forms, so decomposed umlauts come first; what the table does not have is dropped.
    Addresses are small, so capitals are not kept apart.
    """
    by_text: dict[str, str] = {}
    for char, text in TABLE.items():
        by_text[text.lower()] = by_text.get(text.lower(), "") + char
    decomposed = [(f"[{char}{char.upper()}]\u0308", f"{char}e") for char in "aou"]
    letters = [(f"[{characters}]", text) for text, characters in sorted(by_text.items())]
    return [*decomposed, *letters, (r"[^\x00-\x7f]", ""), (r"^[^A-Za-z0-9]+", "")]
