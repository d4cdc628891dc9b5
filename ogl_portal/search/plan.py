"""From a query to the tsqueries that PostgreSQL is asked, and the weight of each term.

A term is looked for under several keys (see ``analysis.vectors``): what it matches decides how it ranks. ``match``
holds all of them; a word that is in the index under none of them is replaced by what it may have been meant to be.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import connection

from ogl_portal.search import spelling
from ogl_portal.search.analysis.vectors import quote
from ogl_portal.search.analysis.words import root, stem
from ogl_portal.search.query import STOP_WORDS, Query, Term
from ogl_portal.search.synonyms import synonyms_of

SHORTEST_WRITTEN_AS_ONE = 9  # letters
MOST_ROWS_OF_WRITTEN_AS_ONE = 3
RAREST = 9.0  # weight of a word that stands in hardly any row, against one of a word that stands in all


@dataclass(frozen=True)
class TermPlan:
    """tsqueries for one term. An empty one asks for nothing."""

    match: str
    exact: str = ""
    stem: str = ""
    loose: str = ""
    name: str = ""  # in a name or title
    title: str = ""  # in the title of the document that a page is of
    weight: float = 1.0
    loose_keys: int = 1
    marks: tuple[str, ...] = ()  # stems that an excerpt marks


@dataclass(frozen=True)
class Plan:
    """What is asked. ``corrected`` is the query that the reader may have meant, where a word was unknown."""

    query: Query
    clauses: tuple[TermPlan, ...]
    excluded: str = ""
    phrase: str = ""  # all words in their order, which ranks higher
    corrected: str = ""
    unknown: tuple[str, ...] = ()
    same: str = ""  # what means the same as the whole query

    def strict(self) -> str:
        """All clauses must be met."""
        return self._without_excluded(_or([_and(clause.match for clause in self.clauses), self.same]))

    def strict_page(self) -> str:
        """The same for a page of a PDF, for which a word of the document's title counts as one of its own."""
        if len(self.clauses) == 1:
            return self.strict()
        own = _or(clause.match for clause in self.clauses)
        each = [_or([clause.match, clause.title]) for clause in self.clauses]
        return self._without_excluded(_or([_and([*each, own]), self.same]))

    def relaxed(self) -> str:
        """Any of the more telling half of the clauses is enough, and of two either."""
        most = max(2, math.ceil(len(self.clauses) / 2))
        telling = sorted(self.clauses, key=lambda clause: -clause.weight)[:most]
        return self._without_excluded(_or([*(clause.match for clause in telling), self.same]))

    def names(self) -> str:
        return _and(clause.name or clause.match for clause in self.clauses)

    def _without_excluded(self, match: str) -> str:
        return f"({match}) & !({self.excluded})" if self.excluded else match


def make_plan(query: Query, generation: int) -> Plan:
    """Look the words up and decide what to ask for. Three small queries at most for each unknown word."""
    terms = [*query.terms, *query.excluded]
    stems = sorted({stem(word) for term in terms for word in (*term.words, "".join(term.words))})
    known = spelling.look_up(generation, stems)
    corrections: dict[Term, tuple[Term, ...]] = {}
    spellings: dict[Term, str] = {}
    unknown = []
    for term in query.terms:
        if term.is_phrase or term.special or any(stem(word) in known.rows for word in _readings(term)):
            continue
        if _exists(generation, term_plan(term).match):
            continue
        instead, spelled = _instead(term, generation)
        if instead:
            corrections[term] = instead
        else:
            unknown.append(term.text)
        if spelled:
            spellings[term] = spelled
    written_as_one = _written_as_one(query, known, corrections, generation)
    if corrections:
        used = sorted({stem(word) for terms in corrections.values() for term in terms for word in term.words})
        known = replace(known, rows={**known.rows, **spelling.look_up(generation, used).rows})
    clauses = tuple(
        _clause([_weighted(term, known, written_as_one.get(term, ())) for term in terms])
        for clause in query.clauses
        for terms in _alternatives(clause, corrections)
    )
    if all(term.is_single_word and term.words[0] in STOP_WORDS for term in query.terms):
        # »und« is on every page and tells nothing; it may still be a title.
        clauses = tuple(replace(clause, match=clause.name) for clause in clauses)
    corrected = query.text
    for term, text in spellings.items():
        corrected = corrected.replace(term.text, text)
    return Plan(
        query=query,
        clauses=clauses,
        excluded=_or(term_plan(term).match for term in query.excluded),
        phrase=_or(_phrase(words) for words in (query.words, _words_asked_for(query, corrections))),
        corrected=corrected if spellings else "",
        unknown=tuple(unknown),
        same=_or([*(_synonym(words) for words in _synonyms_of_all(query)), *_two_as_one(query)]),
    )


