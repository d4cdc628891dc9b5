"""The four roles and the workflow: what migrations make, what each may do, who approves what."""

import importlib
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, GroupApprovalTask, Page, Task, Workflow, WorkflowTask
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from ogl_portal.editorial.corrections import changed_words
from ogl_portal.editorial.models import EditorialSettings, FourEyesTask
from ogl_portal.pages.models import StandardPage
from ogl_portal.users.models import Role, RoleKey, User
from publications.models import FileState, FileVersion
from tests.factories import (
    AdminFactory,
    FileVersionFactory,
    Portal,
    PublicationPageFactory,
    StandardPageFactory,
    UserFactory,
)
from tests.teams.teams import person, signed_in

create_roles: Any = importlib.import_module("ogl_portal.editorial.migrations.0003_create_roles")


def form_of(page: Page, body: str, **changes: Any) -> dict[str, Any]:
    """What the editor posts for a standard page."""
    data = {
        "title": page.title,
        "slug": page.slug,
        "teaser": "",
        "body": streamfield([("paragraph", rich_text(f"<p>{body}</p>"))]),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 0},
        **changes,
    }
    return nested_form_data(data)


def save(client: Client, page: Page, body: str, action: str = "") -> Any:
    data = form_of(page, body) | ({action: "1"} if action else {})
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def body_in_public(page: Page) -> str:
    return str(StandardPage.objects.get(pk=page.pk).body)


# --- What migrations make ----------------------------------------------------


def test_the_four_roles_are_there_with_words_on_what_they_are_for(db: None) -> None:
    found = {role.key: role for role in Role.objects.select_related("group")}
    assert {key: found[key].group.name for key in RoleKey} == dict(RoleKey.choices)
    assert all(role.description for role in found.values())
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()


def test_making_the_roles_again_changes_nothing(db: None) -> None:
    def state() -> list[Any]:
        return [
            list(Group.objects.order_by("pk").values_list("name", "permissions", "page_permissions")),
            list(Group.objects.order_by("pk").values_list("name", "collection_permissions")),
            list(Role.objects.order_by("pk").values_list()),
            list(Task.objects.order_by("pk").values_list()),
            list(Workflow.objects.order_by("pk").values_list()),
            list(Collection.objects.order_by("pk").values_list()),
        ]

    before = state()
    create_roles.create_roles(apps, None)
    assert state() == before


def test_groups_of_an_older_site_keep_their_members_and_their_new_name(db: None) -> None:
    """A site that still has Wagtail's groups: renamed, not doubled."""
    Role.objects.all().delete()
    group = Group.objects.get(name="Programmteam")
    group.name = "Editors"
    group.save()
    member = UserFactory()
    member.groups.add(group)
    create_roles.create_roles(apps, None)
    assert [found.name for found in member.groups.all()] == ["Programmteam"]
    Group.objects.filter(role__key=RoleKey.STAFF).update(name="Redaktion")
    create_roles.create_roles(apps, None)
    assert Role.objects.get(key=RoleKey.STAFF).group.name == "Redaktion"


def test_what_waits_for_approval_on_an_older_site_still_waits(portal: Portal) -> None:
    workflow = Workflow.objects.get()
    FourEyesTask.objects.all().delete()
    old_task = GroupApprovalTask.objects.create(name="Moderators approval")
    old_task.groups.add(Group.objects.get(role__key=RoleKey.PUBLISHERS))
    WorkflowTask.objects.create(workflow=workflow, task=old_task, sort_order=0)
    Workflow.objects.update(name="Moderators approval")
    page = StandardPageFactory(parent=portal.home)
    save(signed_in(person(RoleKey.STAFF)), page, "Neu", "action-submit")
    create_roles.create_roles(apps, None)
    waiting = Page.objects.get(pk=page.pk).current_workflow_task_state
    assert waiting.task.specific == FourEyesTask.objects.get()
    assert not GroupApprovalTask.objects.exists()
    assert approve(signed_in(person(RoleKey.PUBLISHERS)), Page.objects.get(pk=page.pk)).status_code == 302
    assert "Neu" in body_in_public(page)


