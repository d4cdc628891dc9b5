"""Names as programs write them: »Lucke, Jörn von«, »Jörn von Lucke«, »Bundesministerium des Innern«."""

import re
from collections.abc import Callable

from bibtexparser.middlewares.names import parse_single_name_into_parts

from publications.citation.record import Agent, Role

# Words in small letters that belong to a person's name; any other (»für«, »und«, »of«) marks a body.
_PARTICLES = {
    "von", "vom", "van", "der", "den", "dem", "zu", "zum", "zur", "de", "del", "della", "di", "da", "dos", "du", "la",
    "le", "ten", "ter", "te", "af", "av", "al", "el", "bin", "ibn", "y", "e", "i", "d'", "d’", "'t", "’t",
}  # fmt: skip
_BODY_WORD = re.compile(
    r"ministeri|behörde|(?<=\w)amt$|anstalt|universit|hochschul|institut|stiftung|foundation|verein(?:igung)?$|verband"
    r"|verbund|bündnis|gmbh|gesellschaft|genossenschaft|zentrum|zentrale|center$|centre$|kommission|commission"
    r"|ausschuss|regierung|government|kanzlei|senat$|beirat$|(?<=\w)(?:stadt|kreis|gemeinde|bundes)rat$|parlament|bundestag"
    r"|landtag|agentur|agency|akademie|academy|bibliothek|archiv|museum|verlag|redaktion|netzwerk|network|initiative"
    r"|forum|labor|gruppe|union|organi[sz]ation|gemeinde$|kommune|^landkreis|^bundes|^landes|verwaltung|department"
    r"|office|ministry|council|(?<=\w)bank$|konferenz|rechnungshof|gericht$|(?<=\w)kammer$|partei|fraktion|projekt",
    re.IGNORECASE,
)
_FIRST_WORD = {
    *(
        "amt",
        "bund",
        "freistaat",
        "gruppe",
        "hansestadt",
        "kammer",
        "kreis",
        "lab",
        "land",
        "landeshauptstadt",
        "markt",
    ),
    *("rat", "republik", "stadt", "team", "der", "die", "das", "the"),
}
_MOST_WORDS = 6


def person(name: str, role: Role, decode: Callable[[str], str] = str) -> Agent:
    """A person whose name is »family, given« or stands in its natural order.

    A particle stands behind the given name, as German libraries sort it. ``decode`` makes plain text of the parts.
    """
    parts = parse_single_name_into_parts(name, strict=False)
    family, given = decode(" ".join([*parts.last, *parts.jr])), decode(" ".join([*parts.first, *parts.von]))
    return Agent(family=family, given=given, role=role) if family else Agent(literal=given, role=role)


def is_body(name: str) -> bool:
    """Whether the words of a name that nothing else marks are those of a body.

    A name without a comma is a person's unless its words leave no doubt: no file format but BibTeX and CSL-JSON can
    say that »Stadt Köln« is none.
    """
    plain = name.rstrip(", ")
    words = plain.split()
    has_small_word = any(word[0].islower() and word not in _PARTICLES for word in words)
    if "," in plain:  # »Bundesministerium des Innern, für Bau und Heimat« has a comma of its own
        return has_small_word and _BODY_WORD.search(plain.partition(",")[0]) is not None
    if not words:
        return False
    if len(words) == 1:
        return plain.isupper() or _BODY_WORD.search(plain) is not None or name.rstrip().endswith(",")
    return (
        name.rstrip().endswith(",")  # EndNote's mark of a body
        or len(words) > _MOST_WORDS
        or words[0].lower() in _FIRST_WORD
        or any(character.isdigit() or character in "&/+@()" for character in plain)
        or has_small_word
        or any(_BODY_WORD.search(word) for word in words)
    )
