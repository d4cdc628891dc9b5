"""Words in one document: the pages that have them, and what the reading view marks there."""

import logging

from ogl_portal.search import spelling, statement
from ogl_portal.search.excerpts import Marker
from ogl_portal.search.plan import make_plan
from ogl_portal.search.query import parse
from ogl_portal.search.reading import TimedOutError, reading
from ogl_portal.search.sources import page_key
from ogl_portal.search.synonyms import synonyms_of
from publications.document_search import FoundInDocument, FoundPage
from publications.models import PublicationPage

logger = logging.getLogger(__name__)


def search_document(publication: PublicationPage, words: str) -> FoundInDocument:
    """The pages in the order of the document. Words mean what they mean in the search of the site."""
    query = parse(words)
    if not query.clauses:
        return FoundInDocument(query.text)
    try:
        with reading() as generation:
            synonyms = synonyms_of()
            plan = make_plan(query, spelling.look_up(query, generation, synonyms), synonyms)
            key = page_key(publication.pk)
            strict = statement.pages_of(plan.strict_page, key, generation) if plan.is_answerable else []
            hits = strict or statement.pages_of(plan.relaxed, key, generation)
    except TimedOutError:
        logger.warning("A search in a document took too long and was ended by the database")
        return FoundInDocument(query.text, has_timed_out=True)
    marker = Marker(plan.marks)
    return FoundInDocument(
        query.text,
        [FoundPage(hit.number, marker.excerpt(hit.text), marker.best_place(hit.text)) for hit in hits],
        lambda text: [(start, end) for start, end, _ in marker.spans(text)],
        is_relaxed=bool(hits) and not strict,
        is_too_common=not hits and query.is_too_common,
    )
