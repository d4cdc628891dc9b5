"""From a query to the tsqueries that PostgreSQL is asked, and the weight of each term. Pure.

A term is looked for under several keys (see ``analysis.vectors``): what it matches decides how it ranks. ``match``
holds all of them; a word that is in the index under none of them is replaced by what it may have been meant to be.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ogl_portal.search.analysis.words import Word
from ogl_portal.search.query import STOP_WORDS, Query, Term
from ogl_portal.search.spelling import Spelling
from ogl_portal.search.synonyms import SynonymsByStems

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
    """What is asked."""

    clauses: tuple[TermPlan, ...]
    is_answerable: bool  # not where a word is unknown, and nothing near to it either
    strict: str  # all clauses must be met
    strict_page: str  # the same for a page of a PDF
    relaxed: str  # some of them are enough
    names: str
    phrase: str  # all words in their order, which ranks higher
    same: str  # what means the same as the whole query
    title: str  # what a title is compared with
    marks: tuple[str, ...]  # what an excerpt marks


def make_plan(query: Query, spelling: Spelling, synonyms: SynonymsByStems) -> Plan:
    """Decide what to ask for."""
    clauses = tuple(
        _clause([_weighted(term, spelling, synonyms) for term in terms])
        for clause in query.clauses
        for terms in _alternatives(clause, spelling)
    )
    if all(term.is_single_word and term.whole.folded in STOP_WORDS for term in query.terms):
        # »und« is on every page and tells nothing; it may still be a title.
        clauses = tuple(replace(clause, match=clause.name) for clause in clauses)
    excluded = _or(term_plan(term, synonyms).match for term in query.excluded)
    same = _or([*_synonyms_of_all(query, synonyms), *(key for word in query.compounds for key in word.keys[:2])])
    asked_for = [word for clause in query.clauses for term in _instead(clause[0], spelling) for word in term.words]
    return Plan(
        clauses,
        is_answerable=not spelling.unknown,
        strict=_without(excluded, _or([_and(clause.match for clause in clauses), same])),
        strict_page=_without(excluded, _strict_page(clauses, same)),
        relaxed=_without(excluded, _relaxed(clauses, same)),
        names=_and(clause.name or clause.match for clause in clauses),
        phrase=_or(_phrase(words) for words in (query.words, asked_for) if len(words) > 1),
        same=same,
        title=spelling.title,
        marks=tuple(mark for clause in clauses for mark in clause.marks),
    )


def _strict_page(clauses: tuple[TermPlan, ...], same: str) -> str:
    """For a page of a PDF a word of the document's title counts as one of its own."""
    if len(clauses) == 1:
        return _or([_and(clause.match for clause in clauses), same])
    own = _or(clause.match for clause in clauses)
    return _or([_and([*(_or([clause.match, clause.title]) for clause in clauses), own]), same])


def _relaxed(clauses: tuple[TermPlan, ...], same: str) -> str:
    """Any of the more telling half of the clauses is enough, and of two either."""
    most = max(2, math.ceil(len(clauses) / 2))
    telling = sorted(clauses, key=lambda clause: -clause.weight)[:most]
    return _or([*(clause.match for clause in telling), same])


def _synonyms_of_all(query: Query, synonyms: SynonymsByStems) -> list[str]:
    """Synonyms of a query of several words taken as one (»Open Government Partnership«)."""
    if not query.is_plain or len(query.terms) == 1:
        return []
    return [one.match for one in synonyms.get(tuple(word.stem for term in query.terms for word in term.words), ())]


def _alternatives(clause: tuple[Term, ...], spelling: Spelling) -> list[tuple[Term, ...]]:
    """A clause with its unknown words replaced; what was written as one word and is two becomes two clauses."""
    if len(clause) == 1:
        return [(term,) for term in _instead(clause[0], spelling)]
    return [tuple(_instead(term, spelling)[0] for term in clause)]


def _instead(term: Term, spelling: Spelling) -> tuple[Term, ...]:
    return spelling.instead.get(term, (term,))


def _weighted(term: Term, spelling: Spelling, synonyms: SynonymsByStems) -> TermPlan:
    plan = term_plan(term, synonyms)
    if pieces := [piece.whole for piece in spelling.pieces.get(term, ())]:
        plan = replace(
            plan,
            match=_or([plan.match, _and(_or(piece.keys) for piece in pieces)]),
            loose=_or([plan.loose, *(piece.keys[0] for piece in pieces)]),
            title=_or([plan.title, _and(piece.title for piece in pieces)]),
            marks=(*plan.marks, *(piece.stem for piece in pieces)),
        )
    rarest = min((spelling.rows.get(word.stem, 1) for word in term.words), default=1)
    return replace(plan, weight=min(RAREST, 1 + math.log((spelling.total + 1) / (rarest + 1)) if rarest else RAREST))


def term_plan(term: Term, synonyms: SynonymsByStems) -> TermPlan:
    """What one term is looked for under, before anything is known about the index."""
    folded = tuple(word.folded for word in term.words)
    if term.special:
        return TermPlan(match=term.lexeme, exact=term.lexeme, marks=folded)
    if term.is_phrase:
        return TermPlan(match=_phrase(term.words), exact=_or(word.exact for word in term.words), marks=folded)
    found = synonyms.get(tuple(word.stem for word in term.words), [])
    same = [one.match for one in found]
    if len(term.words) > 1:
        return _hyphenated(term, same)
    word = term.whole
    return TermPlan(
        match=_or([*word.keys, *same]),
        exact=word.exact,
        stem=word.keys[0],
        loose=_or([*word.keys[1:], *same]),
        loose_keys=len(word.keys) - 1 + len(same),
        name=_or(word.names),
        title=word.title,
        marks=(word.stem, word.root, *(other for one in found for other in one.words)),
    )


def _hyphenated(term: Term, same: list[str]) -> TermPlan:
    """»Wirkungs-Modell«, »Open-Government-Labor«: the whole as one word, or all of its words."""
    whole, words = term.whole, term.words
    return TermPlan(
        match=_or([*whole.keys, _and(_or(word.keys) for word in words), *same]),
        exact=_or(word.exact for word in (whole, *words)),
        stem=_or(word.keys[0] for word in words),
        loose=_or([*whole.keys[1:], *(word.keys[1] for word in words), *same]),
        loose_keys=2,
        name=_or([whole.names[0], _and(word.names[0] for word in words)]),
        title=_and(word.title for word in words),
        marks=(whole.stem, *(word.stem for word in words)),
    )


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


def _phrase(words: Iterable[Word]) -> str:
    return "(" + " <-> ".join(word.exact for word in words) + ")"


def _without(excluded: str, match: str) -> str:
    return f"({match}) & !({excluded})" if excluded else match


def _or(parts: Iterable[str]) -> str:
    found = [part for part in dict.fromkeys(parts) if part]
    return found[0] if len(found) == 1 else f"({' | '.join(found)})" if found else ""


def _and(parts: Iterable[str]) -> str:
    found = [part for part in dict.fromkeys(parts) if part]
    return f"({' & '.join(found)})" if len(found) > 1 else "".join(found)
