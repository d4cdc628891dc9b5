"""Lexemes with positions and weights, written as a tsvector that every PostgreSQL reads the same way.

Each word stands under several keys, told apart by their first sign:

=== =============================================== =====================================
``=``  exact folded form                               ranks first; phrases are made of these
(none) stem
``~``  root, where it is not the stem                  fördern, Förderung, gefördert
``+``  stem or root of a part of a compound            »Beteiligung« in »Bürgerbeteiligung«
``#``  date, ISBN, DOI, URN in normal form
``^``  stem or part in a name or title                 without position
``>``  exact form in a name or title                   without position; suggestions ask for its beginning
``!``  stem in the title of the document a page is of  without position; »Projektbericht Brandis«
=== =============================================== =====================================

Weights are those of PostgreSQL: A for titles, B for names that belong to a thing, C for its summary, D for the rest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ogl_portal.search.analysis.compounds import Decompounder
from ogl_portal.search.analysis.tokens import Token, tokenise
from ogl_portal.search.analysis.words import fold, root, stem

CONTENTS = "#inhaltsverzeichnis"  # a page that only lists what stands elsewhere; it ranks lower
LAST_POSITION = 16_383  # PostgreSQL's own limit
MOST_POSITIONS = 200  # a lexeme; PostgreSQL keeps 255
FIELD_GAP = 10  # so that no phrase reaches from one field into the next


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text and how much it counts (A to D). ``is_name``: titles and names, which suggestions offer."""

    text: str
    weight: str = "D"
    is_name: bool = False


@dataclass
class Vector:
    """What one row of the index is found by."""

    lexemes: dict[str, list[str]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)  # folded form → a spelling of it

    def literal(self) -> str:
        """The text form of a tsvector."""
        return " ".join(
            f"{quote(lexeme)}:{','.join(places)}" if places else quote(lexeme)
            for lexeme, places in self.lexemes.items()
        )


def build_vector(parts: Iterable[Part], splitter: Decompounder) -> Vector:
    """Analyse cleaned text into the lexemes of one row."""
    vector = Vector()
    position = 0
    for part in parts:
        for token in tokenise(part.text):
            position = _add(vector, token, part, position, splitter)
        position += FIELD_GAP
    return vector


def title_lexemes(title: str) -> dict[str, list[str]]:
    """What each page of a document holds of the document's title."""
    return {f"!{stem(fold(word))}": [] for token in tokenise(title) for word in token.words}


def word_keys(folded: str, splitter: Decompounder) -> Iterator[str]:
    """The lexemes of one folded word in running text."""
    yield f"={folded}"
    word_stem, word_root = stem(folded), root(folded)
    yield word_stem
    if word_root != word_stem:
        yield f"~{word_root}"
    yield from (f"+{key}" for key in part_keys(folded, splitter))


def part_keys(folded: str, splitter: Decompounder) -> dict[str, None]:
    """Stems and roots of the parts of a compound, each once, in order."""
    return dict.fromkeys(key for part in splitter.keys(folded) for key in (stem(part), root(part)))


def _add(vector: Vector, token: Token, part: Part, position: int, splitter: Decompounder) -> int:
    """Put one token into the vector; returns the position of its last word."""
    lexemes = vector.lexemes
    folded = [fold(word) for word in token.words]
    at = min(position + 1, LAST_POSITION)
    if token.special:
        lexemes.setdefault(f"#{token.special}", []).append(f"{at}{part.weight}")
    if len(folded) > 1 and not token.special:
        # »Co-Kreation« is also found as »Cokreation«, »Wirkungs-Modell« as »Wirkungsmodell«.
        _put(vector, "".join(folded), "", part, at, splitter)
    for word, spelling in zip(folded, token.words, strict=True):
        position = min(position + 1, LAST_POSITION)
        _put(vector, word, spelling, part, position, splitter)
    return max(position, at)


def _put(vector: Vector, folded: str, spelling: str, part: Part, position: int, splitter: Decompounder) -> None:
    lexemes = vector.lexemes
    place = f"{position}{part.weight}"
    for key in word_keys(folded, splitter):
        places = lexemes.setdefault(key, [])
        # Only exact forms need every place, for phrases; of the others the weight is enough.
        if len(places) < MOST_POSITIONS if key[0] == "=" else all(known[-1] != part.weight for known in places):
            places.append(place)
        if part.is_name and key[0] != "~":
            lexemes.setdefault(f">{key[1:]}" if key[0] == "=" else f"^{key.lstrip('+')}", [])
    if spelling:
        vector.words.setdefault(folded, spelling)


def quote(lexeme: str) -> str:
    """A lexeme as text for a tsvector or a tsquery."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
