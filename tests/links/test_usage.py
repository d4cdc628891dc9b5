"""Before something is unpublished or deleted, the pages that point to it are named."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from ogl_portal.core import titles
from ogl_portal.links.usage import SHOWN, usage_of, usage_of_tree
from ogl_portal.safety import trash
from ogl_portal.teams import grants
from tests.editorial.test_checks import body
from tests.factories import (
    AdminFactory,
    DocumentFactory,
    ImageFactory,
    LabPageFactory,
    NewsPageFactory,
    Portal,
    PublicationPageFactory,
    StandardPageFactory,
    TopicFactory,
)
from tests.teams.teams import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(AdminFactory())
    return client


def text_link(kind: str, number: int) -> str:
    return body(("paragraph", f'<p><a linktype="{kind}" id="{number}">Ziel</a></p>'))


def picture(number: int) -> str:
    return body(("picture", {"image": number, "alt": "A", "decorative": False, "caption": "", "credit": ""}))


def question(client: Client, name: str, *args: Any, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def named(title: str, number: int, kind: str = "öffentlich") -> str:
    return f'<a href="/admin/pages/{number}/edit/">{title}</a> ({kind})'


def test_unpublishing_deleting_and_both_at_once_name_the_pages(portal: Portal, admin: Client) -> None:
    target = StandardPageFactory(parent=portal.home)
    first = StandardPageFactory(parent=portal.home, title="Quelle A", body=text_link("page", target.pk))
    button = {"title": "W", "text": "", "link_text": "Los", "page": target.pk, "url": ""}
    second = NewsPageFactory(parent=portal.news, title="Quelle B", body=body(("call_to_action", button)), live=False)
    bulk = f"?id={target.pk}&next=/admin/"
    for text in (
        question(admin, "wagtailadmin_pages:unpublish", target.pk),
        question(admin, "wagtailadmin_pages:delete", target.pk),
        question(admin, "wagtail_bulk_action", "wagtailcore", "page", "delete", query=bulk),
        question(admin, "wagtail_bulk_action", "wagtailcore", "page", "unpublish", query=bulk),
    ):
        assert "<strong>2 Seiten verweisen darauf.</strong>" in text
        assert named("Quelle A", first.pk) in text
        assert named("Quelle B", second.pk, "Entwurf") in text
        assert text.index("Quelle A") < text.index("Quelle B")


def test_nothing_points_there(portal: Portal, admin: Client) -> None:
    target = StandardPageFactory(parent=portal.home)
    for name in ("wagtailadmin_pages:unpublish", "wagtailadmin_pages:delete"):
        assert "Keine andere Seite verweist darauf." in question(admin, name, target.pk)


@pytest.mark.parametrize(
    ("make", "content", "name", "kind", "sentence"),
    [
        (DocumentFactory, lambda pk: text_link("document", pk), "wagtaildocs", "document", "1 Seite verweist darauf."),
        (ImageFactory, picture, "wagtailimages", "image", "1 Seite verwendet das."),
    ],
    ids=["file", "picture"],
)
def test_files_and_pictures(
    portal: Portal, admin: Client, make: Any, content: Any, name: str, kind: str, sentence: str
) -> None:
    thing = make()
    page = NewsPageFactory(parent=portal.news, title="Quelle", body=content(thing.pk))
    bulk = f"?id={thing.pk}&next=/admin/"
    for text in (
        question(admin, f"{name}:delete", thing.pk),
        question(admin, "wagtail_bulk_action", thing._meta.app_label, thing._meta.model_name, "delete", query=bulk),
    ):
        assert f"<strong>{sentence}</strong>" in text
        assert named("Quelle", page.pk) in text


def test_a_topic(portal: Portal, admin: Client) -> None:
    topic = TopicFactory()
    page = NewsPageFactory(parent=portal.news, title="Quelle", topics=[topic])
    text = question(admin, "wagtailsnippets_core_topic:delete", topic.pk)
    assert "<strong>1 Seite verwendet das.</strong>" in text
    assert named("Quelle", page.pk) in text


def test_what_goes_along_counts_and_the_bin_does_not(portal: Portal) -> None:
    admin = AdminFactory()
    lab = LabPageFactory(parent=portal.labs)
    below = NewsPageFactory(parent=lab, labs=[lab], body=text_link("page", lab.pk))
    NewsPageFactory(parent=portal.news, labs=[lab])
    linking = StandardPageFactory(parent=portal.home, body=text_link("page", below.pk))
    assert usage_of([lab], admin).count == 2
    assert usage_of([below], admin).count == 1
    assert usage_of_tree(lab, admin).count == 2
    trash.move_to_trash(linking)
    assert usage_of_tree(lab, admin).count == 1


def test_public_pages_come_first_and_no_more_than_some_are_named(portal: Portal) -> None:
    target = StandardPageFactory(parent=portal.home)
    for number in range(SHOWN + 3):
        live = number > 2
        NewsPageFactory(parent=portal.news, title=f"{number:02}", live=live, body=text_link("page", target.pk))
    usage = usage_of([target], AdminFactory())
    assert (usage.count, len(usage.pages), usage.more, usage.hidden) == (SHOWN + 3, SHOWN, 3, 0)
    assert all(page.is_public for page in usage.pages)


def test_pages_of_one_title_are_told_apart(portal: Portal) -> None:
    target = StandardPageFactory(parent=portal.home)
    for subtitle in ("Priority 1", "Priority 2"):
        link = f'<a linktype="page" id="{target.pk}">Ziel</a>'
        PublicationPageFactory(parent=portal.publications, title="Leitfaden", subtitle=subtitle, abstract=link)
    cache.delete(titles.KEY)
    usage = usage_of([target], AdminFactory())
    assert sorted(page.title for page in usage.pages) == ["Leitfaden: Priority 1", "Leitfaden: Priority 2"]


def test_drafts_of_another_team_are_counted_and_not_named(portal: Portal, client: Client) -> None:
    own, other = LabPageFactory(parent=portal.labs), LabPageFactory(parent=portal.labs)
    target = NewsPageFactory(parent=own, labs=[own])
    draft = NewsPageFactory(parent=other, title="Geheimes", live=False, body=text_link("page", target.pk))
    usage = usage_of([target], member(grants.create_team(own)))
    assert (usage.pages, usage.count, usage.hidden) == ([], 1, 1)
    assert usage_of([target], AdminFactory()).pages[0].title == draft.title


def test_pages_below_stay_public_and_staff_are_told(portal: Portal, admin: Client) -> None:
    parent = StandardPageFactory(parent=portal.home)
    StandardPageFactory(parent=parent)
    assert "bleibt die Unterseite öffentlich" in question(admin, "wagtailadmin_pages:unpublish", parent.pk)
    query = f"?id={parent.pk}&next=/admin/"
    text = question(admin, "wagtail_bulk_action", "wagtailcore", "page", "unpublish", query=query)
    assert "bleiben öffentlich" in text
