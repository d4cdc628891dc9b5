"""What the site holds on a topic, gathered from the content apps."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from events.listing import public_events
from labs.models import LabPage
from news.listing import live_news
from ogl_portal.core.models import Topic
from ogl_portal.core.models.topic import TopicKind
from publications.listing import live_publications


@dataclass(frozen=True)
class TopicGroup:
    """Topics of one kind."""

    label: str
    topics: list[Topic]  # each with ``count``: labs, publications, news and public events


def topics_with_counts() -> list[TopicGroup]:
    """All topics by kind, in the order of the vocabulary; one query."""
    public = Q(events__live=True, events__audience="public")
    topics = Topic.objects.annotate(
        lab_count=Count("labs", filter=Q(labs__live=True), distinct=True),
        publication_count=Count("publications", filter=Q(publications__live=True), distinct=True),
        news_count=Count("news", filter=Q(news__live=True), distinct=True),
        event_count=Count("events", filter=public, distinct=True),
    )
    for topic in topics:
        topic.count = topic.lab_count + topic.publication_count + topic.news_count + topic.event_count
    groups = [TopicGroup(kind.label, [t for t in topics if t.kind == kind.value]) for kind in TopicKind]
    return [group for group in groups if group.topics]


def topic_content(topic: Topic) -> dict[str, list[Any]]:
    """``labs``, ``publications``, ``news`` and ``events`` on a topic."""
    return {
        "labs": list(LabPage.objects.live().filter(topics=topic).order_by("sort_key")),
        "publications": list(live_publications().filter(topics=topic)),
        "news": list(live_news().filter(topics=topic)[:50]),
        "events": list(public_events().filter(topics=topic).order_by("-start").prefetch_related("labs")[:50]),
    }
