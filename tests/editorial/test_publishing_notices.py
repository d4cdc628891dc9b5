"""Who is told what of a page: by mail, once, in words, with the address."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.users.models import UserProfile

from ogl_portal.core.publishing import PLANNED
from ogl_portal.editorial import publishing_notices
from ogl_portal.editorial.schedule import publish_due
from ogl_portal.users.models import RoleKey, User
from ogl_portal.workplace.formatting import german_moment
from tests.editorial.publishing import HOUR, Clock, approve, cancel_schedule, create, edit, typed
from tests.factories import Portal
from tests.teams.teams import person, signed_in

SUBMIT, PUBLISH = {"action-submit": "1"}, {"action-publish": "1"}
Told = Callable[[], list[EmailMessage]]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def mara(db: None) -> User:
    return person(RoleKey.STAFF, username="mara", first_name="Mara", last_name="Muster", email="mara@example.org")


@pytest.fixture
def kim(db: None) -> User:
    return person(RoleKey.PUBLISHERS, username="kim", first_name="Kim", last_name="Beispiel", email="kim@example.org")


@pytest.fixture
def told(sent_mails: Callable[[], list[EmailMessage]]) -> Told:
    """What was told since this was last asked."""

    def since() -> list[EmailMessage]:
        found = sent_mails()
        mail.outbox.clear()
        return found

    return since


def submitted(portal: Portal, author: User, told: Told, **fields: Any) -> Page:
    page = create(signed_in(author), portal.home, "Ein Bericht", "bericht", **fields, **SUBMIT)
    told()
    return page


def test_the_author_is_told_that_the_page_is_planned_then_that_it_is_public(
    portal: Portal, mara: User, kim: User, told: Told, clock: Clock
) -> None:
    page = submitted(portal, mara, told, go_live_at=typed(timezone.now() + HOUR))
    approve(signed_in(kim), page)
    day = german_moment(Page.objects.get(pk=page.pk).scheduled_revision.approved_go_live_at)
    (planned,) = told()
    assert planned.to == [mara.email]
    assert planned.subject.split() == f"»Ein Bericht« erscheint {day}".split()
    assert planned.body.startswith("Guten Tag Mara Muster,\n\nKim Beispiel hat »Ein Bericht« freigegeben.")
    assert f"Die Seite wird {day} von selbst öffentlich" in planned.body
    assert f"http://testserver{reverse('wagtailadmin_pages:edit', args=[page.pk])}" in planned.body
    clock.pass_time(2 * HOUR)
    publish_due()
    (public,) = told()
    assert (public.to, public.subject) == ([mara.email], "»Ein Bericht« ist jetzt öffentlich")
    assert f"http://testserver{page.get_url()}" in public.body
    assert "wie geplant von selbst erschienen. Freigegeben hat sie Kim Beispiel." in public.body
    assert publish_due() == 0
    assert told() == []


def test_an_approval_is_told_as_what_it_does_and_once(portal: Portal, mara: User, kim: User, told: Told) -> None:
    approve(signed_in(kim), submitted(portal, mara, told))
    (public,) = told()
    assert (public.to, public.subject) == ([mara.email], "»Ein Bericht« ist jetzt öffentlich")
    assert "Freigegeben hat die Version Kim Beispiel." in public.body


def test_undoing_leaves_the_waiting_draft_alone_and_tells_no_approval(
    portal: Portal, mara: User, kim: User, told: Told
) -> None:
    """Without this the approval was cancelled, and the author read »ist jetzt öffentlich« as the answer to it."""
    page = submitted(portal, mara, told)
    approve(signed_in(kim), page)
    edit(signed_in(kim), page, "Zweite Version", **PUBLISH)
    edit(signed_in(mara), page, "Dritte Version", **SUBMIT)
    told()
    lee = person(RoleKey.PUBLISHERS, username="lee", first_name="Lee", last_name="Muster", email="lee@example.org")
    address = reverse("safety_undo", args=[page.pk])
    assert "wartet weiter auf Freigabe" in signed_in(lee).get(address).content.decode()
    assert signed_in(lee).post(address, {"current": 2}).status_code == 302
    page.refresh_from_db()
    assert (page.title, page.draft_title) == ("Ein Bericht", "Dritte Version")
    assert page.live
    assert page.has_unpublished_changes
    assert page.get_latest_revision_as_object().title == "Dritte Version"
    mails = told()
    assert {mail.to[0] for mail in mails} == {mara.email, kim.email}
    for one in mails:
        assert one.subject == "»Ein Bericht« gilt wieder in der früheren Version"
        assert "Lee Muster hat die letzte Veröffentlichung von »Ein Bericht« zurückgenommen." in one.body
        assert "Der neuere Entwurf bleibt, wie er ist, und wartet weiter auf Freigabe." in one.body
        assert "reigegeben" not in one.body
    assert lee.pk not in publishing_notices.authors_of(page.pk, page.latest_revision)
    approve(signed_in(kim), page)
    assert Page.objects.get(pk=page.pk).title == "Dritte Version"
    assert [(one.to, one.subject) for one in told()] == [([mara.email], "»Dritte Version« ist jetzt öffentlich")]


def test_undoing_the_first_release_says_so(portal: Portal, mara: User, kim: User, told: Told) -> None:
    page = submitted(portal, mara, told)
    approve(signed_in(kim), page)
    told()
    signed_in(kim).post(reverse("safety_undo", args=[page.pk]), {"current": 1})
    (taken_back,) = told()
    assert (taken_back.to, taken_back.subject) == ([mara.email], "»Ein Bericht« ist nicht mehr öffentlich")
    assert "Davor war die Seite nicht öffentlich" in taken_back.body


def test_what_is_said_with_an_approval_stands_in_the_mail(portal: Portal, mara: User, kim: User, told: Told) -> None:
    page = submitted(portal, mara, told)
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    signed_in(kim).post(address, {"comment": "Schön geworden."})
    (public,) = told()
    assert "\n\nAnmerkung zur Freigabe: Schön geworden.\n\n" in public.body


def test_a_new_version_of_a_public_page_is_told_as_such(
    portal: Portal, mara: User, kim: User, told: Told, clock: Clock
) -> None:
    page = create(signed_in(kim), portal.home, "Ein Bericht", "bericht", **PUBLISH)
    edit(signed_in(mara), page, "Ein neuer Titel", go_live_at=typed(timezone.now() + HOUR), **SUBMIT)
    told()
    approve(signed_in(kim), page)
    (planned,) = told()
    assert planned.subject.startswith("»Ein neuer Titel« erscheint")
    assert "Die neue Version wird" in planned.body
    assert "Bis dahin lesen alle die jetzige Version." in planned.body


def test_nobody_is_told_what_they_have_done_themselves(portal: Portal, kim: User, told: Told) -> None:
    page = create(signed_in(kim), portal.home, "Ein Bericht", "bericht", **PUBLISH)
    edit(signed_in(kim), page, "Ein Bericht", go_live_at=typed(timezone.now() + HOUR), **PUBLISH)
    cancel_schedule(signed_in(kim), page)
    signed_in(kim).post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert not Page.objects.get(pk=page.pk).live
    assert told() == []


def test_all_who_have_written_since_the_last_version_are_told_and_none_before(
    portal: Portal, mara: User, kim: User, told: Told
) -> None:
    before, since = (person(RoleKey.STAFF, email=f"{name}@example.org") for name in ("vorher", "seither"))
    page = create(signed_in(before), portal.home, "Ein Bericht", "bericht")
    edit(signed_in(kim), page, "Ein Bericht", **PUBLISH)
    assert [message.to for message in told()] == [[before.email]]
    edit(signed_in(since), page, "Ein Bericht, berichtigt")
    edit(signed_in(mara), page, "Ein Bericht, ergänzt", **SUBMIT)
    told()
    approve(signed_in(kim), page)
    assert sorted(message.to[0] for message in told()) == [mara.email, since.email]


def test_who_may_not_edit_the_page_any_more_is_told_nothing(portal: Portal, mara: User, kim: User, told: Told) -> None:
    left = person(RoleKey.STAFF, email="weg@example.org")
    page = create(signed_in(left), portal.home, "Ein Bericht", "bericht")
    edit(signed_in(mara), page, "Ein Bericht", **SUBMIT)
    told()
    left.groups.clear()
    UserProfile.objects.update_or_create(user=mara, defaults={"approved_notifications": False})
    approve(signed_in(kim), page)
    assert told() == []


def test_the_end_of_a_page_is_told_to_its_author(
    portal: Portal, mara: User, kim: User, told: Told, clock: Clock
) -> None:
    page = submitted(portal, mara, told, expire_at=typed(timezone.now() + HOUR))
    approve(signed_in(kim), page)
    told()
    clock.pass_time(2 * HOUR)
    publish_due()
    (ended,) = told()
    assert (ended.to, ended.subject) == ([mara.email], "»Ein Bericht« ist abgelaufen")
    assert "seitdem wie geplant nicht mehr" in ended.body
    assert "als Entwurf gespeichert" in ended.body


def test_who_takes_a_page_down_is_named(portal: Portal, mara: User, kim: User, told: Told) -> None:
    page = submitted(portal, mara, told)
    approve(signed_in(kim), page)
    told()
    signed_in(kim).post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    (down,) = told()
    assert (down.to, down.subject) == ([mara.email], "»Ein Bericht« ist nicht mehr öffentlich")
    assert "Kim Beispiel hat »Ein Bericht« von der Website genommen." in down.body


def test_a_page_that_cannot_appear_is_told_to_author_and_releaser(
    portal: Portal, mara: User, kim: User, told: Told, clock: Clock
) -> None:
    page = submitted(portal, mara, told, go_live_at=typed(timezone.now() + HOUR))
    approve(signed_in(kim), page)
    told()
    revision = Revision.objects.get(approved_go_live_at__isnull=False)
    revision.content["title"] = ""
    Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    clock.pass_time(2 * HOUR)
    publish_due()
    found = told()
    assert sorted(message.to[0] for message in found) == [kim.email, mara.email]
    assert {message.subject for message in found} == {"»Ein Bericht« ist nicht erschienen"}
    assert "online ist nichts geändert" in found[0].body
    assert publish_due() == 0


def test_a_page_whose_end_is_past_is_not_approved_for_half_a_minute(
    portal: Portal, mara: User, kim: User, told: Told, clock: Clock
) -> None:
    page = submitted(portal, mara, told, expire_at=typed(timezone.now() + HOUR))
    clock.pass_time(2 * HOUR)
    client = signed_in(kim)
    approve(client, page)
    assert not Page.objects.get(pk=page.pk).live
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Das Ende im Zeitplan (»Öffentlich bis«) ist schon vorbei." in shown
    assert told() == []


def test_what_is_not_done_is_not_told(portal: Portal, mara: User, kim: User, told: Told) -> None:
    page = create(signed_in(mara), portal.home, "Ein Bericht", "bericht")
    with transaction.atomic():
        Page.objects.get(pk=page.pk).specific.get_latest_revision().publish(user=kim)
        transaction.set_rollback(True)
    assert told() == []


def test_a_mail_that_fails_undoes_nothing(
    portal: Portal, mara: User, kim: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: Any) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(publishing_notices, "enqueue", fail)
    page = create(signed_in(mara), portal.home, "Ein Bericht", "bericht")
    edit(signed_in(kim), page, "Ein Bericht", go_live_at=typed(timezone.now() + HOUR), **PUBLISH)
    assert PageLogEntry.objects.filter(page=page.pk, action=PLANNED).exists()
    assert Page.objects.get(pk=page.pk).scheduled_revision is not None
    assert f"Nobody was told of {PLANNED}" in caplog.text
