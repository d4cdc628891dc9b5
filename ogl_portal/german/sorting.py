"""German alphabetical order without the database's collation.

The embedded PostgreSQL has no ICU and no German locale, and an operator's server may have any: names are therefore
sorted by a key of their own (DIN 5007-1: ä like a, ß like ss), made here.
"""

import re
import unicodedata

_NOT_SORTED = re.compile(r"[^0-9a-z ]+")


def german_sort_key(text: str) -> str:
    """Fold ``text`` to the key that DIN 5007-1 sorts by; equal for »Äpfel« and »Apfel«."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    return " ".join(_NOT_SORTED.sub(" ", plain).split())
