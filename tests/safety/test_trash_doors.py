"""What lies in the bin leaves it by »Wiederherstellen« only, and is public nowhere: every other door is knocked at.

The attack: a page that somebody has deleted is moved out or published by another way than the editor, is public again,
and goes for good with the bin's 30 days while readers have it.
"""

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Revision

from news.models import NewsPage
from ogl_portal.editorial.schedule import publish_due
from ogl_portal.safety import trash
from ogl_portal.safety.models import TrashedPage
from ogl_portal.teams import grants
from ogl_portal.users.models import RoleKey
from tests.factories import AdminFactory, LabPageFactory, NewsPageFactory, Portal
from tests.teams.teams import member, person

pytestmark = pytest.mark.django_db

API = "/admin/api/main/pages"


@pytest.fixture(params=["superuser", RoleKey.PUBLISHERS])
def client_of_power(request: pytest.FixtureRequest, client: Client) -> Client:
    client.force_login(AdminFactory() if request.param == "superuser" else person(request.param, username="jemand"))
    client.raise_request_exception = False
    return client


@pytest.fixture
def binned(portal: Portal) -> Page:
    """A page that was public, with a version of it, in the bin."""
    page = NewsPageFactory(parent=portal.news, slug="geloescht", title="Gelöscht")
    page.save_revision().publish()
    trash.move_to_trash(Page.objects.get(pk=page.pk))
    return Page.objects.get(pk=page.pk)


def edited(page: Page, action: str) -> dict[str, str]:
    """What the editor of a news page sends."""
    return {
        "title": page.title, "slug": page.slug, "date": "2026-01-01", "intro": "Text", "body-count": "0",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", action: "1",
    }  # fmt: skip


