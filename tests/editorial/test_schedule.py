"""What is due goes public or is taken down by itself, once, whoever works beside."""

import datetime
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from ogl_portal.editorial.schedule import publish_due
from ogl_portal.jobs.scheduled import registered
from ogl_portal.search.models import SearchEntry
from tests.factories import NewsPageFactory, Portal

HOUR = datetime.timedelta(hours=1)


def scheduled(page: Any, due: datetime.timedelta = HOUR, **changes: str) -> Any:
    """``page`` with a version that shall be public at a time that is past by now."""
    for name, value in changes.items():
        setattr(page, name, value)
    page.go_live_at = timezone.now() + due
    page.save_revision().publish()
    fallen_due = timezone.now() - datetime.timedelta(seconds=1)
    Revision.objects.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=fallen_due)
    # The time stands in the version as well; here it is as if the hour had passed.
    for revision in Revision.objects.filter(approved_go_live_at__isnull=False):
        revision.content["go_live_at"] = fallen_due.isoformat()
        revision.save()
    return page


def test_a_page_that_is_due_is_published_everywhere(
    portal: Portal, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = scheduled(NewsPageFactory(parent=portal.news, slug="bald", title="Bald hier", live=False))
    assert client.get("/aktuelles/bald/").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert publish_due() == 1
    assert client.get("/aktuelles/bald/").status_code == 200
    assert "Bald hier" in client.get("/aktuelles/atom.xml").content.decode()
    assert SearchEntry.objects.filter(title="Bald hier").exists()
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").count() == 1
    assert publish_due() == 0


def test_a_new_version_of_a_public_page_waits_for_its_time(portal: Portal, client: Client) -> None:
    page = NewsPageFactory(parent=portal.news, slug="alt", title="Alter Titel")
    page.save_revision().publish()
    page.refresh_from_db()
    scheduled(page, title="Neuer Titel")
    assert "Alter Titel" in client.get("/aktuelles/alt/").content.decode()
    publish_due()
    assert "Neuer Titel" in client.get("/aktuelles/alt/").content.decode()


def test_what_lies_in_the_future_stays_there(portal: Portal) -> None:
    page = NewsPageFactory(parent=portal.news, live=False)
    page.go_live_at = timezone.now() + HOUR
    page.save_revision().publish()
    NewsPageFactory(parent=portal.news, expire_at=timezone.now() + HOUR)
    assert publish_due() == 0
    assert not Page.objects.get(pk=page.pk).live


def test_a_page_that_has_expired_is_taken_down_everywhere(
    portal: Portal, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = NewsPageFactory(parent=portal.news, slug="vorbei", title="Vorbei", expire_at=timezone.now() - HOUR)
    with django_capture_on_commit_callbacks(execute=True):
        assert publish_due() == 1
    page.refresh_from_db()
    assert page.expired
    assert client.get("/aktuelles/vorbei/").status_code == 410
    assert "Vorbei" not in client.get("/aktuelles/atom.xml").content.decode()
    assert not SearchEntry.objects.filter(title="Vorbei").exists()
    assert publish_due() == 0


def test_one_page_that_fails_holds_up_no_other(
    portal: Portal, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    broken = scheduled(NewsPageFactory(parent=portal.news, slug="kaputt", live=False))
    revision = broken.latest_revision
    revision.content["labs"] = ["kein Labor"]
    revision.save()
    scheduled(NewsPageFactory(parent=portal.news, slug="gut", live=False))
    assert publish_due() == 1
    assert client.get("/aktuelles/gut/").status_code == 200
    assert client.get("/aktuelles/kaputt/").status_code == 404
    assert "will be tried again" in caplog.text


@pytest.mark.usefixtures("transactional_db")
def test_what_another_worker_is_at_is_left_to_it() -> None:
    portal = Portal.build()
    scheduled(NewsPageFactory(parent=portal.news, live=False))
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM wagtailcore_revision WHERE approved_go_live_at IS NOT NULL FOR UPDATE")
            assert publish_due() == 0
            other.rollback()
    finally:
        other.close()
    assert publish_due() == 1


def test_a_kill_in_the_middle_leaves_nothing_half_done(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    page = scheduled(NewsPageFactory(parent=portal.news, live=False))

    def killed(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("wagtail.actions.publish_page_revision.PublishPageRevisionAction._after_publish", killed)
        with pytest.raises(KeyboardInterrupt):
            publish_due()
    page = Page.objects.get(pk=page.pk)
    assert not page.live
    assert publish_due() == 1


def test_the_worker_has_it_among_its_jobs() -> None:
    assert "editorial.schedule" in [job.name for job in registered()]
