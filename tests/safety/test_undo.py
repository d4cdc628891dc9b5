"""One step back to what was public before; nothing is lost on the way."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from ogl_portal.core.models import PublishedVersion
from ogl_portal.core.publishing import UNDONE
from ogl_portal.editorial.models import EditorialSettings
from ogl_portal.editorial.schedule import publish_due
from ogl_portal.safety import trash
from ogl_portal.safety.undo import possible_undo, undo_publishing
from ogl_portal.users.models import RoleKey
from tests.core.test_changes import publish
from tests.factories import AdminFactory, NewsPageFactory, Portal, StandardPageFactory, UserFactory
from tests.teams.teams import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(portal: Portal) -> Any:
    page = StandardPageFactory(
        parent=portal.home, slug="programm", title="Eins", live=False, first_published_at=None, last_published_at=None
    )
    for title in ("Eins", "Zwei", "Drei"):
        publish(page, title=title)
    return page


def shown(client: Client) -> str:
    return client.get("/programm/").content.decode()


def agree(client: Client, page: Any, note: str = "") -> None:
    """Open the question, and answer it."""
    address = f"/admin/pages/{page.pk}/rueckgaengig/"
    client.post(address, {"current": client.get(address).context["step"].current.number, "note": note})


def test_it_goes_back_step_by_step_and_takes_the_page_down_in_the_end(page: Any, client: Client) -> None:
    client.force_login(AdminFactory())
    address = f"/admin/pages/{page.pk}/rueckgaengig/"
    text = client.get(address).content.decode()
    assert "Das ändert sich für Leser:innen" in text
    agree(client, page)
    assert "<h1>Zwei</h1>" in shown(client)
    agree(client, page)
    assert "<h1>Eins</h1>" in shown(client)
    assert "vom Netz genommen" in client.get(address).content.decode()
    agree(client, page)
    assert client.get("/programm/").status_code == 410
    assert possible_undo(Page.objects.get(pk=page.pk)) is None
    assert "nichts rückgängig" in client.get(address).content.decode()


def test_the_public_log_says_so(page: Any, client: Client) -> None:
    client.force_login(AdminFactory())
    agree(client, page, "Zahl war falsch")
    assert "Zahl war falsch" in client.get("/programm/aenderungen/").content.decode()
    agree(client, page)
    assert "zurückgenommen; es gilt wieder der Stand vom" in client.get("/programm/aenderungen/").content.decode()


def test_nothing_is_lost_and_the_history_tells_it(page: Any) -> None:
    draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.title = "Entwurf"
    draft.save_revision()
    fresh = Page.objects.get(pk=page.pk)
    undo_publishing(fresh, 3, AdminFactory())
    titles = [revision.content["title"] for revision in fresh.revisions.order_by("pk")]
    assert titles == ["Eins", "Zwei", "Drei", "Entwurf", "Zwei"]
    assert PageLogEntry.objects.filter(page=page.pk, action=UNDONE).exists()
    assert fresh.get_latest_revision_as_object().title == "Entwurf"
    assert PublishedVersion.objects.get(page=page, number=4).restores.number == 2


def test_a_page_that_was_public_before_its_first_stored_version_is_not_taken_down(portal: Portal) -> None:
    page = publish(NewsPageFactory(parent=portal.news, first_published_at="2022-05-01T12:00:00Z"))
    assert possible_undo(page) is None


def test_it_does_only_what_the_person_was_shown(page: Any, client: Client) -> None:
    """Somebody publishes while the question is open; or the button is pressed twice."""
    client.force_login(AdminFactory())
    address = f"/admin/pages/{page.pk}/rueckgaengig/"
    asked = {"current": client.get(address).context["form"].initial["current"], "note": "Zahl war falsch"}
    publish(page, title="Vier")
    answer = client.post(address, asked)
    assert "<h1>Vier</h1>" in shown(client)
    text = answer.content.decode()
    assert "Dieser Klick hat nichts geändert." in text
    assert '<input type="hidden" name="current" value="4"' in text
    assert 'value="Zahl war falsch"' in text
    for _ in range(2):
        client.post(address, asked | {"current": 4})
        assert "<h1>Drei</h1>" in shown(client)
    client.post(address, {"note": ""})
    assert "<h1>Drei</h1>" in shown(client)


def test_taking_a_page_down_twice_is_one_step(portal: Portal, client: Client) -> None:
    page = StandardPageFactory(parent=portal.home, live=False, first_published_at=None, last_published_at=None)
    publish(page, title="Eins")
    client.force_login(AdminFactory())
    address = f"/admin/pages/{page.pk}/rueckgaengig/"
    assert client.post(address, {"current": 1}).status_code == 302
    assert "Dieser Klick hat nichts geändert." in client.post(address, {"current": 1}).content.decode()
    assert PublishedVersion.objects.filter(page=page).count() == 1


def _unpublished(page: Any) -> None:
    Page.objects.get(pk=page.pk).specific.unpublish(user=AdminFactory())


def _expired(page: Any) -> None:
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(minutes=1))
    assert publish_due() == 1
    draft = Page.objects.get(pk=page.pk).specific
    draft.expire_at = None
    draft.save_revision()


def _restored_as_a_draft(page: Any) -> None:
    entry = trash.move_to_trash(Page.objects.get(pk=page.pk), AdminFactory())
    trash.restore(entry, entry.parent, "programm", public=False)


def _expired_in_the_bin(page: Any) -> None:
    entry = trash.move_to_trash(Page.objects.get(pk=page.pk), AdminFactory())
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(minutes=1))
    trash.restore(entry, entry.parent, "programm", public=True)
    draft = Page.objects.get(pk=page.pk).specific
    draft.expire_at = None
    draft.save_revision()


@pytest.mark.parametrize("take_down", [_unpublished, _expired, _restored_as_a_draft, _expired_in_the_bin])
def test_what_was_taken_down_on_purpose_is_not_public_again(page: Any, take_down: Any) -> None:
    """Without this, undoing the cleaned version publishes the one that was taken down for what stood in it."""
    take_down(page)
    publish(page, title="Bereinigt")
    public = Page.objects.get(pk=page.pk)
    step = possible_undo(public)
    assert step is not None
    assert (step.current.number, step.earlier) == (4, None)
    publish(page, title="Ergänzt")
    step = possible_undo(public)
    assert step is not None
    assert step.earlier is not None
    assert step.earlier.number == 4


def test_a_page_that_was_public_in_the_bin_goes_back_to_what_was_before_that(page: Any) -> None:
    entry = trash.move_to_trash(Page.objects.get(pk=page.pk), AdminFactory())
    trash.restore(entry, entry.parent, "programm", public=True)
    step = possible_undo(Page.objects.get(pk=page.pk))
    assert step is not None
    assert step.earlier is not None
    assert step.earlier.number == 2


def test_it_needs_the_right_to_publish(page: Any, client: Client) -> None:
    client.force_login(UserFactory())
    client.post(f"/admin/pages/{page.pk}/rueckgaengig/", {"current": 3})
    assert "<h1>Drei</h1>" in shown(client)


def test_the_right_to_small_corrections_is_not_enough(portal: Portal, client: Client) -> None:
    """Without this, staff take down any page that was published once: its draft differs by no word from the page."""
    page = StandardPageFactory(parent=portal.home, live=False, first_published_at=None, last_published_at=None)
    publish(page, title="Eins")
    page = Page.objects.get(pk=page.pk)
    staff = person(RoleKey.STAFF, username="programmteam")
    EditorialSettings.objects.create(staff_may_correct=True, largest_correction=3)
    assert page.permissions_for_user(staff).can_publish()
    client.force_login(staff)
    address = f"/admin/pages/{page.pk}/rueckgaengig/"
    assert (client.get(address).status_code, client.post(address, {"current": 1}).status_code) == (302, 302)
    assert Page.objects.get(pk=page.pk).live
    assert "rueckgaengig" not in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()


def test_it_leaves_locked_pages_alone(page: Any, client: Client) -> None:
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=AdminFactory(), locked_at="2022-05-01T12:00:00Z")
    client.force_login(AdminFactory())
    client.post(f"/admin/pages/{page.pk}/rueckgaengig/", {"current": 3})
    assert "<h1>Drei</h1>" in shown(client)


def test_the_editor_offers_it_for_public_pages_only(page: Any, portal: Portal, client: Client) -> None:
    client.force_login(AdminFactory())
    assert "rueckgaengig" in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    draft = NewsPageFactory(parent=portal.news, live=False)
    assert "rueckgaengig" not in client.get(f"/admin/pages/{draft.pk}/edit/").content.decode()