def doors(page: Page, place: Page) -> dict[str, Any]:
    """Address → what is sent there: all that moves, publishes, copies or takes away a page."""
    bulk, own = "/admin/bulk/wagtailcore/page", f"/admin/pages/{page.pk}"
    revision = page.latest_revision_id or 0
    return {
        f"{bulk}/move/?id={page.pk}": {"chooser": place.pk},
        f"{bulk}/publish/?id={page.pk}": {"include_descendants": "on"},
        f"{bulk}/publish/?id={page.get_parent().pk}": {"include_descendants": "on"},
        f"{bulk}/publish/?id=all&childOf={page.get_parent().pk}": {"include_descendants": "on"},
        f"{bulk}/unpublish/?id={page.pk}": {},
        f"{bulk}/delete/?id={page.pk}": {},
        f"{bulk}/delete/?id={page.get_parent().pk}": {},
        f"{API}/{page.pk}/action/move/": {"destination_page_id": place.pk},
        f"{API}/{page.pk}/action/publish/": {},
        f"{API}/{page.pk}/action/copy/": {"destination_page_id": place.pk, "slug": "kopie"},
        f"{API}/{page.pk}/action/create_alias/": {"destination_page_id": place.pk, "update_slug": "alias"},
        f"{API}/{page.pk}/action/revert_to_page_revision/": {"revision_id": revision},
        f"{API}/{page.pk}/action/delete/": {},
        f"{own}/move/{place.pk}/confirm/": {},
        f"{own}/move/": {"new_parent_page": place.pk},
        f"{own}/copy/": {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": place.pk, "alias": "on"},
        f"{own}/edit/": edited(page, "action-publish"),
        f"{own}/edit/?": edited(page, "action-submit"),
        f"{own}/revisions/{revision}/revert/": {},
        f"{own}/delete/": {},
        f"{own}/set_position/": {},
        f"{own}/rueckgaengig/": {"current": 1, "note": ""},
    }


def test_no_door_of_the_admin_lets_it_out(portal: Portal, binned: Page, client_of_power: Client) -> None:
    pages = Page.objects.count()
    opened = {}
    for address, data in doors(binned, portal.events).items():
        with transaction.atomic():
            answer = client_of_power.post(address, data)
            now = Page.objects.filter(pk=binned.pk).first()
            if (
                answer.status_code >= 500
                or now is None
                or now.live
                or not trash.is_in_trash(now)
                or Page.objects.count() != pages
                or not TrashedPage.objects.filter(page=binned).exists()
                or Revision.objects.filter(object_id=str(binned.pk), approved_go_live_at__isnull=False).exists()
            ):
                opened[address] = (answer.status_code, now and (now.live, now.url_path))
            transaction.set_rollback(True)
    assert opened == {}


def test_the_bin_itself_stays_where_and_what_it_is(portal: Portal, binned: Page, client_of_power: Client) -> None:
    root = trash.trash_root()
    assert root is not None
    for address, data in doors(root, portal.home).items():
        with transaction.atomic():
            answer = client_of_power.post(address, data)
            now = trash.trash_root()
            assert answer.status_code < 500, address
            assert now is not None, address
            assert (now.pk, now.path, now.live, now.numchild) == (root.pk, root.path, False, 1), address
            transaction.set_rollback(True)


def test_nothing_gets_in_by_a_move_or_a_copy(portal: Portal, binned: Page, client_of_power: Client) -> None:
    """It would have no entry in the bin, so nobody could bring it back."""
    page = NewsPageFactory(parent=portal.news, slug="bleibt")
    page.save_revision()
    for place in (binned, trash.trash_root()):
        for address, data in doors(Page.objects.get(pk=page.pk), place).items():
            if any(part in address for part in ("move", "copy", "alias")):
                with transaction.atomic():
                    assert client_of_power.post(address, data).status_code < 500, address
                    inside = Page.objects.filter(url_path__startswith="/papierkorb/").values_list("pk", flat=True)
                    assert set(inside) == {binned.pk, trash.trash_root().pk}, address
                    transaction.set_rollback(True)


def test_the_programming_interface_deletes_into_the_bin(portal: Portal, client_of_power: Client) -> None:
    page = NewsPageFactory(parent=portal.news)
    assert client_of_power.post(f"{API}/{page.pk}/action/delete/").status_code == 204
    assert TrashedPage.objects.get().page_id == page.pk
    answer = client_of_power.post(f"{API}/{portal.home.pk}/action/delete/")
    assert answer.status_code in {400, 403}
    assert Page.objects.filter(pk=portal.home.pk, depth=2).exists()


def _publish(page: Page, place: Page) -> None:
    page.get_latest_revision().publish()


def _move(page: Page, place: Page) -> None:
    page.specific.move(place, pos="last-child")


def _save_public(page: Page, place: Page) -> None:
    page = page.specific
    page.live = True
    page.save()


def _approve_for_later(page: Page, place: Page) -> None:
    revision = page.get_latest_revision()
    revision.approved_go_live_at = timezone.now() + datetime.timedelta(days=1)
    revision.save(update_fields=["approved_go_live_at"])


@pytest.mark.parametrize("way", [_publish, _move, _save_public, _approve_for_later])
def test_no_code_lets_it_out(portal: Portal, binned: Page, way: Callable[[Page, Page], Any]) -> None:
    with pytest.raises((PermissionDenied, ValidationError)):
        way(binned, portal.events)
    now = Page.objects.get(pk=binned.pk)
    assert not now.live
    assert trash.is_in_trash(now)


def test_a_page_that_was_loaded_before_it_was_deleted_is_not_saved_back(portal: Portal) -> None:
    """Somebody publishes while somebody else deletes: a stale object would write its old place over the new one."""
    page = NewsPageFactory(parent=portal.news)
    stale = Page.objects.get(pk=page.pk).specific
    trash.move_to_trash(Page.objects.get(pk=page.pk))
    with pytest.raises(PermissionDenied):
        stale.save()
    assert trash.is_in_trash(page)


def test_the_clock_publishes_nothing_in_it(binned: Page) -> None:
    past = timezone.now() - datetime.timedelta(minutes=1)
    for publish in (publish_due, lambda: call_command("publish_scheduled")):
        Revision.objects.filter(pk=binned.latest_revision_id).update(approved_go_live_at=past)
        publish()
        assert not Page.objects.get(pk=binned.pk).live


def test_the_database_knows_no_public_page_in_it(binned: Page) -> None:
    """So that whatever asks for public pages leaves the bin out by itself: no query has to remember it."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.filter(pk=binned.pk).update(live=True)


def test_lists_of_the_admin_leave_it_out(portal: Portal, binned: Page, client_of_power: Client) -> None:
    """From a list a page could be chosen for what is done to several at once."""
    edit = f"/admin/pages/{binned.pk}/"
    for address in (
        "/admin/pages/search/?q=Gel%C3%B6scht",
        "/admin/pages/usage/news/newspage/",
        "/admin/reports/aging-pages/",
        "/admin/choose-page/search/?q=Gel%C3%B6scht",
        f"/admin/pages/{trash.trash_root().pk}/",
    ):
        assert edit not in client_of_power.get(address).content.decode(), address
    found = json.loads(client_of_power.get(f"{API}/?search=Gel%C3%B6scht").content)
    assert found["items"] == []
    assert client_of_power.get(f"{API}/{binned.pk}/").status_code == 404


def test_what_has_left_is_not_deleted_for_good(portal: Portal) -> None:
    """Entries of pages that came out sideways before this was closed: the page stays, the entry goes."""
    page = NewsPageFactory(parent=portal.news)
    entry = TrashedPage.objects.create(
        page=page, parent=portal.news, parent_title="Aktuelles", slug="x", size=1,
        deleted_at=timezone.now() - datetime.timedelta(days=31),
    )  # fmt: skip
    trash.purge_expired()
    assert Page.objects.filter(pk=page.pk, live=True).exists()
    assert not TrashedPage.objects.filter(pk=entry.pk).exists()


def test_a_page_that_follows_another_lets_it_go_in_the_bin(portal: Portal) -> None:
    """Wagtail publishes it with its source, which was then refused by half; and it came back with text taken down."""
    source = NewsPageFactory(parent=portal.news, slug="vorlage")
    source.save_revision().publish()
    follower = source.create_alias(parent=portal.events, update_slug="abbild")
    entry = trash.move_to_trash(Page.objects.get(pk=follower.pk))
    source.title = "Neue Version"
    source.save_revision().publish()
    assert NewsPage.objects.get(pk=source.pk).title == "Neue Version"
    source.unpublish()
    restored = trash.restore(entry, portal.events, "abbild", public=True)
    assert not restored.live, "whether its text is still to be public, somebody decides"
    assert restored.alias_of is None


def test_where_it_may_be_restored_does_not_end_with_the_many_places_of_others(portal: Portal) -> None:
    labs = [LabPageFactory(parent=portal.labs, title=f"A {number}") for number in range(3)]
    own = LabPageFactory(parent=portal.labs, title="Z")
    mara = member(grants.create_team(own))
    entry = trash.move_to_trash(Page.objects.get(pk=NewsPageFactory(parent=own).pk))
    assert [page.pk for page in trash.possible_parents(entry, mara, limit=len(labs))] == [own.pk]


def test_only_who_may_restore_a_page_deletes_it_for_good(portal: Portal, client: Client) -> None:
    labs = [LabPageFactory(parent=portal.labs, title=title) for title in "AB"]
    people = [member(grants.create_team(lab), username=lab.title) for lab in labs]
    for who in people:
        who.user_permissions.add(Permission.objects.get(codename="delete_trashedpage"))
    entry = trash.move_to_trash(Page.objects.get(pk=NewsPageFactory(parent=labs[0]).pk))
    address = f"/admin/papierkorb/{entry.pk}/endgueltig/"
    for who, is_there in ((people[1], True), (people[0], False)):
        client.force_login(who)
        client.post(address)
        assert TrashedPage.objects.filter(pk=entry.pk).exists() == is_there
