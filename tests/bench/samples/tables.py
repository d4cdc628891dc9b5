"""Rows in bulk, past ``save()`` and its signals: pages with their tree, their history, and the two search indexes.

Every function takes pages that hold their relations in memory, as a form would have put them there, so that nothing is
read back to write the next table.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.search.models import IndexEntry

from ogl_portal.core.models import PublishedVersion
from ogl_portal.search import sources, store
from ogl_portal.search.analysis.vectors import Vector, WeightedText, build_vector, title_lexemes
from ogl_portal.search.indexing import current_splitter
from ogl_portal.search.models import SearchPassage
from ogl_portal.search.staff.backend import SearchBackend
from publications.models import DocumentPage


def add_pages(parent: Page, pages: list[Any]) -> None:
    """Write pages of one class below ``parent``; titles and slugs are set, everything else of the tree is made here."""
    model = type(pages[0])
    last = parent.get_children().order_by("path").values_list("path", flat=True).last()
    step = Page._str2int(last[len(parent.path) :]) if last else 0
    now = timezone.now()
    for number, page in enumerate(pages, start=step + 1):
        page.path = Page._get_path(parent.path, parent.depth + 1, number)
        page.depth = parent.depth + 1
        page.slug = f"{page.slug}-{number}"
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.draft_title = page.title
        page.locale_id = parent.locale_id
        page.content_type = ContentType.objects.get_for_model(model)
        page.first_published_at = page.last_published_at = page.latest_revision_created_at = now
    bases = [Page(**{field.attname: getattr(page, field.attname) for field in Page._meta.local_concrete_fields})
             for page in pages]  # fmt: skip
    for page, base in zip(pages, Page.objects.bulk_create(bases), strict=True):
        page.pk = page.page_ptr_id = page.id = base.pk
        page._state.adding = False
    # Django's bulk_create refuses models that inherit from others; the part of this model alone is a plain insert.
    model._base_manager.all()._insert(pages, fields=model._meta.local_concrete_fields, using="default")
    parent.numchild += len(pages)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)
    _add_relations(model, pages)
    _add_history(pages)


def _add_relations(model: type[Any], pages: list[Any]) -> None:
    for relation in get_all_child_relations(model):
        if relation.related_model._meta.app_label == "wagtailcore":
            continue  # comments
        name, key = relation.get_accessor_name(), relation.field.name
        rows = []
        for page in pages:
            for order, child in enumerate(getattr(page, name).all()):
                setattr(child, key, page)
                child.sort_order = order
                rows.append(child)
        relation.related_model._base_manager.bulk_create(rows)
    for many in model._meta.many_to_many:
        through = many.remote_field.through
        ours, theirs = many.m2m_column_name(), many.m2m_reverse_name()
        through.objects.bulk_create(
            through(**{ours: page.pk, theirs: other.pk}) for page in pages for other in getattr(page, many.name).all()
        )


def _add_history(pages: list[Any]) -> None:
    """What publishing once leaves behind: a revision, an entry in the log, a row in the public change log."""
    base = ContentType.objects.get_for_model(Page)
    now = timezone.now()
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=page.content_type,
            base_content_type=base,
            object_id=str(page.pk),
            object_str=page.title,
            created_at=now,
            content=page.serializable_data(),
        )
        for page in pages
    )
    PublishedVersion.objects.bulk_create(
        PublishedVersion(page=page, number=1, revision=revision, published_at=now)
        for page, revision in zip(pages, revisions, strict=True)
    )
    PageLogEntry.objects.bulk_create(
        PageLogEntry(page=page, content_type=page.content_type, label=page.title, action=action, timestamp=now)
        for page in pages
        for action in ("wagtail.create", "wagtail.publish")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE wagtailcore_page SET latest_revision_id = found.revision, live_revision_id = found.revision"
            " FROM unnest(%s::int[], %s::int[]) AS found (page, revision) WHERE id = found.page",
            [[page.pk for page in pages], [revision.pk for revision in revisions]],
        )


class KnownVector(Vector):
    """The vector of a text that stands on several pages: only what the document's title adds is made anew."""

    def __init__(self, written: str, words: dict[str, str], titles: str = "") -> None:
        super().__init__(words=words)
        self.written, self.titles = written, titles

    def literal(self) -> str:
        return f"{self.written} {self.titles}"


@dataclass
class SearchTables:
    """Fills the index for readers and the one for staff, as far as the given pages go."""

    counts: Counter[str] = field(default_factory=Counter)
    spellings: dict[str, str] = field(default_factory=dict)
    known: dict[str, KnownVector] = field(default_factory=dict)

    def add(self, pages: list[Any], texts: dict[int, list[DocumentPage]] | None = None) -> None:
        """``texts``: of a publication (by key) the pages of its version."""
        rows = []
        for page in pages:
            document = sources.page_document(page)
            if document is None:
                continue
            vector = store.analyse_document(document, current_splitter())
            titles = Vector(lexemes=title_lexemes(document.title)).literal()
            passages = [
                store.Passage(read.pk, read.number, read.label, self._vector(read.text, titles))
                for read in (texts or {}).get(page.pk, ())
            ]
            rows.append((document, vector, passages))
        for generation in store.generations():
            store.insert_bulk(rows, generation, self.counts, self.spellings)
        SearchBackend({}).get_index_for_model(Page).add_items(Page, pages)

    def _vector(self, text: str, titles: str) -> KnownVector:
        if text not in self.known:
            vector = build_vector([WeightedText(text)], current_splitter())
            self.known[text] = KnownVector(vector.literal(), vector.words)
        return KnownVector(self.known[text].written, self.known[text].words, titles)

    def add_words(self) -> None:
        for generation in store.generations():
            store.add_words(generation, self.counts, self.spellings)


@contextmanager
def indexed_at_the_end() -> Iterator[None]:
    """Take the large indexes of the search away and make them anew, which is quicker than to add to them row by row.

    Within a transaction: who searches meanwhile waits, and whatever goes wrong, they are as before.
    """
    with connection.cursor() as cursor:
        tables = [model._meta.db_table for model in (SearchPassage, IndexEntry)]
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = ANY(%s)"
            " AND indexdef LIKE '%% USING gin %%'",
            [tables],
        )
        wanted = cursor.fetchall()
        for name, _ in wanted:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # PostgreSQL changes no table for which checks are waiting
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for _, definition in wanted:
            cursor.execute(definition)


def analyse(models: Iterable[type[Any]]) -> None:
    """Tell PostgreSQL how much there is now, as it would find out by itself in a while."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')
