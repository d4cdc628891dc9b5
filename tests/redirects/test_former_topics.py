"""A topic that was renamed is found at every slug it had."""

from django.test import Client

from ogl_portal.core.models import Topic
from ogl_portal.redirects.models import FormerTopic
from tests.factories import Portal, TopicFactory
from tests.redirects.test_former_addresses import one_hop


def rename(topic: Topic, slug: str) -> None:
    topic.slug = slug
    topic.save()


class TestTopic:
    def test_after_several_names_one_hop_is_enough(self, portal: Portal, client: Client) -> None:
        topic = TopicFactory(slug="a")
        for slug in ("b", "c"):
            rename(topic, slug)
        for address in ("/themen/a/", "/themen/b/", "/themen/b"):
            assert one_hop(client, address) == "/themen/c/"
        assert one_hop(client, "/themen/a/?x=1&y=%C3%BC") == "/themen/c/?x=1&y=%C3%BC"
        assert client.get("/themen/a/").headers["Cache-Control"] == "no-cache"

    def test_back_again_there_is_no_circle(self, portal: Portal, client: Client) -> None:
        topic = TopicFactory(slug="a")
        for slug in ("b", "a", "b", "a"):
            rename(topic, slug)
        assert client.get("/themen/a/").status_code == 200
        assert one_hop(client, "/themen/b/") == "/themen/a/"
        assert FormerTopic.objects.count() == 2

    def test_another_topic_that_takes_the_slug_wins(self, portal: Portal, client: Client) -> None:
        first = TopicFactory(slug="a")
        rename(first, "b")
        second = TopicFactory(slug="a")
        assert client.get("/themen/a/").status_code == 200
        rename(second, "c")
        assert one_hop(client, "/themen/a/") == "/themen/c/"  # the one that left it last

    def test_past_the_form_too(self, portal: Portal, client: Client) -> None:
        TopicFactory(slug="a")
        Topic.objects.filter(slug="a").update(slug="b")
        assert one_hop(client, "/themen/a/") == "/themen/b/"

    def test_a_deleted_one_is_gone_at_every_slug(self, portal: Portal, client: Client) -> None:
        topic = TopicFactory(slug="a")
        rename(topic, "b")
        topic.delete()
        assert [client.get(f"/themen/{slug}/").status_code for slug in "ab"] == [410, 410]

    def test_what_never_was_is_not_found(self, portal: Portal, client: Client) -> None:
        rename(TopicFactory(slug="a"), "b")
        for address in ("/themen/nie/", "/themen/a/mehr/", "/themen/a%00/", "/themen//a/"):
            assert client.get(address).status_code == 404, address
