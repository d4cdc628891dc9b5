"""From what somebody typed to conditions on rows of Wagtail's index.

A row of that index holds, of our analysis:

=============== ======================================================================================
``autocomplete`` vector of all that everybody may know who may know of the thing
``body``         vector of the whole unpublished version of a public page; else empty
``title``        vector of titles and names only, small: results are ranked by it
``title_text``   titles and names, folded: any part of them is found (index by trigrams)
``body_text``    the texts by field, as JSON, to say where a result has the words (``hits``)
=============== ======================================================================================
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from django.contrib.postgres.search import SearchQueryField
from django.db import connection, transaction
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Cast
from wagtail.search.models import IndexEntry

from ogl_portal.search import spelling
from ogl_portal.search.analysis.words import quote
from ogl_portal.search.models import SearchPassage, SearchState
from ogl_portal.search.plan import term_plan
from ogl_portal.search.query import Query, Term, parse
from ogl_portal.search.store import STAFF_WORDS
from ogl_portal.search.synonyms import synonyms_of

SHORTEST_PART = 3  # letters; fewer are a part of nearly everything
SHORTEST_TAIL = 3


@contextmanager
def by_index() -> Iterator[None]:
    """Statements that look for words inside do not scan the table: the planner does not see that each row's vector lies
    elsewhere, and that a scan would fetch them all."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('enable_seqscan', 'off', true)")
        yield
        cursor.execute("SELECT set_config('enable_seqscan', 'on', true)")


@dataclass(frozen=True)
class Clause:
    """One thing that must be there: as a tsquery, or as a part of a name."""

    tsquery: str
    parts: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    def on(self, vector: str) -> Q:
        """The condition on a row whose vector is in the column ``vector``."""
        return reduce(
            Q.__or__, (Q(title_text__contains=part) for part in self.parts), Q(_matches(vector, self.tsquery))
        )


@dataclass(frozen=True)
class Search:
    """What is looked for, with typing errors put right."""

    clauses: tuple[Clause, ...]
    excluded: str = ""

    @property
    def any_of_it(self) -> str:
        return " | ".join(clause.tsquery for clause in self.clauses)

    @property
    def marks(self) -> tuple[str, ...]:
        return tuple(mark for clause in self.clauses for mark in (*clause.marks, *clause.parts))

    def on(self, vector: str) -> Q:
        found = reduce(Q.__and__, (clause.on(vector) for clause in self.clauses))
        return found & ~Q(_matches(vector, self.excluded)) if self.excluded else found

    def entries(self, content_types: Iterable[int], vector: str) -> QuerySet[Any]:
        """Rows of the index that match, of things of these types."""
        return IndexEntry.objects.filter(self.on(vector), content_type_id__in=content_types)

    def passages(self) -> QuerySet[SearchPassage]:
        """Pages of public PDFs that have all of it."""
        whole = " & ".join(f"({clause.tsquery})" for clause in self.clauses)
        whole = f"{whole} & !({self.excluded})" if self.excluded else whole
        current = SearchState.objects.values("current")
        return SearchPassage.objects.filter(Q(_matches("vector", whole)), entry__generation__in=current)


def search_for(text: str) -> Search | None:
    """None where nothing was typed that could be looked for. Asks once for each word whether anything has it."""
    query = parse(text)
    with by_index():
        return _search_for(query, _last_word(query, text))


def _search_for(query: Query, last: Term | None) -> Search | None:
    clauses = tuple(_known(_clause(terms, last), terms) for terms in query.clauses)
    excluded = " | ".join(term_plan(term, synonyms_of()).match for term in query.excluded)
    return Search(clauses, excluded) if clauses else None


def _last_word(query: Query, text: str) -> Term | None:
    """The word that is still being typed, as far as one can tell."""
    last = query.terms[-1] if query.terms else None
    return last if last and text.rstrip() == text and text.endswith(last.text) and last.is_single_word else None


def _clause(terms: Iterable[Term], last: Term | None) -> Clause:
    plans = [(term, term_plan(term, synonyms_of())) for term in terms]
    matches = [plan.match for _, plan in plans]
    if last and any(term is last for term, _ in plans):
        matches.append(_beginning(last.whole.folded))
    tsquery = " | ".join(matches)
    words = (term.whole.folded for term, _ in plans if term.is_single_word)
    parts = tuple(word for word in words if len(word) >= SHORTEST_PART)
    return Clause(f"({tsquery})", parts, tuple(mark for _, plan in plans for mark in plan.marks))


def _beginning(word: str) -> str:
    """Words that begin so, and parts of compounds that do."""
    keys = (f"={word}", f"+{word}") if len(word) >= SHORTEST_TAIL else (f"={word}",)
    return " | ".join(f"{quote(key)}:*" for key in keys)


def _known(clause: Clause, terms: tuple[Term, ...]) -> Clause:
    """The clause; or, where nothing has its only word, the clause for the nearest word that staff can find."""
    if len(terms) > 1 or not terms[0].is_single_word or _is_anywhere(clause):
        return clause
    word = terms[0].whole.folded
    if guessed := spelling.guess(STAFF_WORDS, word):
        return replace(_clause([guessed], None), parts=())
    if pieces := spelling.split_in_two(STAFF_WORDS, word):
        both = [_clause([piece], None) for piece in pieces]
        return Clause(" & ".join(one.tsquery for one in both), (), tuple(mark for one in both for mark in one.marks))
    return clause


def _is_anywhere(clause: Clause) -> bool:
    return (
        IndexEntry.objects.filter(clause.on("autocomplete") | Q(_matches("body", clause.tsquery))).exists()
        or SearchPassage.objects.filter(Q(_matches("vector", clause.tsquery))).exists()
    )


def _matches(vector: str, tsquery: str) -> Func:
    return Func(
        F(vector),
        as_tsquery(tsquery),
        template="(%(expressions)s)",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )


def as_tsquery(text: str) -> Cast:
    """Text that is a tsquery already, and must not go through PostgreSQL's own analysis."""
    return Cast(Value(text), SearchQueryField())
