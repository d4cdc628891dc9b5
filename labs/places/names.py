"""Folded names of places, so that »Würzburg«, »Wuerzburg« and »wurzburg« meet."""

import re

from ogl_portal.german.laender import Land
from ogl_portal.german.sorting import german_sort_key

LONGEST_NAME = 100  # characters; no place in Germany has a name half as long
_TITLES = {
    "stadt", "gemeinde", "markt", "hansestadt", "kreisstadt", "lutherstadt", "landeshauptstadt", "universitatsstadt",
    "universitats",
}  # fmt: skip
_DISTRICTS = {"kreis", "landkreis"}
_GERMAN_NAMES = {"strassburg": "strasbourg"}  # of places abroad that take part in a lab
_SMALL_WORDS = {
    "a", "am", "an", "auf", "b", "bei", "d", "dem", "den", "der", "die", "i", "im", "in", "m", "o", "ob", "u", "und",
    "v", "vor",
}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_LAND_TAIL = re.compile(r"^(.+?)(?:\s*[,(]\s*|\s+in\s+)([^,()]+)\)?$")
_LAENDER = {german_sort_key(land.label): land for land in Land}


def clean(typed: str) -> str:
    """What a visitor typed without control characters and surplus space, cut to ``LONGEST_NAME`` characters."""
    return " ".join(_CONTROL.sub(" ", typed[: 10 * LONGEST_NAME]).split())[:LONGEST_NAME].strip()


def place_key(name: str) -> str:
    """Lower case without accents or punctuation, »St.« as »Sankt«: »st. Wendel« → »sankt wendel«."""
    return " ".join("sankt" if word == "st" else word for word in german_sort_key(name).split())


def loose_key(name: str) -> str:
    """As ``place_key``, and blind to spelled-out umlauts, small words and titles.

    »Stadt Mülheim an der Ruhr« and »Muelheim/Ruhr« give the same; so do »Neuenkirchen« and »Neunkirchen«, which is
    why the exact key goes first.
    """
    words = [word for word in place_key(name).split() if word not in _SMALL_WORDS]
    kept = [word for word in words if word not in _TITLES | _DISTRICTS] or words
    text = " ".join(kept)
    for long, short in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        text = text.replace(long, short)
    return _GERMAN_NAMES.get(text, text)


def without_land(name: str) -> tuple[str, Land | None]:
    """Split »Neustadt, Sachsen« or »Neustadt (Hessen)« into the name and its Land; None where none is named."""
    if (match := _LAND_TAIL.match(name)) and (land := _LAENDER.get(german_sort_key(match[2]))):
        return match[1], land
    return name, None


def is_district(name: str) -> bool:
    """Whether the name speaks of a Landkreis: »Kreis Wesel«, »Landkreis Würzburg«, »Saalekreis«."""
    words = place_key(name).split()
    return any(word in _DISTRICTS for word in words) or (len(words) == 1 and words[0].endswith("kreis"))


def is_postcode(typed: str) -> bool:
    """Whether it is five digits, alone or before a name."""
    return re.match(r"(?:D-?\s?)?\d{5}(?!\d)", typed) is not None


def without_postcode(typed: str) -> str:
    """»04821 Brandis« is »Brandis«; a postcode alone stays."""
    return re.sub(r"^(?:D-?\s?)?\d{5}\s+(?=\S)", "", typed)
