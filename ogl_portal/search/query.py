"""The query language: words, "phrases", -exclusion and OR. Pure; any text is a query, none is an error.

Words side by side must all be found; ``A OR B`` (or ODER) takes either; ``-A`` takes away; quotes ask for words in
this order and form. What a query may cost is limited here: its length, its number of terms.

All of its words are analysed here, once; spelling, plan and excerpts only read.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ogl_portal.search.analysis.clean import clean_text, shortened
from ogl_portal.search.analysis.tokens import Token, tokenise, without_inner_spaces
from ogl_portal.search.analysis.words import Word, fold, quote, title_key, word_set

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

    Several ``words`` stand for a hyphenated word, or in order for a phrase; ``whole`` is all of them written as one.
    ``special`` is the normal form of a date or an identifier, ``lexeme`` what it is looked for under. ``text`` is what
    the reader typed.
    """

    text: str
    words: tuple[Word, ...]
    whole: Word
    is_single_word: bool = True
    is_phrase: bool = False
    special: str = ""
    lexeme: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """All of ``clauses`` must be met, each by any of its terms; none of ``excluded`` may be there."""

    text: str
    title: str  # as a title is compared with it
    clauses: tuple[tuple[Term, ...], ...]
    terms: tuple[Term, ...]  # of all clauses
    excluded: tuple[Term, ...]
    words: tuple[Word, ...]  # all words in order, those included that say nothing by themselves
    is_plain: bool  # only words: nothing that a reader has put there on purpose as an operator
    compounds: tuple[Word, ...]  # two words as one, with a linking s and without: »Los Verfahren«
    is_too_common: bool  # nothing but words like »der«, which texts are not searched for


def parse(text: str) -> Query:
    """Read what somebody typed. Signs without a meaning are passed over; too much is cut off."""
    # Bytes that no field can hold come first: cleaning 10,000 characters is cheap, and hidden signs count for nothing.
    text = shortened(clean_text(text[:10_000]), LONGEST_QUERY)
    chunks = [
        (chunk, list(tokenise(chunk["word"] or chunk["phrase"] or "")))
        for chunk in _CHUNK.finditer(without_inner_spaces(text))
    ]
    clauses: list[list[Term]] = []
    excluded: list[Term] = []
    joins_next = False
    count = 0
    for chunk, tokens in chunks:
        if chunk["word"] in _OR:
            joins_next = bool(clauses)
            continue
        for term in _terms(chunk, tokens)[: MOST_TERMS - count]:
            count += 1
            if chunk["minus"]:
                excluded.append(term)
            elif joins_next:
                clauses[-1].append(term)
            else:
                clauses.append([term])
            joins_next = False
    return _query(text, clauses, excluded)


def _terms(chunk: re.Match[str], tokens: list[Token]) -> list[Term]:
    phrase = chunk["phrase"]
    if phrase is None:
        return [_term(token, chunk["word"][token.start : token.end]) for token in tokens]
    if len(tokens) == 1 and tokens[0].special:
        return [_term(tokens[0], phrase)]
    words = _analysed(word for token in tokens for word in token.words)
    return [Term(phrase.strip(), words, _as_one(words), is_single_word=False, is_phrase=True)] if words else []


def _term(token: Token, text: str) -> Term:
    words = _analysed(token.words)
    return Term(
        text,
        words,
        _as_one(words),
        is_single_word=len(words) == 1 and not token.special,
        special=token.special,
        lexeme=quote(f"#{token.special}") if token.special else "",
    )


def _analysed(words: Iterable[str]) -> tuple[Word, ...]:
    return tuple(Word.of(fold(word)) for word in words)


def _as_one(words: tuple[Word, ...]) -> Word:
    return words[0] if len(words) == 1 else Word.of("".join(word.folded for word in words))


def _query(text: str, clauses: list[list[Term]], excluded: list[Term]) -> Query:
    telling = _without_stop_words(clauses)
    terms = tuple(term for clause in telling for term in clause)
    is_plain = not excluded and all(len(clause) == 1 and not clause[0].is_phrase for clause in telling)
    compounds: tuple[Word, ...] = ()
    if is_plain and len(terms) == 2 and all(term.is_single_word for term in terms):
        first, second = (term.whole.folded for term in terms)
        compounds = (Word.of(first + second), Word.of(f"{first}s{second}"))
    return Query(
        text,
        title_key(text),
        telling,
        terms,
        tuple(excluded),
        words=tuple(word for clause in clauses for word in clause[0].words),
        is_plain=is_plain,
        compounds=compounds,
        is_too_common=bool(terms) and all(map(_is_common, terms)),
    )


def _is_common(term: Term) -> bool:
    return term.is_single_word and term.whole.folded in STOP_WORDS


def _without_stop_words(clauses: list[list[Term]]) -> tuple[tuple[Term, ...], ...]:
    """Drop words like »der« unless nothing else is left."""
    telling = [tuple(clause) for clause in clauses if len(clause) > 1 or not _is_common(clause[0])]
    return tuple(telling) or tuple(tuple(clause) for clause in clauses)