def _synonyms_of_all(query: Query) -> list[tuple[str, ...]]:
    """Synonyms of a query of several words taken as one (»Open Government Partnership«)."""
    stems = tuple(stem(word) for term in query.terms for word in term.words)
    return synonyms_of().get(stems, []) if query.is_plain and len(query.terms) > 1 else []


def _readings(term: Term) -> tuple[str, ...]:
    """The words under which a term may be known: a hyphenated one by its whole."""
    return term.words if len(term.words) == 1 else ("".join(term.words),)


def _two_as_one(query: Query) -> list[str]:
    """»Los Verfahren« and »Beteiligung Plattform«: a compound that was written as two words."""
    if not query.is_plain or len(query.terms) != 2 or not all(term.is_single_word for term in query.terms):
        return []
    first, second = (term.words[0] for term in query.terms)
    compounds = (stem(first + second), stem(f"{first}s{second}"))
    return [quote(f"{sign}{word}") for word in compounds for sign in ("", "+")]


def _alternatives(clause: tuple[Term, ...], corrections: dict[Term, tuple[Term, ...]]) -> list[tuple[Term, ...]]:
    """A clause with its unknown words replaced; what was written as one word and is two becomes two clauses."""
    if len(clause) == 1:
        return [(term,) for term in corrections.get(clause[0], clause)]
    return [tuple(corrections.get(term, (term,))[0] for term in clause)]


def _instead(term: Term, generation: int) -> tuple[tuple[Term, ...], str]:
    """What may have been meant by an unknown word, and how to spell it for the reader (empty: as it was)."""
    if len(term.words) > 1:
        return tuple(Term(word, (word,)) for word in term.words), ""
    word = term.words[0]
    guessed = spelling.guess(generation, word)
    is_near = guessed is not None and spelling.distance(word, guessed.word) == 1
    if not is_near and (pieces := spelling.split_in_two(generation, word)):
        return tuple(Term(piece, (piece,)) for piece in pieces), ""
    return ((Term(guessed.spelling, (guessed.word,)),), guessed.spelling) if guessed else ((), "")


