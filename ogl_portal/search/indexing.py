"""Keep the index true: one thing at a time as it changes, or all anew without a gap in service.

A rebuild fills a second generation of rows beside the first; searches keep reading the first until one short
transaction switches over. Whoever publishes meanwhile writes into both.
"""

import datetime
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from ogl_portal.core.models import Topic
from ogl_portal.jobs.locks import Lock, locked
from ogl_portal.search import sources, store
from ogl_portal.search.analysis.clean import clean_text
from ogl_portal.search.analysis.compounds import Decompounder, decompounder, german_words
from ogl_portal.search.analysis.words import fold
from ogl_portal.search.models import SearchEntry, SearchPassage, SearchState, SearchWord
from ogl_portal.search.sources import Document
from publications.models import LiteratureEntry

logger = logging.getLogger(__name__)

# One more whenever an index that was built before would answer otherwise; the site then builds its index anew.
ANALYSIS = 5
ROWS_OF_OWN_WORD = 3  # a word that stands in fewer rows may be a typing error
OWN_WORDS_LAST = 600  # seconds after which a process looks for new words of the site
BATCH = 200
CATCH_UP_MINUTES = 5
_NEVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)
_WORD = re.compile(r"[^\W\d_]{4,20}")


def reindex_page(pk: int) -> None:
    """Bring one page up to date; a page that is not public (any more) leaves the index."""
    page = sources.searchable_pages().filter(pk=pk).first()
    _update(sources.page_key(pk), sources.page_document(page) if page else None)


def reindex_below(page: Page) -> None:
    """Bring a page and everything below it up to date, after a move or another address."""
    for pk in Page.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True):
        reindex_page(pk)


def reindex_topic(pk: int) -> None:
    topic = Topic.objects.filter(pk=pk).first()
    _update(sources.topic_key(pk), sources.topic_document(topic) if topic else None)


def reindex_literature(pk: int) -> None:
    entry = LiteratureEntry.objects.filter(pk=pk).first()
    list_url = sources.literature_url()
    _update(sources.literature_key(pk), sources.literature_document(entry, list_url) if entry and list_url else None)


def reindex_all_literature() -> None:
    """After a change of the page that holds the list."""
    for pk in LiteratureEntry.objects.values_list("pk", flat=True):
        reindex_literature(pk)


def remove(key: str) -> None:
    _update(key, None)


def remove_expired() -> None:
    """Take out what has expired, its words included, without waiting for the command that unpublishes it."""
    for key in SearchEntry.objects.filter(expires_at__lte=timezone.now()).values_list("key", flat=True):
        remove(key)


def catch_up(_today: datetime.date | None = None) -> int:
    """Index what was published, withdrawn or deleted while nobody could: a process may be killed after the commit and
    before the index is written. Returns how many entries were put right."""
    entries = SearchEntry.objects.filter(generation=SearchState.objects.get(pk=1).current, key__startswith="page:")
    read_at = dict(entries.values_list("key", "read_at"))
    changed_at = sources.changed_at()
    late = [pk for pk, moment in changed_at.items() if read_at.get(sources.page_key(pk), _NEVER) < moment]
    gone = read_at.keys() - {sources.page_key(pk) for pk in changed_at}
    for pk in late:
        reindex_page(pk)
    for key in gone:
        remove(key)
    return len(late) + len(gone)


def _update(key: str, document: Document | None) -> None:
    """Write or remove one document in every generation; analysed once."""
    if document is None:
        for generation in store.generations():
            store.remove(key, generation)
        return
    splitter = current_splitter()
    vector = store.analyse_document(document, splitter)
    pages = sources.pdf_pages(document.version_id) if document.version_id else ()
    passages = store.analyse_pages(document, pages, splitter)
    for generation in store.generations():
        store.write(document, vector, passages, generation)


def rebuild(report: Callable[[str], None] = logger.debug) -> int:
    """Build the whole index anew; returns the number of its documents.

    Raises RuntimeError when another rebuild is under way.
    """
    with locked(Lock.SEARCH_REBUILD, waits=False) as is_alone:
        if not is_alone:
            raise RuntimeError("Der Suchindex wird bereits neu aufgebaut. Bitte warten, bis das fertig ist.")
        return _rebuild(report)


