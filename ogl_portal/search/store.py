"""Write documents into the index. Plain SQL where rows are many; every function needs no request and no signal."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from ogl_portal.jobs.locks import Lock, lock_until_commit
from ogl_portal.search.analysis.clean import clean_text
from ogl_portal.search.analysis.compounds import Decompounder
from ogl_portal.search.analysis.vectors import CONTENTS, Vector, WeightedText, build_vector, title_lexemes
from ogl_portal.search.analysis.words import stem, title_key
from ogl_portal.search.models import SearchEntry, SearchState
from ogl_portal.search.sources import Document
from publications.models import DocumentPage

_CONTENTS = re.compile(r"\b(?:Inhalt|Inhaltsverzeichnis|Contents)\b(?! (?:des|der|dieses))")
LONGEST_TEXT = 200_000  # characters of one row that are looked at
STAFF_WORDS = 0  # the generation of the words that staff can find; those that readers can find begin with 1


@dataclass
class Passage:
    """A page of a PDF, ready to be written."""

    document_page_id: int
    number: int
    label: str
    vector: Vector


def generations() -> list[int]:
    """The generations that must hold what is public: the one that answers, and the one being built."""
    state = SearchState.objects.get(pk=1)
    return [state.current, *([state.building] if state.building else [])]


def analyse_document(document: Document, splitter: Decompounder) -> Vector:
    parts = [WeightedText(part.text[:LONGEST_TEXT], part.weight, part.is_name) for part in document.parts]
    return build_vector(parts, splitter)


def analyse_pages(document: Document, pages: Iterable[DocumentPage], splitter: Decompounder) -> list[Passage]:
    titles = title_lexemes(" ".join(part.text for part in document.parts if part.weight == "A"))
    passages = []
    for page in pages:
        text = clean_text(page.text)[:LONGEST_TEXT]
        vector = build_vector([WeightedText(text)], splitter)
        vector.lexemes.update(titles)
        if _CONTENTS.search(text[:200]):
            vector.lexemes[CONTENTS] = []
        passages.append(Passage(page.pk, page.number, page.label, vector))
    return passages


@transaction.atomic
def write(document: Document, vector: Vector, passages: list[Passage], generation: int) -> None:
    """Put a document into a generation, in place of what was there under its key."""
    lock_until_commit(Lock.SEARCH_ENTRY, document.key)
    _remove(document.key, generation)
    entry = _insert_entry(document, vector, generation)
    insert_passages(entry.pk, passages)
    change_words(generation, [vector, *(passage.vector for passage in passages)])


@transaction.atomic
def remove(key: str, generation: int) -> None:
    """Take a document out of a generation."""
    lock_until_commit(Lock.SEARCH_ENTRY, key)
    _remove(key, generation)


def insert_bulk(
    documents: list[tuple[Document, Vector, list[Passage]]], generation: int, counts: Counter[str], spellings: dict
) -> None:
    """Write many documents that are new to their generation; their words are only counted in ``counts``."""
    rows = [_row(document, vector, generation) for document, vector, _ in documents]
    with transaction.atomic():
        # Somebody who publishes meanwhile has written into this generation already, and knows better.
        SearchEntry.objects.bulk_create(rows, ignore_conflicts=True)
        ids = dict(
            SearchEntry.objects.filter(generation=generation, key__in=[row.key for row in rows], passages=None)
            .values_list("key", "pk")
        )  # fmt: skip
        for document, vector, passages in documents:
            for one in (vector, *(passage.vector for passage in passages)):
                counts.update(one.words.keys())
                for word, spelling in one.words.items():
                    spellings.setdefault(word, spelling)
            if passages and document.key in ids:
                insert_passages(ids[document.key], passages)


def insert_passages(entry_id: int, passages: list[Passage]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY search_searchpassage (entry_id, document_page_id, number, label, vector) FROM STDIN") as copy,
    ):
        for passage in passages:
            copy.write_row(
                (entry_id, passage.document_page_id, passage.number, passage.label, passage.vector.literal())
            )


def change_words(generation: int, vectors: Iterable[Vector]) -> None:
    """Count the words of new rows."""
    counts: Counter[str] = Counter()
    spellings: dict[str, str] = {}
    for vector in vectors:
        counts.update(vector.words.keys())
        for word, spelling in vector.words.items():
            spellings.setdefault(word, spelling)
    add_words(generation, counts, spellings)


def add_words(generation: int, counts: Counter[str], spellings: dict[str, str]) -> None:
    """Add ``counts`` to the vocabulary; words are sorted, so that two writers never wait for each other in a ring."""
    words = sorted(word for word in counts if any(char.isalpha() for char in word))
    for start in range(0, len(words), 10_000):
        batch = words[start : start + 10_000]
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO search_searchword (generation, word, stem, spelling, rows)
                SELECT %s, * FROM unnest(%s::varchar[], %s::varchar[], %s::varchar[], %s::int[])
                ON CONFLICT (generation, word) DO UPDATE SET rows = search_searchword.rows + excluded.rows
                """,
                [
                    generation,
                    batch,
                    [stem(word)[:60] for word in batch],
                    [spellings.get(word, word) for word in batch],
                    [counts[word] for word in batch],
                ],
            )


def delete_words(*generations: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_searchword WHERE generation = ANY(%s)", [list(generations)])


def _remove(key: str, generation: int) -> None:
    """Delete an entry with its pages, and take its words off the vocabulary: what is gone is not even suggested."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH gone AS (
                SELECT lexeme, count(*) AS n FROM (
                    SELECT unnest(tsvector_to_array(vector)) AS lexeme
                    FROM search_searchentry WHERE generation = %(generation)s AND key = %(key)s
                    UNION ALL
                    SELECT unnest(tsvector_to_array(p.vector))
                    FROM search_searchpassage p JOIN search_searchentry e ON e.id = p.entry_id
                    WHERE e.generation = %(generation)s AND e.key = %(key)s
                ) AS lexemes
                WHERE lexeme LIKE '=%%' GROUP BY lexeme ORDER BY lexeme
            )
            UPDATE search_searchword w SET rows = w.rows - gone.n
            FROM gone WHERE w.generation = %(generation)s AND w.word = substr(gone.lexeme, 2)
            """,
            {"generation": generation, "key": key},
        )
        cursor.execute("DELETE FROM search_searchword WHERE generation = %s AND rows <= 0", [generation])
        cursor.execute(
            "DELETE FROM search_searchpassage WHERE entry_id IN"
            " (SELECT id FROM search_searchentry WHERE generation = %s AND key = %s)",
            [generation, key],
        )
        cursor.execute("DELETE FROM search_searchentry WHERE generation = %s AND key = %s", [generation, key])


def _insert_entry(document: Document, vector: Vector, generation: int) -> SearchEntry:
    entry = _row(document, vector, generation)
    entry.save(force_insert=True)
    return entry


def _row(document: Document, vector: Vector, generation: int) -> SearchEntry:
    return SearchEntry(
        generation=generation,
        key=document.key,
        kind=document.kind,
        label=document.label[:80],
        language=document.language,
        url=document.url,
        title=document.title[:500],
        completion=document.completion[:300],
        title_key=title_key(clean_text(document.title)),
        when=document.when[:200],
        mark=document.mark,
        summary=document.summary,
        text=document.text[:LONGEST_TEXT],
        labs=document.labs,
        topics=document.topics,
        laender=document.laender,
        year=document.year,
        date=document.date,
        boost=document.boost,
        expires_at=document.expires_at,
        read_at=document.read_at,
        vector=vector.literal(),
    )
