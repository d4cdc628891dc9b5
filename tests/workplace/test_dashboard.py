"""The dashboard shows what waits for the person who has signed in, and nothing that is not theirs."""

import datetime

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Workflow, WorkflowTask

from labs.models import LabContact
from ogl_portal.editorial.models import PageReview
from ogl_portal.legal import dashboard as law
from ogl_portal.pages.models import Message
from ogl_portal.users.models import User
from ogl_portal.workplace.cards import Card, Item, Priority
from ogl_portal.workplace.panel import lead
from ogl_portal.workplace.scope import DashboardScope
from publications.models import FileState
from tests.accessibility.factories import approved
from tests.copies import copy_page
from tests.factories import (
    AdminFactory,
    FileVersionFactory,
    LabPageFactory,
    Portal,
    PublicationPageFactory,
    StandardPageFactory,
    UserFactory,
)

TODAY = datetime.date(2026, 11, 24)
BUDGET = 45


@pytest.fixture(autouse=True)
def complete_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Imprint and privacy notice have a card of their own (see test_dashboard_gaps.py)."""
    monkeypatch.setattr(law, "legal_gaps", list)


@pytest.fixture
def admin(client: Client, portal: Portal) -> User:
    """Signed in; the statement on accessibility is fresh, so that nothing is to do."""
    approved(timezone.localdate())
    user = AdminFactory(first_name="Mara")
    client.force_login(user)
    return user


def cards(client: Client) -> dict[str, list[str]]:
    """Number and title of the dashboard's cards (»1 Labore mit Lücken«), with the texts of their items."""
    response = client.get("/admin/")
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "lxml")
    return {
        f"{_text(card.select_one('.ogl-card__count'))} {card.h3.contents[0]}": [
            _text(item) for item in card.select(".ogl-card__items li")
        ]
        for card in soup.select(".ogl-card")
    }


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text(" ", strip=True).split())


def team_member(page: Page) -> User:
    """Somebody who may change pages below ``page`` and nothing else."""
    group = Group.objects.create(name=f"Team {page.title}")
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    for codename in ("add_page", "change_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user: User = UserFactory()
    user.groups.add(group)
    return user


def test_a_calm_sentence_where_nothing_is_to_do(client: Client, admin: User) -> None:
    page = client.get("/admin/").content.decode()
    assert "Guten Tag, Mara" in page
    assert "Es ist nichts zu tun." in page
    assert cards(client) == {}


def test_the_sentence_counts_only_what_presses() -> None:
    def card(priority: Priority, count: int) -> Card:
        return Card(priority, "Titel", count, [Item("Text", "/")], "Knopf", "/")

    from ogl_portal.workplace.cards import Section

    assert lead([Section(Priority.OWN, [card(Priority.OWN, 1)])]) == "Eine Sache wartet auf Sie oder ist überfällig."
    two = [Section(Priority.OWN, [card(Priority.OWN, 1)]), Section(Priority.OVERDUE, [card(Priority.OVERDUE, 3)])]
    assert lead(two) == "4 Sachen warten auf Sie oder sind überfällig."
    assert lead([Section(Priority.REPAIR, [card(Priority.REPAIR, 9)])]).startswith("Auf Sie wartet nichts Dringendes.")


def test_the_first_five_are_named_and_the_rest_counted(client: Client, admin: User, portal: Portal) -> None:
    for number in range(7):
        page = StandardPageFactory(parent=portal.home, title=f"Seite {number}")
        PageReview.objects.create(page=page, due_on=datetime.date(2020, 1, number + 1))
    items = cards(client)["7 Zur Durchsicht fällig"]
    assert items[0] == "Seite 0 fällig seit 1. Januar 2020"
    assert items[-1] == "und 2 weitere"


def test_a_review_that_is_not_due_yet_is_not_shown(client: Client, admin: User, portal: Portal) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    PageReview.objects.create(page=StandardPageFactory(parent=portal.home), due_on=tomorrow)
    PageReview.objects.create(page=StandardPageFactory(parent=portal.home), due_on=None)
    PageReview.objects.create(page=StandardPageFactory(parent=portal.home, live=False), due_on=TODAY)
    assert cards(client) == {}


def test_contacts_are_shown_a_month_before_they_expire(client: Client, admin: User, portal: Portal) -> None:
    lab = LabPageFactory(parent=portal.labs, title="Brandis")
    today = timezone.localdate()
    for name, days in (("Anna", 30), ("Berta", 31), ("Clara", -1)):
        LabContact.objects.create(lab=lab, name=name, expires_on=today + datetime.timedelta(days=days))
    items = cards(client)["2 Ansprechpersonen"]
    assert "verlängern oder löschen" in items[0]
    assert items[0].startswith("Clara (Brandis)")
    assert items[1].startswith("Anna (Brandis) wird bis")


def test_a_file_that_failed_is_shown_with_its_reason(client: Client, admin: User, portal: Portal) -> None:
    publication = PublicationPageFactory(parent=portal.publications, title="Leitfaden")
    FileVersionFactory(publication=publication, state=FileState.FAILED, error="Die Datei ist beschädigt.")
    assert cards(client)["1 PDF-Prüfung gescheitert"] == ["Leitfaden, Version 1 Die Datei ist beschädigt."]


def test_an_incomplete_lab_is_shown_with_what_it_lacks(client: Client, admin: User, portal: Portal) -> None:
    LabPageFactory(parent=portal.labs, title="Brandis")
    items = cards(client)["1 Labore mit Lücken"]
    assert items[0].startswith("Brandis Projektname fehlt, Amtlicher Name fehlt, Laufzeit ist nicht vollständig und ")


def test_messages_are_for_those_who_may_read_them(client: Client, admin: User, portal: Portal) -> None:
    Message.objects.create(text="Frage", receipt="A-1")
    Message.objects.create(text="Beantwortet", receipt="A-2", state=Message.State.ANSWERED)
    assert cards(client)["1 Nachrichten ohne Antwort"][0].startswith("Allgemeine Frage (A-1)")
    client.force_login(team_member(portal.labs))
    assert cards(client) == {}


def test_a_team_sees_its_own_pages_only(client: Client, portal: Portal) -> None:
    own = LabPageFactory(parent=portal.labs, title="Brandis")
    LabPageFactory(parent=portal.labs, title="Bremen")
    client.force_login(team_member(own))
    assert [item.split(" Projekt")[0] for item in cards(client)["1 Labore mit Lücken"]] == ["Brandis"]
    page = client.get("/admin/").content.decode()
    assert f"/admin/pages/add/news/newspage/{own.pk}/" in page
    assert "Labor »Brandis« bearbeiten" in page
    assert "PDF hochladen" not in BeautifulSoup(page, "html.parser").select_one(".ogl-desk").get_text()


def test_drafts_of_others_are_not_mine(client: Client, admin: User, portal: Portal) -> None:
    mine = StandardPageFactory(parent=portal.home, title="Mein Entwurf", live=False)
    mine.save_revision(user=admin)
    other = StandardPageFactory(parent=portal.home, title="Fremder Entwurf", live=False)
    other.save_revision(user=AdminFactory())
    assert [item.split(" zuletzt")[0] for item in cards(client)["1 Ihre Entwürfe"]] == ["Mein Entwurf"]


@pytest.fixture
def four_eyes(portal: Portal) -> Group:
    """A workflow on the whole site that a group approves."""
    group = Group.objects.create(name="Freigabe (Test)")
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=portal.home, permission=permission)
    workflow = Workflow.objects.create(name="Vier Augen")
    task = GroupApprovalTask.objects.create(name="Freigabe durch andere")
    task.groups.add(group)
    WorkflowTask.objects.create(workflow=workflow, task=task)
    return group