def _rebuild(report: Callable[[str], None]) -> int:
    generation = _begin()
    try:
        splitter = decompounder(_own_words_of_texts())
        counts: Counter[str] = Counter()
        spellings: dict[str, str] = {}
        written = 0
        for batch in _batches(sources.all_documents()):
            store.insert_bulk([_analysed(document, splitter) for document in batch], generation, counts, spellings)
            written += len(batch)
            report(f"{written} Einträge")
        store.add_words(generation, counts, spellings)
    except BaseException:
        SearchState.objects.filter(pk=1, building=generation).update(building=None)
        raise
    _switch(generation)
    return written


def rebuild_if_outdated(_today: datetime.date | None = None) -> bool:
    """Build the index anew after an upgrade that analyses otherwise; True where that was done."""
    with locked(Lock.SEARCH_REBUILD, waits=False) as is_alone:
        if not is_alone or SearchState.objects.get(pk=1).analysis == ANALYSIS:
            return False
        _rebuild(logger.debug)
    return True


def rebuild_for_staff_if_outdated(_today: datetime.date | None = None) -> bool:
    """The same for the index that staff search, which Wagtail keeps (``ogl_portal.search.staff``)."""
    with locked(Lock.STAFF_SEARCH_REBUILD, waits=False) as is_alone:
        if not is_alone or SearchState.objects.get(pk=1).staff_analysis == ANALYSIS:
            return False
        rebuild_for_staff()
    return True


def rebuild_for_staff(_today: datetime.date | None = None) -> None:
    """Every night as well: words that are gone are then no longer taken for what somebody may have meant."""
    with locked(Lock.STAFF_SEARCH_REBUILD), transaction.atomic():
        store.delete_words(store.STAFF_WORDS)
        call_command("update_index", verbosity=0, chunk_size=BATCH)
        SearchState.objects.filter(pk=1).update(staff_analysis=ANALYSIS)


def _analysed(document: Document, splitter: Decompounder) -> tuple[Document, store.Vector, list[store.Passage]]:
    pages = sources.pdf_pages(document.version_id) if document.version_id else ()
    return document, store.analyse_document(document, splitter), store.analyse_pages(document, pages, splitter)


def _batches(documents: Iterator[Document]) -> Iterator[list[Document]]:
    """Lists of documents; a long PDF makes a batch of its own, so that memory stays small."""
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) >= BATCH or document.version_id:
            yield batch
            batch = []
    if batch:
        yield batch


def _begin() -> int:
    with transaction.atomic():
        state = SearchState.objects.select_for_update().get(pk=1)
        # Where a number is left over, the process that was building has died.
        generation = max(state.current, state.building or 0) + 1
        state.building = generation
        state.save()
    _delete_all_but(state.current, generation)
    return generation


def _switch(generation: int) -> None:
    SearchState.objects.filter(pk=1).update(current=generation, building=None, analysis=ANALYSIS)
    _delete_all_but(generation)
    own_words.cache_clear()
    with connection.cursor() as cursor:
        for table in (SearchEntry, SearchPassage, SearchWord):
            cursor.execute(f"ANALYZE {table._meta.db_table}")


def _delete_all_but(*generations: int) -> None:
    with connection.cursor() as cursor:
        kept = list(generations)
        cursor.execute(
            "DELETE FROM search_searchpassage WHERE entry_id IN"
            " (SELECT id FROM search_searchentry WHERE generation <> ALL(%s))",
            [kept],
        )
        cursor.execute("DELETE FROM search_searchentry WHERE generation <> ALL(%s)", [kept])
        cursor.execute("DELETE FROM search_searchword WHERE generation <> ALL(%s)", [[*kept, store.STAFF_WORDS]])


# --- the words by which compounds are split ------------------------------------


def current_splitter() -> Decompounder:
    """A splitter that knows German and the words of the site as it stands."""
    return own_words(int(time.monotonic() // OWN_WORDS_LAST))


@lru_cache(maxsize=1)
def own_words(_period: int) -> Decompounder:
    words = SearchWord.objects.filter(generation__in=store.generations(), rows__gte=ROWS_OF_OWN_WORD)
    return decompounder(words.values_list("word", flat=True))


def _own_words_of_texts() -> set[str]:
    """Words that the texts of the site use often enough to be words, and the German list does not have."""
    counts: Counter[str] = Counter()
    for document in sources.all_documents():
        texts = [part.text for part in document.parts]
        if document.version_id:
            texts += [clean_text(page.text) for page in sources.pdf_pages(document.version_id)]
        counts.update({fold(word) for text in texts for word in set(_WORD.findall(text))})
    known = german_words()
    return {word for word, count in counts.items() if count >= ROWS_OF_OWN_WORD and word not in known}
