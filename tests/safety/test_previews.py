"""Links to drafts for people without an account: until a day, or until they are taken back."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ogl_portal.safety import previews, trash
from ogl_portal.safety.models import PreviewLink
from tests.factories import AdminFactory, EventPageFactory, NewsPageFactory, Portal, StandardPageFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(portal: Portal) -> Any:
    page = NewsPageFactory(parent=portal.news, live=False, slug="entwurf", title="Erster Entwurf")
    page.save_revision()
    return page


def link_to(page: Any, *, days: int = 7, frozen: bool = False) -> str:
    return f"/vorschau/{previews.make_link(page, days=days, frozen=frozen, user=None)[1]}/"


def change(page: Any, title: str) -> None:
    page.title = title
    page.save_revision()


def test_the_draft_is_shown_as_such_and_kept_by_nobody(page: Any, client: Client) -> None:
    response = client.get(link_to(page))
    text = response.content.decode()
    assert "Erster Entwurf" in text
    assert "Diese Vorschau ist nicht öffentlich" in text
    assert response["Cache-Control"] == "private, no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Content-Security-Policy"] == client.get("/aktuelles/")["Content-Security-Policy"]
    assert not response.cookies
    assert client.get("/aktuelles/entwurf/").status_code == 404


def test_it_shows_the_latest_draft_or_the_one_of_that_time(page: Any, client: Client) -> None:
    latest, frozen = link_to(page), link_to(page, frozen=True)
    change(page, "Zweiter Entwurf")
    assert "Zweiter Entwurf" in client.get(latest).content.decode()
    assert "Erster Entwurf" in client.get(frozen).content.decode()


def test_it_ends_by_itself(page: Any, client: Client) -> None:
    address = link_to(page, days=1)
    PreviewLink.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert client.get(address).status_code == 404
    previews.forget_expired()
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize("token", ["x", "x:y:z", "a" * 300])
def test_what_was_never_given_leads_nowhere(page: Any, client: Client, token: str) -> None:
    link_to(page)
    assert client.get(f"/vorschau/{token}/").status_code == 404
    assert client.get(f"/vorschau/{PreviewLink.objects.get().secret_hash}/").status_code == 404


def test_it_can_be_taken_back_and_the_list_never_tells_a_link(page: Any, client: Client) -> None:
    client.force_login(AdminFactory())
    address = f"/admin/pages/{page.pk}/vorschaulinks/"
    text = client.post(address, {"days": "7", "frozen": "latest", "purpose": "Stadt Brandis"}).content.decode()
    path = text.partition("/vorschau/")[2].partition('"')[0]
    assert client.get(f"/vorschau/{path}").status_code == 200
    text = client.get(address).content.decode()
    assert "Stadt Brandis" in text
    assert "/vorschau/" not in text
    client.post(f"/admin/vorschaulinks/{PreviewLink.objects.get().pk}/zuruecknehmen/")
    assert client.get(f"/vorschau/{path}").status_code == 404


def test_only_who_may_edit_the_page_makes_and_takes_back_links(page: Any, client: Client) -> None:
    link_to(page)
    client.force_login(UserFactory())
    client.post(f"/admin/pages/{page.pk}/vorschaulinks/", {"days": "7", "frozen": "latest"})
    client.post(f"/admin/vorschaulinks/{PreviewLink.objects.get().pk}/zuruecknehmen/")
    assert PreviewLink.objects.count() == 1


def test_internal_events_and_pages_that_were_public_can_be_shown(portal: Portal, client: Client) -> None:
    event = EventPageFactory(parent=portal.events, title="Klausur", audience="internal")
    event.save_revision()
    assert "Klausur" in client.get(link_to(event)).content.decode()
    page = StandardPageFactory(parent=portal.home, title="Öffentlich", slug="seite")
    page.save_revision().publish()
    page.refresh_from_db()
    change(page, "Bald neu")
    assert "Bald neu" in client.get(link_to(page)).content.decode()
    assert "Öffentlich" in client.get("/seite/").content.decode()


def test_a_deleted_page_is_not_shown_any_more(page: Any, client: Client) -> None:
    address = link_to(page)
    trash.move_to_trash(page)
    assert client.get(address).status_code == 404