def test_administration_holds_every_permission_there_is(db: None) -> None:
    group = Group.objects.get(role__key=RoleKey.ADMINISTRATION)
    assert set(group.permissions.all()) == set(Permission.objects.all())


def test_the_workflow_stands_on_the_root_page(portal: Portal) -> None:
    page = StandardPageFactory(parent=portal.home)
    workflow = page.get_workflow()
    assert workflow.name == "Vier-Augen-Freigabe"
    assert [type(task.specific) for task in workflow.tasks] == [FourEyesTask]


def test_groups_show_what_they_are_for(portal: Portal) -> None:
    client = signed_in(AdminFactory())
    role = Role.objects.get(key=RoleKey.PUBLISHERS)
    assert role.description in client.get(reverse("wagtailusers_groups:index")).content.decode()
    edit = reverse("wagtailusers_groups:edit", args=[role.group_id])
    assert role.description in client.get(edit).content.decode()


# --- What each may do --------------------------------------------------------


def test_staff_write_everywhere_and_publish_nothing(portal: Portal) -> None:
    staff = person(RoleKey.STAFF)
    permissions = portal.home.permissions_for_user(staff)
    assert permissions.can_edit()
    assert permissions.can_add_subpage()
    assert not permissions.can_publish()
    assert not permissions.can_unpublish()
    assert staff.has_perms(["core.change_topic", "pages.view_message", "pages.change_message"])
    assert not staff.has_perm("pages.add_message")
    assert not any(
        staff.has_perm(name) for name in ("users.change_user", "auth.change_group", "core.change_sitesettings")
    )


def test_publishers_publish_and_have_no_part_in_accounts(portal: Portal) -> None:
    publisher = person(RoleKey.PUBLISHERS)
    assert portal.home.permissions_for_user(publisher).can_publish()
    assert not publisher.has_perm("users.change_user")


def test_only_those_who_publish_withdraw_a_file_or_replace_a_public_one(portal: Portal) -> None:
    version = FileVersionFactory(publication=PublicationPageFactory(parent=portal.publications))
    EditorialSettings.objects.create(staff_may_correct=True)
    withdraw = reverse("version_withdraw", args=[version.pk])
    add = reverse("publication_add_file", args=[version.publication_id])
    staff = signed_in(person(RoleKey.STAFF))
    assert staff.post(withdraw, {"reason": "Fehler"}).url == "/admin/", "the sentence stands there"
    assert staff.get(add).url == reverse("publication_files", args=[version.publication_id])
    assert FileVersion.objects.get().state == FileState.READY
    publisher = signed_in(person(RoleKey.PUBLISHERS))
    assert publisher.get(add).status_code == 200
    publisher.post(withdraw, {"reason": "Fehler"})
    assert FileVersion.objects.get().state == FileState.WITHDRAWN


# --- Four eyes ---------------------------------------------------------------


@pytest.fixture
def waiting(portal: Portal) -> tuple[Page, User]:
    """A page that a publisher has changed and submitted, and that publisher."""
    submitter = person(RoleKey.PUBLISHERS, email="einreichend@example.org")
    page = StandardPageFactory(parent=portal.home)
    save(signed_in(submitter), page, "Eine neue Version", "action-submit")
    page = Page.objects.get(pk=page.pk).specific
    assert page.current_workflow_task_state is not None
    return page, submitter


def approve(client: Client, page: Page) -> Any:
    state = page.current_workflow_task_state
    return client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]))


def test_nobody_approves_what_they_have_submitted(waiting: tuple[Page, User]) -> None:
    page, submitter = waiting
    approve(signed_in(submitter), page)
    assert "neue Version" not in body_in_public(page)
    assert not FourEyesTask.objects.get().get_task_states_user_can_moderate(submitter).exists()
    assert page.get_lock().for_user(submitter)


def test_an_administrator_does_not_approve_their_own_either(portal: Portal) -> None:
    administrator = AdminFactory()
    page = StandardPageFactory(parent=portal.home)
    save(signed_in(administrator), page, "Eine neue Version", "action-submit")
    approve(signed_in(administrator), Page.objects.get(pk=page.pk).specific)
    assert "neue Version" not in body_in_public(page)


