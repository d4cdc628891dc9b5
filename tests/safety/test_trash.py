"""Deleted pages can come back as they were, and until then nobody finds them."""

import datetime
from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    Revision,
    Site,
    Workflow,
    WorkflowState,
    WorkflowTask,
)

from labs.models import LabMunicipality
from ogl_portal.safety import trash
from ogl_portal.safety.models import TrashedPage
from ogl_portal.search.models import SearchEntry
from tests.factories import (
    AdminFactory,
    FileVersionFactory,
    LabPageFactory,
    NewsPageFactory,
    Portal,
    PublicationPageFactory,
    StandardPageFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Any:
    user = AdminFactory()
    client.force_login(user)
    return user


@pytest.fixture
def lab(portal: Portal) -> Any:
    """A public lab with a child object, a public news item and a draft below it."""
    lab = LabPageFactory(
        parent=portal.labs, slug="brandis", title="Brandis", municipalities=[LabMunicipality(name="Stadt Brandis")]
    )
    lab.save_revision().publish()
    NewsPageFactory(parent=lab, slug="nachricht", title="Nachricht").save_revision().publish()
    NewsPageFactory(parent=lab, slug="entwurf", live=False).save_revision()
    return Page.objects.get(pk=lab.pk)


def state(page: Page) -> list[Any]:
    """All that must be the same afterwards, of a page and what lies below it."""
    below = Page.objects.get(pk=page.pk).get_descendants(inclusive=True).specific()
    return [
        (p.pk, p.url_path, p.live, p.live_revision_id, p.latest_revision_id, p.has_unpublished_changes, p.title)
        for p in below.order_by("pk")
    ]


def test_a_page_comes_back_with_all_that_belongs_to_it(portal: Portal, lab: Page, client: Client) -> None:
    before, revisions = state(lab), Revision.objects.count()
    entry = trash.move_to_trash(lab)
    assert client.get("/labore/brandis/").status_code == 410
    assert client.get("/labore/brandis/nachricht/").status_code == 410
    trash.restore(entry, portal.labs, "brandis", public=True)
    assert state(lab) == before
    assert Revision.objects.count() == revisions
    assert "Stadt Brandis" in client.get("/labore/brandis/").content.decode()
    assert client.get("/labore/brandis/nachricht/").status_code == 200
    assert client.get("/labore/brandis/entwurf/").status_code == 404
    assert not Page.find_problems()[0]


def test_what_lies_in_the_bin_is_found_nowhere(
    portal: Portal, lab: Page, client: Client, admin: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        trash.move_to_trash(lab)
    assert not SearchEntry.objects.filter(title__in=["Brandis", "Nachricht"]).exists()
    client.logout()
    for address in ("/", "/labore/", "/aktuelles/", "/sitemap.xml", "/aenderungen/", "/aktuelles/atom.xml"):
        assert "Brandis" not in client.get(address).content.decode(), address
    assert client.get("/papierkorb/").status_code == 404
    client.force_login(admin)
    root = Page.objects.get(depth=1)
    for address in (
        f"/admin/pages/{root.pk}/",
        f"/admin/choose-page/{root.pk}/",
        "/admin/choose-page/search/?q=Brandis",
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Brandis" not in answer.content.decode(), address
        assert f"/admin/pages/{lab.pk}/" not in answer.content.decode(), address


def test_what_expired_in_the_bin_comes_back_as_a_draft(lab: Page, admin: Any, client: Client) -> None:
    """Without this it is public until the schedule looks the next time, although its end has passed."""
    news = lab.get_children().get(slug="nachricht")
    entry = trash.move_to_trash(lab, admin)
    Page.objects.filter(pk=news.pk).update(expire_at=timezone.now() - datetime.timedelta(days=1))
    trash.restore(entry, entry.parent, "brandis", public=True, user=admin)
    news.refresh_from_db()
    assert (news.live, news.expired, news.status_string) == (False, True, "abgelaufen")
    assert Page.objects.get(pk=lab.pk).live
    assert client.get(news.get_url()).status_code in (404, 410)


def test_files_of_a_publication_are_not_handed_out_and_come_back(portal: Portal, client: Client) -> None:
    publication = PublicationPageFactory(parent=portal.publications, slug="leitfaden")
    FileVersionFactory(publication=publication, number=1)
    address = "/ergebnisse/leitfaden/leitfaden.pdf"
    assert client.get(address).status_code == 200
    entry = trash.move_to_trash(publication)
    assert client.get(address).status_code == 410
    assert client.get("/ergebnisse/leitfaden/leitfaden-v1.pdf").status_code == 410
    trash.restore(entry, portal.publications, "leitfaden", public=True)
    assert client.get(address).status_code == 200


def test_deleting_in_the_admin_says_what_happens_and_bins(
    portal: Portal, lab: Page, client: Client, admin: Any
) -> None:
    text = client.get(f"/admin/pages/{lab.pk}/delete/").content.decode()
    assert "In den Papierkorb legen" in text
    assert "2 Unterseiten" in text
    assert "Keine andere Seite verweist darauf" in text
    client.post(f"/admin/pages/{lab.pk}/delete/")
    entry = TrashedPage.objects.get()
    assert (entry.page_id, entry.deleted_by, entry.size) == (lab.pk, admin, 3)
    text = client.get("/admin/papierkorb/").content.decode()
    assert "Brandis" in text
    response = client.post(
        f"/admin/papierkorb/{entry.pk}/wiederherstellen/", {"parent": portal.labs.pk, "slug": "brandis", "public": "on"}
    )
    assert response.status_code == 302
    assert client.get("/labore/brandis/").status_code == 200


def test_deleting_many_says_what_happens(portal: Portal, lab: Page, client: Client, admin: Any) -> None:
    news = NewsPageFactory(parent=portal.news)
    text = client.get(f"/admin/bulk/wagtailcore/page/delete/?next=/admin/&id={lab.pk}&id={news.pk}").content.decode()
    assert "Die Seiten kommen in den Papierkorb." in text
    assert "2 Unterseiten kommen mit." in text
    assert "In den Papierkorb legen" in text
    assert "Ja, löschen" not in text


@pytest.mark.parametrize("action", ["publish", "unpublish"])
def test_what_becomes_of_pages_below_is_asked_in_german(action: str, lab: Page, client: Client, admin: Any) -> None:
    lab.get_children().update(live=action == "unpublish")
    text = client.get(f"/admin/bulk/wagtailcore/page/{action}/?next=/admin/&id={lab.pk}").content.decode()
    assert "Alle Unterseiten ebenso" in text
    assert "descendants" not in text.replace("include_descendants", "")


def test_deleting_many_bins_each(portal: Portal, client: Client, admin: Any) -> None:
    pages = [NewsPageFactory(parent=portal.news) for _ in range(3)]
    ids = "&".join(f"id={page.pk}" for page in pages)
    response = client.post(f"/admin/bulk/wagtailcore/page/delete/?next=/admin/&{ids}")
    assert response.status_code == 302
    assert TrashedPage.objects.count() == 3
    assert Page.objects.filter(pk__in=[page.pk for page in pages], live=False).count() == 3


def test_the_start_page_stays(portal: Portal, client: Client, admin: Any) -> None:
    client.post(f"/admin/pages/{portal.home.pk}/delete/")
    client.post(f"/admin/bulk/wagtailcore/page/delete/?next=/admin/&id={portal.home.pk}")
    assert Site.objects.get().root_page_id == portal.home.pk
    assert not TrashedPage.objects.exists()


def test_a_page_in_the_bin_is_not_edited_published_or_copied(
    portal: Portal, lab: Page, client: Client, admin: Any
) -> None:
    trash.move_to_trash(lab)
    for action in ("edit", "copy", "delete"):
        response = client.get(f"/admin/pages/{lab.pk}/{action}/")
        assert (response.status_code, response["Location"]) == (302, "/admin/papierkorb/"), action
    assert client.get(f"/admin/pages/{lab.pk}/rueckgaengig/").status_code != 200
    assert client.get(f"/admin/pages/{lab.pk}/vorschaulinks/").status_code != 200


class TestPlace:
    def test_an_address_that_is_taken_is_told_and_can_be_chosen(
        self, portal: Portal, lab: Page, client: Client, admin: Any
    ) -> None:
        entry = trash.move_to_trash(lab)
        LabPageFactory(parent=portal.labs, slug="brandis", title="Neu")
        form = {"parent": portal.labs.pk, "slug": "brandis", "public": "on"}
        text = client.post(f"/admin/papierkorb/{entry.pk}/wiederherstellen/", form).content.decode()
        assert "inzwischen eine andere Seite mit der Adresse »brandis«" in text
        client.post(f"/admin/papierkorb/{entry.pk}/wiederherstellen/", {**form, "slug": "brandis-alt"})
        assert client.get("/labore/brandis-alt/nachricht/").status_code == 200
        draft = Page.objects.get(pk=lab.pk).get_latest_revision_as_object()
        assert draft.slug == "brandis-alt"

    def test_a_parent_that_is_gone_is_told_and_another_chosen(self, portal: Portal, client: Client, admin: Any) -> None:
        parent = StandardPageFactory(parent=portal.home, slug="programm")
        child = StandardPageFactory(parent=parent, slug="teil", title="Teil")
        entry = trash.move_to_trash(child)
        trash.move_to_trash(parent)
        text = client.get(f"/admin/papierkorb/{entry.pk}/wiederherstellen/").content.decode()
        assert "gibt es nicht mehr oder sie liegt selbst im" in text
        with pytest.raises(trash.CannotRestoreError, match="selbst im Papierkorb"):
            trash.restore(entry, parent, "teil", public=True)
        trash.restore(entry, portal.home, "teil", public=True)
        assert client.get("/teil/").status_code == 200

    def test_a_lab_team_sees_its_own_pages_only_and_publishes_none(
        self, portal: Portal, lab: Page, client: Client
    ) -> None:
        from django.contrib.auth.models import Group, Permission

        other = LabPageFactory(parent=portal.labs, slug="bremen", title="Bremen")
        team = Group.objects.create(name="Team Brandis")
        team.permissions.add(Permission.objects.get(codename="access_admin"))
        for name in ("add_page", "change_page"):
            permission = Permission.objects.get(codename=name, content_type__app_label="wagtailcore")
            GroupPagePermission.objects.create(group=team, page=lab, permission=permission)
        user = UserFactory()
        user.groups.add(team)
        own = trash.move_to_trash(lab.get_children().get(slug="nachricht"))
        foreign = trash.move_to_trash(NewsPageFactory(parent=other, title="Fremdes"))
        client.force_login(user)
        text = client.get("/admin/papierkorb/").content.decode()
        assert "Nachricht" in text
        assert "Fremdes" not in text
        assert "Endgültig" not in text.replace("endgültig gelöscht", "")
        assert client.get(f"/admin/papierkorb/{foreign.pk}/wiederherstellen/").status_code == 404
        assert client.post(f"/admin/papierkorb/{own.pk}/endgueltig/").status_code == 404
        form = {"parent": lab.pk, "slug": "nachricht", "public": "on"}
        client.post(f"/admin/papierkorb/{own.pk}/wiederherstellen/", form)
        page = Page.objects.get(pk=own.page_id)
        assert page.url_path.endswith("/brandis/nachricht/")
        assert not page.live


class TestTime:
    def test_a_schedule_rests_in_the_bin_and_goes_on_afterwards(self, portal: Portal) -> None:
        page = NewsPageFactory(parent=portal.news, slug="bald", live=False)
        page.go_live_at = timezone.now() + datetime.timedelta(days=40)
        page.save_revision().publish()
        entry = trash.move_to_trash(Page.objects.get(pk=page.pk))
        assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
        trash.restore(entry, portal.news, "bald", public=True)
        assert Revision.objects.filter(approved_go_live_at__isnull=False).count() == 1

    def test_after_30_days_all_is_deleted_for_good_files_too(
        self, portal: Portal, django_capture_on_commit_callbacks: Any
    ) -> None:
        publication = PublicationPageFactory(parent=portal.publications)
        version = FileVersionFactory(publication=publication, number=1)
        old, young = trash.move_to_trash(publication), trash.move_to_trash(NewsPageFactory(parent=portal.news))
        TrashedPage.objects.filter(pk=old.pk).update(deleted_at=timezone.now() - datetime.timedelta(days=30))
        TrashedPage.objects.filter(pk=young.pk).update(deleted_at=timezone.now() - datetime.timedelta(days=29))
        name = version.public_file.name
        assert storages["private"].exists(name)
        with django_capture_on_commit_callbacks(execute=True):
            trash.purge_expired()
        assert list(TrashedPage.objects.all()) == [young]
        assert not Page.objects.filter(pk=publication.pk).exists()
        assert not storages["private"].exists(name)

    def test_administrators_delete_for_good_at_once(self, portal: Portal, client: Client, admin: Any) -> None:
        entry = trash.move_to_trash(NewsPageFactory(parent=portal.news))
        assert "nicht rückgängig" in client.get(f"/admin/papierkorb/{entry.pk}/endgueltig/").content.decode()
        client.post(f"/admin/papierkorb/{entry.pk}/endgueltig/")
        assert not Page.objects.filter(pk=entry.page_id).exists()


class TestAsItWas:
    @pytest.mark.parametrize("slug", ["übersicht-köln", "große-übung", "u\u0308bung", "北京"])
    def test_an_address_with_umlauts_comes_back(self, portal: Portal, client: Client, admin: Any, slug: str) -> None:
        page = StandardPageFactory(parent=portal.home, title="Übersicht", slug=slug)
        page.refresh_from_db()
        entry = trash.move_to_trash(page)
        address = f"/admin/papierkorb/{entry.pk}/wiederherstellen/"
        form = {"parent": portal.home.pk, "slug": page.slug, "public": "on"}
        assert client.post(address, form).status_code == 302
        again = Page.objects.get(pk=page.pk)
        assert (again.slug, again.url_path, again.live) == (page.slug, page.url_path, True)
        assert client.get(again.url).status_code == 200

    def test_another_address_is_spelled_out(self, portal: Portal, client: Client, admin: Any) -> None:
        entry = trash.move_to_trash(StandardPageFactory(parent=portal.home, slug="übersicht"))
        form = {"parent": portal.home.pk, "slug": "neue-übersicht", "public": "on"}
        client.post(f"/admin/papierkorb/{entry.pk}/wiederherstellen/", form)
        assert Page.objects.get(pk=entry.page_id).slug == "neue-uebersicht"

    @pytest.mark.parametrize("number", [0, 1, 2])
    def test_it_stands_between_the_same_siblings(self, portal: Portal, number: int) -> None:
        pages = [NewsPageFactory(parent=portal.news) for _ in range(3)]
        order = list(portal.news.get_children().values_list("pk", flat=True))
        entry = trash.move_to_trash(pages[number])
        trash.restore(entry, portal.news, pages[number].slug, public=True)
        assert list(Page.objects.child_of(Page.objects.get(pk=portal.news.pk)).values_list("pk", flat=True)) == order

    def test_what_was_being_decided_goes_on(self, portal: Portal, admin: Any) -> None:
        workflow, task = Workflow.objects.create(name="Prüfung"), GroupApprovalTask.objects.create(name="Ansehen")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
        page = NewsPageFactory(parent=portal.news, live=False)
        page.save_revision()
        state = workflow.start(page, admin)
        state.current_task_state.specific.reject(user=admin, comment="Bitte den Titel kürzen.")
        before = Page.objects.get(pk=page.pk).current_workflow_state
        assert before.status == WorkflowState.STATUS_NEEDS_CHANGES
        entry = trash.move_to_trash(page)
        assert Page.objects.get(pk=page.pk).current_workflow_state is None
        trash.restore(entry, portal.news, page.slug, public=True)
        after = Page.objects.get(pk=page.pk).current_workflow_state
        assert (after.pk, after.status) == (before.pk, WorkflowState.STATUS_NEEDS_CHANGES)
        assert after.current_task_state.comment == "Bitte den Titel kürzen."

    def test_locks_and_dates_are_as_they_were(self, portal: Portal, admin: Any) -> None:
        until = timezone.now() + datetime.timedelta(days=9)
        page = NewsPageFactory(parent=portal.news, locked=True, locked_by=admin, expire_at=until)
        entry = trash.move_to_trash(page)
        again = trash.restore(entry, portal.news, page.slug, public=True)
        assert (again.locked, again.locked_by, again.expire_at) == (True, admin, until)

    def test_such_pages_are_moved_and_undone_as_well(self, portal: Portal, client: Client, admin: Any) -> None:
        page = StandardPageFactory(parent=portal.home, title="Übersicht", slug="übersicht")
        place = StandardPageFactory(parent=portal.home, title="Öffnung", slug="öffnung")
        page.save_revision().publish()
        response = client.post(f"/admin/pages/{page.pk}/move/{place.pk}/confirm/")
        assert response.status_code == 302
        page.refresh_from_db()
        assert page.url_path.endswith("/öffnung/übersicht/")
        assert client.get("/öffnung/übersicht/").status_code == 200
        assert client.get("/übersicht/").status_code == 301