def _exists(generation: int, match: str) -> bool:
    """Whether any row matches: the word is a part of a compound, or written with a hyphen."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM search_searchentry WHERE vector @@ %(match)s::tsquery)"
            " OR EXISTS (SELECT 1 FROM search_searchpassage WHERE vector @@ %(match)s::tsquery)",
            {"match": match},
        )
        return bool(cursor.fetchone()[0])


def _written_as_one(
    query: Query, known: spelling.Known, corrections: dict[Term, tuple[Term, ...]], generation: int
) -> dict[Term, tuple[str, ...]]:
    """Words that hardly any row has, and that may be two common ones (»opengovernment«)."""
    found = {}
    for term in query.terms:
        if not term.is_single_word or term in corrections or len(term.words[0]) < SHORTEST_WRITTEN_AS_ONE:
            continue
        if known.rows.get(stem(term.words[0]), 0) <= MOST_ROWS_OF_WRITTEN_AS_ONE and (
            pieces := spelling.split_in_two(generation, term.words[0])
        ):
            found[term] = pieces
    return found


def _weighted(term: Term, known: spelling.Known, pieces: tuple[str, ...] = ()) -> TermPlan:
    plan = term_plan(term)
    if pieces:
        both = _and(_or(_keys(piece)) for piece in pieces)
        plan = replace(
            plan,
            match=_or([plan.match, both]),
            loose=_or([plan.loose, *(quote(stem(piece)) for piece in pieces)]),
            title=_or([plan.title, _and(quote(f"!{stem(piece)}") for piece in pieces)]),
            marks=(*plan.marks, *(stem(piece) for piece in pieces)),
        )
    rows = [known.rows.get(stem(word), 1) for word in term.words]
    rarest = min(rows, default=1)
    return replace(plan, weight=min(RAREST, 1 + math.log((known.total + 1) / (rarest + 1)) if rarest else RAREST))


def term_plan(term: Term) -> TermPlan:
    """What one term is looked for under, before anything is known about the index."""
    if term.special:
        lexeme = quote(f"#{term.special}")
        return TermPlan(match=lexeme, exact=lexeme, marks=term.words)
    if term.is_phrase:
        phrase = "(" + " <-> ".join(quote(f"={word}") for word in term.words) + ")"
        return TermPlan(match=phrase, exact=_or(quote(f"={word}") for word in term.words), marks=term.words)
    if len(term.words) > 1:
        return _hyphenated(term)
    word = term.words[0]
    keys = _keys(word)
    same = [_synonym(words) for words in _synonyms(term)]
    loose = [key for key in keys if key != quote(stem(word))]
    return TermPlan(
        match=_or([*keys, *same]),
        exact=quote(f"={word}"),
        stem=quote(stem(word)),
        loose=_or([*loose, *same]),
        loose_keys=len(loose) + len(same),
        name=_or(quote(f"^{key}") for key in dict.fromkeys((stem(word), root(word)))),
        title=quote(f"!{stem(word)}"),
        marks=(stem(word), root(word), *(w for words in _synonyms(term) for w in words)),
    )


def _hyphenated(term: Term) -> TermPlan:
    """»Wirkungs-Modell«, »Open-Government-Labor«: the whole as one word, or all of its words."""
    whole = "".join(term.words)
    each = _and(_or(_keys(word)) for word in term.words)
    same = [_synonym(words) for words in _synonyms(term)]
    return TermPlan(
        match=_or([*_keys(whole), each, *same]),
        exact=_or(quote(f"={word}") for word in (whole, *term.words)),
        stem=_or(quote(stem(word)) for word in term.words),
        loose=_or([*_keys(whole)[1:], *(quote(f"+{stem(word)}") for word in term.words), *same]),
        loose_keys=2,
        name=_or([quote(f"^{stem(whole)}"), _and(quote(f"^{stem(word)}") for word in term.words)]),
        title=_and(quote(f"!{stem(word)}") for word in term.words),
        marks=(stem(whole), *(stem(word) for word in term.words)),
    )


def _keys(word: str) -> list[str]:
    """The lexemes that a word matches beside its exact form, its stem first."""
    word_stem, word_root = stem(word), root(word)
    keys = [word_stem, f"+{word_stem}", f"~{word_root}", word_root, f"+{word_root}"]
    return [quote(key) for key in dict.fromkeys(keys)]


def _synonyms(term: Term) -> list[tuple[str, ...]]:
    return synonyms_of().get(tuple(stem(word) for word in term.words), [])


def _synonym(words: tuple[str, ...]) -> str:
    """One word by its keys, several as a phrase."""
    if len(words) == 1:
        return _or(_keys(words[0])[:2])
    return "(" + " <-> ".join(quote(f"={word}") for word in words) + ")"


def _clause(plans: list[TermPlan]) -> TermPlan:
    """``A OR B`` as one: either matches, the rarer one gives the weight."""
    if len(plans) == 1:
        return plans[0]
    return TermPlan(
        match=_or(plan.match for plan in plans),
        exact=_or(plan.exact for plan in plans),
        stem=_or(plan.stem for plan in plans),
        loose=_or(plan.loose for plan in plans),
        loose_keys=max(plan.loose_keys for plan in plans),
        name=_or(plan.name or plan.match for plan in plans),
        title=_or(plan.title for plan in plans),
        weight=max(plan.weight for plan in plans),
        marks=tuple(mark for plan in plans for mark in plan.marks),
    )


def _words_asked_for(query: Query, corrections: dict[Term, tuple[Term, ...]]) -> tuple[str, ...]:
    first = [clause[0] for clause in query.clauses]
    return tuple(word for term in first for one in corrections.get(term, (term,)) for word in one.words)


def _phrase(words: tuple[str, ...]) -> str:
    return "(" + " <-> ".join(quote(f"={word}") for word in words) + ")" if len(words) > 1 else ""


def _or(parts: Iterable[str]) -> str:
    found = [part for part in dict.fromkeys(parts) if part]
    return found[0] if len(found) == 1 else f"({' | '.join(found)})" if found else ""


def _and(parts: Iterable[str]) -> str:
    found = [part for part in dict.fromkeys(parts) if part]
    return f"({' & '.join(found)})" if len(found) > 1 else "".join(found)