def test_a_second_publisher_approves_and_the_page_is_public(waiting: tuple[Page, User]) -> None:
    page, _ = waiting
    second = person(RoleKey.PUBLISHERS)
    home = signed_in(second).get(reverse("wagtailadmin_home")).content.decode()
    assert page.get_admin_display_title() in home
    approve(signed_in(second), page)
    assert "neue Version" in body_in_public(page)


def test_staff_do_not_approve(waiting: tuple[Page, User]) -> None:
    page, _ = waiting
    approve(signed_in(person(RoleKey.STAFF)), page)
    assert "neue Version" not in body_in_public(page)


def test_mail_goes_to_the_others_who_approve_and_back_to_the_submitter_in_german(
    portal: Portal, sent_mails: Any
) -> None:
    staff = person(RoleKey.STAFF, email="team@example.org")
    publisher = person(RoleKey.PUBLISHERS, email="freigabe@example.org")
    page = StandardPageFactory(parent=portal.home, title="Ein Bericht")
    save(signed_in(staff), page, "Eine neue Version", "action-submit")
    assert {address for message in mail.outbox for address in message.to} == {publisher.email}
    assert mail.outbox[0].subject == "Zur Freigabe: Ein Bericht"
    assert "»Ein Bericht« wartet auf Ihre Freigabe." in mail.outbox[0].body
    mail.outbox.clear()
    approve(signed_in(publisher), Page.objects.get(pk=page.pk).specific)
    (told,) = sent_mails()
    assert (told.to, told.subject) == ([staff.email], "»Ein Bericht« ist jetzt öffentlich")
    assert f"http://testserver{page.url}" in told.body


# --- Small corrections -------------------------------------------------------


@pytest.fixture
def public_page(portal: Portal) -> Page:
    """A public page of ten words, with the setting that lets staff correct up to three."""
    EditorialSettings.objects.create(staff_may_correct=True, largest_correction=3)
    page = StandardPageFactory(parent=portal.home)
    save(signed_in(AdminFactory()), page, "Eins zwei drei vier fünf sechs sieben acht neun zeen", "action-publish")
    return Page.objects.get(pk=page.pk).specific


CORRECTED = "Eins zwei drei vier fünf sechs sieben acht neun zehn"


def test_staff_publish_a_small_correction_where_the_setting_allows_it(public_page: Page) -> None:
    save(signed_in(person(RoleKey.STAFF)), public_page, CORRECTED, "action-publish")
    assert "zehn" in body_in_public(public_page)


def test_a_larger_change_is_kept_as_a_draft_and_explained(public_page: Page) -> None:
    client = signed_in(person(RoleKey.STAFF))
    response = save(client, public_page, "Etwas ganz anderes steht nun hier als vorher", "action-publish")
    assert "Veröffentlicht wurde nichts" in client.get(response.url).content.decode()
    assert "zeen" in body_in_public(public_page)
    assert "anderes" in str(Page.objects.get(pk=public_page.pk).specific.get_latest_revision_as_object().body)


def test_without_the_setting_staff_publish_nothing(public_page: Page) -> None:
    EditorialSettings.objects.update(staff_may_correct=False)
    save(signed_in(person(RoleKey.STAFF)), public_page, CORRECTED, "action-publish")
    assert "zeen" in body_in_public(public_page)


def test_a_page_that_is_not_public_yet_is_no_correction(public_page: Page, portal: Portal) -> None:
    draft = StandardPageFactory(parent=portal.home, live=False)
    save(signed_in(person(RoleKey.STAFF)), draft, "Neu", "action-publish")
    assert not Page.objects.get(pk=draft.pk).live


def test_a_link_that_leads_elsewhere_counts_as_a_change(public_page: Page) -> None:
    before, after = '<p><a href="https://a.example/">Hier</a></p>', '<p><a href="https://b.example/">Hier</a></p>'
    assert changed_words(before, after, 3) == 1
    assert changed_words({"id": "1", "type": "text"}, {"id": "2", "type": "text"}, 3) == 0
