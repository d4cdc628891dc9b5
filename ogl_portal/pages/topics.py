"""What the site holds on a topic, gathered from the content apps."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Count, QuerySet, Value

from events.listing import public_events
from events.models import EventPage
from labs.directory import prefetch_named_labs, public_labs
from labs.models import LabPage
from labs.page_views import MOST_PUBLICATIONS
from news.listing import live_news
from news.models import NewsPage
from ogl_portal.core.lists import for_lists
from ogl_portal.core.models import Topic
from ogl_portal.core.models.topic import TopicKind
from ogl_portal.core.prepared import GivenList, Prepared
from ogl_portal.core.public import public
from ogl_portal.page_cache.facts import remembered
from publications.listing import publications_with_files
from publications.models import PublicationPage

MOST_LISTED = 6  # news and events, as on the page of a lab
_KINDS = {"labs": LabPage, "publications": PublicationPage, "news": NewsPage, "events": EventPage}
_HEADINGS = {
    TopicKind.PERSPECTIVE: "Perspektiven der Offenheit",
    TopicKind.CROSSCUTTING: "Querschnittsthemen",
    TopicKind.SOCIETY: "Gesellschaftliche Themen",
    TopicKind.AUDIENCE: "Zielgruppen",
    TopicKind.FORMAT: "Formate",
}


@dataclass(frozen=True)
class TopicGroup:
    """Topics of one kind."""

    label: str
    topics: list[Topic]  # each with ``count``: labs, publications, news and public events


def topics_with_counts() -> list[TopicGroup]:
    """All topics by kind, in the order of the vocabulary; two queries, or one where the counts are remembered."""
    counts = _counts()
    topics = list(Topic.objects.all())
    for topic in topics:
        topic.count = sum(counts[kind, topic.pk] for kind in _KINDS)
    groups = [TopicGroup(_HEADINGS[kind], [t for t in topics if t.kind == kind.value]) for kind in TopicKind]
    return [group for group in groups if group.topics]


def _counts() -> Counter[tuple[str, int]]:
    """How many public pages there are of a kind and on a topic (its key)."""
    return remembered("counts:topics", _counted)


def _counted() -> Counter[tuple[str, int]]:
    """The same, asked of the database: each row of a relation is looked at once."""
    first, *others = (_numbers_of(kind, model) for kind, model in _KINDS.items())
    return Counter({(kind, topic): number for topic, kind, number in first.union(*others, all=True)})


def _numbers_of(kind: str, model: Any) -> QuerySet[Any, Any]:
    """A row (key of a topic, ``kind``, how many public pages of a type the topic has) for each."""
    pages = {f"{model._meta.model_name}__in": public(model.objects)}
    found = model.topics.through._default_manager.filter(**pages).order_by().values_list("topic", Value(kind))
    return found.annotate(number=Count("pk"))


def topic_content(topic: Topic) -> dict[str, Any]:
    """``labs``, ``publications``, ``news`` and ``events`` on a topic, their ``counts``, and ``related`` topics.

    Publications, news and events are the latest few; their own lists, filtered by the topic, hold the rest.
    """
    labs = list(for_lists(public_labs()).filter(topics=topic).prefetch_related("topics"))
    events, counts = for_lists(public_events()).filter(topics=topic), _counts()
    return {
        "labs": labs,
        "publications": list(for_lists(publications_with_files()).filter(topics=topic)[:MOST_PUBLICATIONS]),
        "news": list(for_lists(live_news()).filter(topics=topic)[:MOST_LISTED]),
        "events": list(events.order_by("-start").prefetch_related(prefetch_named_labs())[:MOST_LISTED]),
        "counts": {kind: counts[kind, topic.pk] for kind in _KINDS},
        "related": related_topics(topic, labs),
    }


def busiest_topics(limit: int, labs: list[LabPage]) -> list[Topic]:
    """Topics that most of ``labs`` have worked on, the most frequent first; one query."""
    return _busiest(limit)(labs=[lab.pk for lab in labs])


@cache
def _busiest(limit: int) -> Prepared[Topic]:
    topics = Topic.objects.filter(labs__in=GivenList("labs")).alias(frequency=Count("labs"))
    return Prepared(lambda: topics.order_by("-frequency", "sort_order")[:limit])


def related_topics(topic: Topic, labs: list[LabPage], limit: int = 6) -> list[Topic]:
    """Topics that the labs of ``topic`` work on too, the most frequent first; ``labs`` with their topics at hand."""
    others = {other.pk: other for lab in labs for other in lab.topics.all() if other.pk != topic.pk}
    frequency = Counter(other.pk for lab in labs for other in lab.topics.all() if other.pk != topic.pk)
    ranked = sorted(others.values(), key=lambda other: (-frequency[other.pk], other.sort_order, other.name))
    return ranked[:limit]
