"""The page at which the site starts stays public, by whatever way somebody takes pages down."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from ogl_portal.core.site_start import HAS_NO_END, STAYS_PUBLIC
from ogl_portal.editorial.schedule import publish_due
from ogl_portal.users.models import RoleKey, User
from tests.core.test_changes import publish
from tests.factories import AdminFactory, Portal, StandardPageFactory
from tests.teams.teams import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[None, RoleKey.PUBLISHERS])
def powerful(request: pytest.FixtureRequest, db: None) -> User:
    return person(request.param, username="jemand") if request.param else AdminFactory()


def bulk(*pages: Page) -> str:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    return f"{address}?{'&'.join(f'id={page.pk}' for page in pages)}"


def is_public(page: Page) -> bool:
    return bool(Page.objects.get(pk=page.pk).live)


def test_no_door_of_the_admin_takes_it_down_and_people_are_told_why(portal: Portal, powerful: User) -> None:
    client = signed_in(powerful)
    alone = reverse("wagtailadmin_pages:unpublish", args=[portal.home.pk])
    for answer in (client.get(alone, follow=True), client.post(alone, follow=True)):
        assert STAYS_PUBLIC in answer.content.decode()
    many = bulk(portal.home, portal.news)
    assert STAYS_PUBLIC in client.get(many).content.decode()
    client.post(many, {"include_descendants": "on"})
    api = reverse("wagtailadmin_api:pages:action", args=[portal.home.pk, "unpublish"])
    assert client.post(api, {"recursive": True}, content_type="application/json").status_code == 403
    assert (is_public(portal.home), is_public(portal.news)) == (True, False)
    assert client.get("/").status_code == 200


def test_a_site_that_starts_further_down_is_left_out(portal: Portal, client: Client) -> None:
    """What goes down the tree asks for each page on its way."""
    above = StandardPageFactory(parent=portal.home)
    start, beside = StandardPageFactory(parent=above), StandardPageFactory(parent=above)
    Site.objects.create(hostname="zweite.example", root_page=start)
    client.force_login(AdminFactory())
    client.post(bulk(above), {"include_descendants": "on"})
    assert [is_public(page) for page in (above, start, beside)] == [False, True, False]
    Page.objects.filter(pk=above.pk).update(live=True)
    client.post(reverse("wagtailadmin_pages:unpublish", args=[above.pk]), {"include_descendants": "on"})
    assert [is_public(page) for page in (above, start)] == [False, True]


def test_undoing_its_first_release_leaves_it_public(portal: Portal, client: Client) -> None:
    Page.objects.filter(pk=portal.home.pk).update(live=False, first_published_at=None, last_published_at=None)
    publish(portal.home)
    client.force_login(AdminFactory())
    address = reverse("safety_undo", args=[portal.home.pk])
    assert STAYS_PUBLIC in client.get(address).content.decode()
    client.post(address, {"current": 1})
    assert is_public(portal.home)
    publish(portal.home, title="Anders")
    client.post(address, {"current": 2})
    assert client.get(address).context["step"] is None
    assert is_public(portal.home)


def test_its_time_has_no_end(portal: Portal, client: Client) -> None:
    home: Any = portal.home
    home.expire_at = timezone.now() + datetime.timedelta(days=1)
    with pytest.raises(ValidationError) as error:
        home.full_clean()
    assert error.value.message_dict == {"expire_at": [HAS_NO_END]}
    # An end from before this rule.
    Page.objects.filter(pk=home.pk).update(expire_at=timezone.now() - datetime.timedelta(days=1))
    assert publish_due() == 0
    stored = Page.objects.get(pk=home.pk).specific
    stored.unpublish(set_expired=True)
    with pytest.raises(PermissionDenied, match="bleibt öffentlich"):
        stored.unpublish()
    assert client.get("/").status_code == 200


def test_a_later_version_of_a_page_without_moments_does_not_hide_it(portal: Portal, client: Client) -> None:
    """A page that came without a moment of publishing, and without a stored version: Wagtail takes it for a draft."""
    Page.objects.filter(pk=portal.home.pk).update(first_published_at=None, last_published_at=None, live_revision=None)
    publish(portal.home, go_live_at=timezone.now() + datetime.timedelta(days=1))
    assert client.get("/").status_code == 200
