"""The query language: words, "phrases", -exclusion and OR. Pure; any text is a query, none is an error.

Words side by side must all be found; ``A OR B`` (or ODER) takes either; ``-A`` takes away; quotes ask for words in
this order and form. What a query may cost is limited here: its length, its number of terms.
"""

import re
from dataclasses import dataclass

from ogl_portal.search.analysis.clean import clean_text
from ogl_portal.search.analysis.tokens import Token, tokenise
from ogl_portal.search.analysis.words import fold, word_set

LONGEST_QUERY = 200  # characters; what is longer is cut at a space
MOST_TERMS = 12

# Words that say nothing about what is looked for, folded.
STOP_WORDS = word_set(
    "aber alle allem allen aller alles als also am an ander andere auch auf aus bei beim bin bis bist da damit dann "
    "das dass dein dem den der des dessen die dies diese diesem diesen dieser dieses doch dort du durch ein eine "
    "einem einen einer eines er es etwas euer fur gab gegen gibt hab habe haben hat hatte hier hin hinter ich ihr "
    "ihre ihrem ihren ihrer ihm im in ins ist ja jede jedem jeden jeder jedes kann kein keine konnen man mein mich "
    "mir mit muss nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen seiner seit sich sie "
    "sind so soll sollte sondern sonst uber um und uns unser unter viel vom von vor wann war waren warum was weil "
    "welche welchem welchen welcher welches wenn wer werden wie wieder will wir wird wo wofur wohin woran worum "
    "wurde wurden zu zum zur zwischen the of and"
)
_CHUNK = re.compile(
    r'(?P<minus>(?<!\S)[-−–](?=["„“»«\w]))?(?:["„“”»«](?P<phrase>[^"„“”»«]*)["„“”»«]?|(?P<word>[^\s"„“”»«]+))'
)
_OR = frozenset({"OR", "ODER", "|"})


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for.

    ``words`` are folded; several of them stand for a hyphenated word, or in order for a phrase. ``special`` is the
    normal form of a date or an identifier. ``text`` is what the reader typed.
    """

    text: str
    words: tuple[str, ...] = ()
    is_phrase: bool = False
    special: str = ""

    @property
    def is_single_word(self) -> bool:
        return len(self.words) == 1 and not self.is_phrase and not self.special


@dataclass(frozen=True, slots=True)
class Query:
    """All of ``clauses`` must be met, each by any of its terms; none of ``excluded`` may be there."""

    text: str = ""
    clauses: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()
    words: tuple[str, ...] = ()  # all words in order, those included that say nothing by themselves; folded

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(term for clause in self.clauses for term in clause)

    @property
    def is_plain(self) -> bool:
        """Only words: nothing that a reader has put there on purpose as an operator."""
        return not self.excluded and all(len(clause) == 1 and not clause[0].is_phrase for clause in self.clauses)


def parse(text: str) -> Query:
    """Read what somebody typed. Signs without a meaning are passed over; too much is cut off."""
    # Bytes that no field can hold come first: cleaning 10,000 characters is cheap, and hidden signs count for nothing.
    text = _cut(clean_text(text[:10_000]))
    clauses: list[list[Term]] = []
    excluded: list[Term] = []
    joins_next = False
    count = 0
    for chunk in _CHUNK.finditer(_without_inner_spaces(text)):
        word = chunk["word"] or ""
        if word in _OR:
            joins_next = bool(clauses)
            continue
        terms = _phrase(chunk["phrase"]) if chunk["phrase"] is not None else _words(word)
        for term in terms[: MOST_TERMS - count]:
            count += 1
            if chunk["minus"]:
                excluded.append(term)
            elif joins_next:
                clauses[-1].append(term)
            else:
                clauses.append([term])
            joins_next = False
    words = tuple(word for clause in clauses for word in clause[0].words)
    return Query(text, _without_stop_words(clauses), tuple(excluded), words)


def _cut(text: str) -> str:
    if len(text) <= LONGEST_QUERY:
        return text
    head = text[:LONGEST_QUERY]
    return head.rsplit(" ", 1)[0] if " " in head else head


def _without_inner_spaces(text: str) -> str:
    """Write what has spaces and yet is one thing (»1. Dezember 2022«, »30 000«, »e. V.«) as one word."""
    pieces, last = [], 0
    for token in tokenise(text):
        if " " in text[token.start : token.end]:
            pieces += [text[last : token.start], token.special or "".join(token.words), " "]
            last = token.end
    return "".join([*pieces, text[last:]])


def _phrase(text: str) -> list[Term]:
    tokens = list(tokenise(text))
    if len(tokens) == 1 and tokens[0].special:
        return [_term(tokens[0], text)]
    words = tuple(fold(word) for token in tokens for word in token.words)
    return [Term(text.strip(), words, is_phrase=True)] if words else []


def _words(text: str) -> list[Term]:
    return [_term(token, text[token.start : token.end]) for token in tokenise(text)]


def _term(token: Token, text: str) -> Term:
    return Term(text, tuple(fold(word) for word in token.words), special=token.special)


def _without_stop_words(clauses: list[list[Term]]) -> tuple[tuple[Term, ...], ...]:
    """Drop words like »der« unless nothing else is left."""
    telling = [
        tuple(clause)
        for clause in clauses
        if len(clause) > 1 or not (clause[0].is_single_word and clause[0].words[0] in STOP_WORDS)
    ]
    return tuple(telling) or tuple(tuple(clause) for clause in clauses)
