"""Queries whose SQL is worked out once: what changes with each execution, and what must not be forgotten in it."""

import datetime
from unittest.mock import patch

import pytest
from django.db.models import TextField
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from news.models import NewsPage
from ogl_portal.core.models import Topic
from ogl_portal.core.prepared import MOMENT, Given, GivenList, Prepared
from ogl_portal.core.public import public
from ogl_portal.core.related import fetch_related
from publications.models import PublicationPage
from tests.factories import FileVersionFactory, LabPageFactory, NewsPageFactory, Portal, TopicFactory
from tests.factories import PublicationPageFactory as PublicationFactory

NEWS = Prepared[NewsPage](
    lambda: public(NewsPage.objects).filter(labs=Given("lab")).select_related("picture").order_by("title")[:2]
)
TITLES = Prepared[str](lambda: NewsPage.objects.filter(pk__in=GivenList("pks")).values_list("title", flat=True))
BY_SLUG = Prepared[str](
    lambda: NewsPage.objects.filter(slug__in=GivenList("slugs", TextField())).values_list("slug", flat=True)
)


def test_each_execution_has_values_of_its_own(
    portal: Portal, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    one, other = LabPageFactory(parent=portal.labs), LabPageFactory(parent=portal.labs)
    for title in ("C", "A", "B"):
        NewsPageFactory(parent=portal.news, title=title, labs=[one])
    found = NewsPageFactory(parent=portal.news, title="D", slug="d-2", labs=[other])
    NewsPageFactory(parent=portal.news, title="Entwurf", live=False, labs=[other])
    for _ in range(2):
        with django_assert_num_queries(2):
            assert [item.title for item in NEWS(lab=one.pk)] == ["A", "B"]
            assert [(item.title, item.picture) for item in NEWS(lab=other.pk)] == [("D", None)]
    assert TITLES(pks=[found.pk]) == ["D"]
    assert TITLES(pks=[]) == []
    assert BY_SLUG(slugs=["d-2", "{nichts}"]) == ["d-2"]
    with pytest.raises(KeyError):
        TITLES()


def test_the_hour_is_that_of_the_execution(portal: Portal) -> None:
    lab = LabPageFactory(parent=portal.labs)
    now = timezone.now()
    NewsPageFactory(parent=portal.news, title="Bis morgen", labs=[lab], expire_at=now + datetime.timedelta(days=1))
    assert [item.title for item in NEWS(lab=lab.pk)] == ["Bis morgen"]
    with patch("django.utils.timezone.now", return_value=now + datetime.timedelta(days=2)):
        assert NEWS(lab=lab.pk) == []
        assert not public(NewsPage.objects).filter(labs=lab).exists()  # the same where nothing is prepared
        assert Prepared(lambda: NewsPage.objects.filter(expire_at__lt=MOMENT))()


@pytest.mark.django_db
def test_a_day_that_would_be_the_same_for_good_is_refused() -> None:
    with pytest.raises(TypeError, match="has to be given"):
        Prepared(lambda: NewsPage.objects.filter(first_published_at__lt=timezone.now()))()


def test_what_belongs_to_pages_comes_in_a_query_for_each_relation(
    portal: Portal, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    topics = [TopicFactory(name="B", sort_order=2), TopicFactory(name="A", sort_order=1)]
    first = PublicationFactory(parent=portal.publications, topics=topics)
    second = PublicationFactory(parent=portal.publications, topics=topics[:1])
    third = PublicationFactory(parent=portal.publications)
    version = FileVersionFactory(publication=second)
    pages = list(PublicationPage.objects.filter(pk__in=[first.pk, second.pk, third.pk]).order_by("pk"))
    with django_assert_num_queries(2):
        fetch_related(pages, "topics", "versions")
        assert [[topic.name for topic in page.topics.all()] for page in pages] == [["A", "B"], ["B"], []]
        assert [list(page.versions.all()) for page in pages] == [[], [version], []]
        assert pages[1].versions.all()[0].publication is pages[1]


def test_what_a_draft_has_changed_counts_all_the_same(portal: Portal) -> None:
    page = NewsPageFactory(parent=portal.news, topics=[TopicFactory()])
    page.topics = [TopicFactory(name="Neu")]
    page.save_revision()
    draft = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    fetch_related([draft], "topics")
    assert [topic.name for topic in draft.topics.all()] == ["Neu"]
    assert Topic.objects.count() == 2
