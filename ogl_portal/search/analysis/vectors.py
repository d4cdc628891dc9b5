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

from collections.abc import Iterable
from dataclasses import dataclass, field

from ogl_portal.search.analysis.compounds import Decompounder
from ogl_portal.search.analysis.tokens import Token, tokenise
from ogl_portal.search.analysis.words import WRITTEN_OUT, fold, quote, root, stem

CONTENTS = "#inhaltsverzeichnis"  # a page that only lists what stands elsewhere; it ranks lower
LAST_POSITION = 16_383  # PostgreSQL's own limit
MOST_POSITIONS = 200  # a lexeme; PostgreSQL keeps 255
MOST_KNOWN = 150_000  # words whose keys are kept in memory
FIELD_GAP = 10  # so that no phrase reaches from one field into the next


@dataclass(frozen=True, slots=True)
class WeightedText:
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


def build_vector(parts: Iterable[WeightedText], splitter: Decompounder) -> Vector:
    """Analyse cleaned text into the lexemes of one row."""
    vector = Vector()
    position = 0
    for part in parts:
        for token in tokenise(part.text):
            if len(token.words) == 1 and not token.special:
                position = min(position + 1, LAST_POSITION)
                _put(vector, token.words[0], part, position, splitter)
            else:
                position = _put_several(vector, token, part, position, splitter)
        position += FIELD_GAP
    return vector


def title_lexemes(title: str) -> dict[str, list[str]]:
    """What each page of a document holds of the document's title."""
    return {f"!{stem(fold(word))}": [] for token in tokenise(title) for word in token.words}


def word_keys(folded: str, splitter: Decompounder) -> tuple[str, ...]:
    """The lexemes of one folded word in running text, its exact form first and its stem second."""
    word_stem, word_root = stem(folded), root(folded)
    keys = {f"={folded}": None, word_stem: None}
    if word_root != word_stem:
        keys[f"~{word_root}"] = None
    for part in splitter.keys(folded):
        keys[f"+{stem(part)}"] = keys[f"+{root(part)}"] = None
    return tuple(keys)


def _put_several(vector: Vector, token: Token, part: WeightedText, position: int, splitter: Decompounder) -> int:
    """Put a date, an identifier or a hyphenated word into the vector; returns the position of its last word."""
    at = min(position + 1, LAST_POSITION)
    if token.special:
        vector.lexemes.setdefault(f"#{token.special}", []).append(f"{at}{part.weight}")
    elif len(token.words) > 1:
        # »Co-Kreation« is also found as »Cokreation«, »Wirkungs-Modell« as »Wirkungsmodell«.
        _put(vector, "".join(token.words), part, at, splitter, is_word=False)
    for word in token.words:
        position = min(position + 1, LAST_POSITION)
        _put(vector, word, part, position, splitter)
    return max(position, at)


def _put(
    vector: Vector, spelling: str, part: WeightedText, position: int, splitter: Decompounder, *, is_word: bool = True
) -> None:
    keys = splitter.known_keys.get(spelling)
    if keys is None:
        if len(splitter.known_keys) >= MOST_KNOWN:
            splitter.known_keys.clear()
        keys = splitter.known_keys[spelling] = word_keys(fold(spelling), splitter)
    lexemes, weight = vector.lexemes, part.weight
    place = f"{position}{weight}"
    exact, *others = keys
    places = lexemes.setdefault(exact, [])
    if len(places) < MOST_POSITIONS:
        places.append(place)
    # Only exact forms need every place, for phrases; of the others the weight is enough.
    for key in others:
        known = lexemes.get(key)
        if known is None:
            lexemes[key] = [place]
        elif known[-1][-1] != weight and len(known) < MOST_POSITIONS:
            known.append(place)
    if part.is_name:
        lexemes.setdefault(f">{exact[1:]}", [])
        for key in others:
            if key[0] != "~":
                lexemes.setdefault(f"^{key.lstrip('+')}", [])
    if is_word and exact[1:] not in vector.words:
        vector.words[exact[1:]] = WRITTEN_OUT.get(spelling.lower(), spelling)