def test_a_submission_goes_from_author_to_approver_and_back(client: Client, portal: Portal, four_eyes: Group) -> None:
    author, approver = team_member(portal.home), UserFactory(first_name="Ada")
    approver.groups.add(four_eyes)
    page = StandardPageFactory(parent=portal.home, title="Neue Seite", live=False)
    page.save_revision(user=author)
    state = Workflow.objects.get(name="Vier Augen").start(page, author)

    client.force_login(author)
    assert [title for title in cards(client) if "eingereicht" in title] == ["1 Von Ihnen eingereicht"]
    client.force_login(approver)
    assert cards(client)["1 Zur Freigabe"][0].startswith("Neue Seite eingereicht am")

    state.current_task_state.reject(user=approver, comment="Bitte kürzen")
    assert "1 Zur Freigabe" not in cards(client)
    client.force_login(author)
    assert list(cards(client)) == ["1 Mit Anmerkungen zurück"]
    Page.objects.get(pk=page.pk).current_workflow_state.resume(author)
    assert "1 Mit Anmerkungen zurück" not in cards(client)


def test_scheduled_pages_are_shown_with_their_time(client: Client, admin: User, portal: Portal) -> None:
    page = StandardPageFactory(parent=portal.home, title="Später", live=False)
    page.go_live_at = datetime.datetime(2099, 5, 4, 7, 30, tzinfo=datetime.UTC)
    page.save_revision(user=admin).publish(user=admin)
    assert cards(client)["1 Geplante Veröffentlichungen"] == ["Später erscheint am 4. Mai 2099 um 9:30 Uhr"]


def test_pages_about_to_disappear_are_shown(client: Client, admin: User, portal: Portal) -> None:
    soon = timezone.now() + datetime.timedelta(days=3)
    StandardPageFactory(parent=portal.home, title="Bald weg", expire_at=soon)
    assert cards(client)["1 Seiten, die bald verschwinden"][0].startswith("Bald weg verschwindet am")


@pytest.mark.parametrize("times", [1, 300])
def test_the_dashboard_costs_the_same_whatever_the_amount_of_content(
    client: Client, admin: User, portal: Portal, django_assert_max_num_queries: DjangoAssertNumQueries, times: int
) -> None:
    lab = LabPageFactory(parent=portal.labs)
    LabContact.objects.create(lab=lab, name="Anna", expires_on=TODAY)
    publication = PublicationPageFactory(parent=portal.publications)
    FileVersionFactory(publication=publication, state=FileState.FAILED)
    page = StandardPageFactory(parent=portal.home)
    for original in (lab, publication, page):
        copy_page(original, times)
    PageReview.objects.bulk_create(PageReview(page=page, due_on=TODAY) for page in Page.objects.filter(depth__gt=2))
    Message.objects.bulk_create(Message(text="x", receipt=f"N-{number}", due_on=TODAY) for number in range(times))
    client.get("/admin/")
    with django_assert_max_num_queries(BUDGET):
        assert client.get("/admin/").status_code == 200


def test_a_person_without_rights_to_any_page_sees_no_content(portal: Portal) -> None:
    scope = DashboardScope(UserFactory(), TODAY)
    assert scope.paths == []
    assert not scope.mine(Page.objects.all()).exists()
