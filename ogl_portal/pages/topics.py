"""What the site holds on a topic, gathered from the content apps."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from events.listing import public_events
from events.models import EventPage
from labs.directory import public_labs
from labs.models import LabPage
from news.listing import live_news
from news.models import NewsPage
from ogl_portal.core.models import Topic
from ogl_portal.core.models.topic import TopicKind
from ogl_portal.core.public import public
from publications.listing import live_publications
from publications.models import PublicationPage

MOST_LISTED = 50
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
    """All topics by kind, in the order of the vocabulary; one query."""
    topics = Topic.objects.annotate(
        count=_number_of(LabPage) + _number_of(PublicationPage) + _number_of(NewsPage) + _number_of(EventPage)
    )
    groups = [TopicGroup(_HEADINGS[kind], [t for t in topics if t.kind == kind.value]) for kind in TopicKind]
    return [group for group in groups if group.topics]


def _number_of(model: Any) -> Coalesce:
    """How many public pages of a type a topic has; joining all four types at once would multiply them."""
    pages = {f"{model._meta.model_name}__in": public(model.objects)}
    found = model.topics.through._default_manager.filter(topic=OuterRef("pk"), **pages).order_by().values("topic")
    return Coalesce(Subquery(found.annotate(number=Count("pk")).values("number")), 0)


def topic_content(topic: Topic) -> dict[str, list[Any]]:
    """``labs``, ``publications``, ``news`` and ``events`` on a topic, and ``related`` topics.

    News and events end at ``MOST_LISTED``; their own lists, filtered by the topic, hold the rest.
    """
    labs = list(public_labs().filter(topics=topic).prefetch_related("topics"))
    return {
        "labs": labs,
        "publications": list(live_publications().filter(topics=topic)),
        "news": list(live_news().filter(topics=topic)[:MOST_LISTED]),
        "events": list(public_events().filter(topics=topic).order_by("-start").prefetch_related("labs")[:MOST_LISTED]),
        "related": related_topics(topic, labs),
    }


def busiest_topics(limit: int) -> list[Topic]:
    """Topics that most public labs have worked on, the most frequent first; one query."""
    labs = Count("labs", filter=Q(labs__in=public(LabPage.objects)))
    return list(
        Topic.objects.alias(frequency=labs).filter(frequency__gt=0).order_by("-frequency", "sort_order")[:limit]
    )


def related_topics(topic: Topic, labs: list[LabPage], limit: int = 6) -> list[Topic]:
    """Topics that the labs of ``topic`` work on too, the most frequent first; ``labs`` with their topics at hand."""
    others = {other.pk: other for lab in labs for other in lab.topics.all() if other.pk != topic.pk}
    frequency = Counter(other.pk for lab in labs for other in lab.topics.all() if other.pk != topic.pk)
    ranked = sorted(others.values(), key=lambda other: (-frequency[other.pk], other.sort_order, other.name))
    return ranked[:limit]
