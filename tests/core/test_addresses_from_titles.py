"""An address that nobody typed comes from the title, everywhere, with and without a script."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from ogl_portal.core.models import Topic
from publications.models import LiteratureEntry
from tests.editorial.test_bad_input import event_form, lab_form, message_at, news_form, publication_form
from tests.factories import AdminFactory, Portal


@pytest.fixture
def staff(client: Client, portal: Portal) -> Client:
    client.force_login(AdminFactory())
    return client


PAGES: list[tuple[str, str, Any]] = [
    ("labs/labpage", "labs", lab_form),
    ("publications/publicationpage", "publications", publication_form),
    ("events/eventpage", "events", lambda: event_form(exceptions=inline_formset([]))),
    ("news/newspage", "news", news_form),
    ("pages/standardpage", "home", lambda: {"body": streamfield([])}),
]


@pytest.mark.parametrize("action", [{}, {"action-publish": "action-publish"}])
@pytest.mark.parametrize(("kind", "place", "fields"), PAGES)
def test_a_page_is_made_without_an_address(
    staff: Client, portal: Portal, kind: str, place: str, fields: Any, action: dict[str, str]
) -> None:
    address = f"/admin/pages/add/{kind}/{getattr(portal, place).pk}/"
    data = {"title": "Öffnung für Köln", "slug": "", "comments": inline_formset([]), **fields(), **action}
    for _ in range(2):
        assert staff.post(address, nested_form_data(data)).status_code == 302
    slugs = Page.objects.filter(title="Öffnung für Köln").order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["oeffnung-fuer-koeln", "oeffnung-fuer-koeln-2"]


def test_a_public_page_keeps_its_address_when_the_field_is_emptied(staff: Client, portal: Portal) -> None:
    data = {"title": "Alt", "slug": "alt", "comments": inline_formset([]), "body": streamfield([])}
    publish = {"action-publish": "action-publish"}
    staff.post(f"/admin/pages/add/pages/standardpage/{portal.home.pk}/", nested_form_data(data | publish))
    page = Page.objects.get(slug="alt")
    staff.post(f"/admin/pages/{page.pk}/edit/", nested_form_data(data | publish | {"title": "Neu", "slug": ""}))
    page.refresh_from_db()
    assert (page.title, page.slug) == ("Neu", "alt")


class TestSnippets:
    def topic(self, staff: Client, **changes: str) -> Any:
        data = {"name": "Bürger:innen", "slug": "", "kind": "society", "sort_order": "0", **changes}
        return staff.post("/admin/snippets/core/topic/add/", data)

    def test_a_topic(self, staff: Client) -> None:
        assert self.topic(staff).status_code == 302
        assert Topic.objects.get(name="Bürger:innen").slug == "buergerinnen"
        assert self.topic(staff, name="Bürger-innen!", slug="").status_code == 302
        assert Topic.objects.filter(slug__startswith="buerger").count() == 2

    def test_an_address_that_is_typed_and_taken_is_told_at_the_field(self, staff: Client) -> None:
        self.topic(staff)
        response = self.topic(staff, name="Anderes", slug="buergerinnen")
        assert "existiert bereits" in message_at(response, "slug")

    def test_a_topic_keeps_its_address_when_it_is_renamed(self, staff: Client) -> None:
        self.topic(staff)
        topic = Topic.objects.get(slug="buergerinnen")
        data = {"name": "Bürgerschaft", "slug": "", "kind": "society", "sort_order": "0"}
        staff.post(f"/admin/snippets/core/topic/edit/{topic.pk}/", data)
        topic.refresh_from_db()
        assert (topic.name, topic.slug) == ("Bürgerschaft", "buergerinnen")

    def test_literature_with_a_long_title_twice(self, staff: Client) -> None:
        data = {"title": "Über " + "sehr lange Titel " * 9, "slug": "", "kind": "book", "authors": inline_formset([])}
        for _ in range(2):
            response = staff.post("/admin/snippets/publications/literatureentry/add/", nested_form_data(data))
            assert response.status_code == 302
        first, second = LiteratureEntry.objects.order_by("pk").values_list("slug", flat=True)
        assert (len(first) <= 50, second[-2:]) == (True, "-2")
