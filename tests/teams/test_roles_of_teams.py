"""Lab teams: how they are made, who belongs to them, and where their rights end."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, GroupPagePermission, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from events.models import EventPage
from labs.models import LabPage
from news.models import NewsPage
from ogl_portal.media.models import PortalImage
from ogl_portal.safety import trash
from ogl_portal.teams import grants
from ogl_portal.teams.models import LabTeam
from ogl_portal.users.models import RoleKey, User
from publications.models import PublicationPage
from tests.factories import (
    AdminFactory,
    EventPageFactory,
    ImageFactory,
    LabPageFactory,
    NewsPageFactory,
    Portal,
    PublicationPageFactory,
    UserFactory,
)
from tests.mail.sent import SentMails
from tests.teams.teams import member, person, signed_in

NEW = {"email": "neu@stadt.example", "first_name": "Nora", "last_name": "Neu"}


@pytest.fixture
def lab(portal: Portal) -> LabPage:
    return LabPageFactory(parent=portal.labs, title="Brandis")


@pytest.fixture
def other_lab(portal: Portal) -> LabPage:
    return LabPageFactory(parent=portal.labs, title="Bremen")


@pytest.fixture
def team(lab: LabPage) -> LabTeam:
    return grants.create_team(lab)


@pytest.fixture
def staff(portal: Portal) -> Client:
    return signed_in(person(RoleKey.STAFF, email="team@example.org"))


# --- Making a team -----------------------------------------------------------


def test_a_team_gets_a_group_with_words_and_a_collection(staff: Client, lab: LabPage) -> None:
    response = staff.post(reverse("lab_team_create", args=[lab.pk]))
    team = LabTeam.objects.get(lab=lab)
    assert response.url == reverse("lab_team", args=[team.pk])
    assert team.group.name == "Lab-Team Brandis"
    assert "Brandis" in team.group.role.description
    assert team.collection.get_parent().name == "Labore"
    assert {right.collection.name for right in team.group.collection_permissions.all()} == {"Brandis", "Gemeinsam"}


def test_a_team_follows_the_template_as_an_administrator_has_changed_it(lab: LabPage) -> None:
    template = Group.objects.get(role__key=RoleKey.LAB_TEAM)
    template.permissions.add(person(RoleKey.STAFF).groups.get().permissions.get(codename="view_searchedwords"))
    assert member(grants.create_team(lab)).has_perm("search.view_searchedwords")


def test_making_a_team_twice_gives_the_same_one(lab: LabPage, team: LabTeam) -> None:
    assert grants.create_team(lab) == team
    assert Group.objects.filter(name__startswith="Lab-Team B").count() == 1


def test_labs_of_one_name_get_groups_and_collections_of_their_own(portal: Portal, team: LabTeam) -> None:
    second = grants.create_team(LabPageFactory(parent=portal.labs, title="Brandis", slug="brandis-2"))
    assert second.group.name == "Lab-Team Brandis (2)"
    assert second.collection != team.collection


def test_a_new_lab_is_followed_by_the_offer_of_a_team(staff: Client, portal: Portal) -> None:
    address = reverse("wagtailadmin_pages:add", args=["labs", "labpage", portal.labs.pk])
    names = ("municipalities", "partners", "contacts", "subprojects", "claims", "links", "comments")
    empty = {name: inline_formset([]) for name in names}
    texts = dict.fromkeys(("theme", "goals", "results", "fields_of_action", "how_it_works"), rich_text(""))
    response = staff.post(address, nested_form_data({"title": "Neues Labor", "slug": "neu", **empty, **texts}))
    page = BeautifulSoup(staff.get(response.url).content, "html.parser")
    offer = page.find("a", string=lambda text: text and "Team anlegen" in text)
    assert offer is not None
    assert offer["href"] == reverse("lab_teams")


def test_the_page_of_a_lab_leads_to_its_team(staff: Client, lab: LabPage, team: LabTeam) -> None:
    content = staff.get(reverse("wagtailadmin_pages:edit", args=[lab.pk])).content.decode()
    assert reverse("lab_team", args=[team.pk]) in content


def test_all_labs_are_listed_with_their_team_or_a_button(staff: Client, team: LabTeam, other_lab: LabPage) -> None:
    content = staff.get(reverse("lab_teams")).content.decode()
    assert reverse("lab_team", args=[team.pk]) in content
    assert reverse("lab_team_create", args=[other_lab.pk]) in content


def test_with_the_lab_its_team_goes_and_people_and_files_stay(lab: LabPage, team: LabTeam) -> None:
    user = member(team)
    Page.objects.get(pk=lab.pk).delete()
    assert not Group.objects.filter(pk=team.group_id).exists()
    assert User.objects.filter(pk=user.pk).exists()
    assert Collection.objects.filter(pk=team.collection_id).exists()


# --- People ------------------------------------------------------------------


def test_somebody_with_an_account_joins_in_one_step(sent_mails: SentMails, staff: Client, team: LabTeam) -> None:
    user = UserFactory(first_name="Mara", last_name="Muster")
    staff.post(reverse("lab_team", args=[team.pk]), {"person": user.pk, "email": ""})
    assert list(grants.members(team)) == [user]
    (message,) = sent_mails()
    assert message.to == [user.email]
    assert message.subject == "Sie gehören jetzt zum Team »Brandis«"
    assert message.body.startswith("Guten Tag Mara Muster,")


def test_a_new_person_needs_a_name(sent_mails: SentMails, staff: Client, team: LabTeam) -> None:
    people = User.objects.count()
    response = staff.post(reverse("lab_team", args=[team.pk]), {"email": "neu@stadt.example"})
    assert "Bitte geben Sie den Vornamen ein" in response.content.decode()
    assert "Bitte geben Sie den Nachnamen ein" in response.content.decode()
    assert User.objects.count() == people
    assert not sent_mails()


def test_who_has_not_accepted_yet_gets_one_invitation_that_names_the_lab(
    sent_mails: SentMails, staff: Client, team: LabTeam, other_lab: LabPage
) -> None:
    staff.post(reverse("lab_team", args=[team.pk]), NEW)
    user = grants.members(team).get()
    sent_mails()
    mail.outbox.clear()
    staff.post(reverse("lab_team", args=[grants.create_team(other_lab).pk]), {"person": user.pk})
    (message,) = sent_mails()
    assert message.subject.startswith("Einladung")
    assert "»Bremen«" in message.body


def test_what_no_person_does_tells_nobody(sent_mails: SentMails, team: LabTeam) -> None:
    member(team)
    assert not sent_mails()


def test_a_new_address_becomes_an_account_without_password_and_gets_a_link(
    sent_mails: SentMails, staff: Client, team: LabTeam
) -> None:
    staff.post(reverse("lab_team", args=[team.pk]), NEW)
    user = grants.members(team).get()
    assert user.get_full_name() == "Nora Neu"
    assert "»Brandis«" in sent_mails()[0].body
    assert user.email == "neu@stadt.example"
    assert not user.has_usable_password()
    message = sent_mails()[0]
    assert message.to == ["neu@stadt.example"]
    link = next(word for word in message.body.split() if word.startswith("http"))
    assert Client().get(link, follow=True).status_code == 200


def test_an_address_that_is_known_joins_as_the_person_it_belongs_to(staff: Client, team: LabTeam) -> None:
    user = UserFactory(email="mara@stadt.example")
    staff.post(reverse("lab_team", args=[team.pk]), {"email": "Mara@Stadt.example"})
    assert list(grants.members(team)) == [user]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Bitte wählen Sie eine Person aus"),
        ({"email": "keine Adresse"}, "Das ist keine E-Mail-Adresse"),
        ({"email": "gesperrt@stadt.example"}, "gesperrten Zugang"),
    ],
)
def test_what_does_not_work_is_told_and_changes_nothing(
    staff: Client, team: LabTeam, data: dict[str, str], sentence: str
) -> None:
    UserFactory(email="gesperrt@stadt.example", is_active=False)
    people = User.objects.count()
    response = staff.post(reverse("lab_team", args=[team.pk]), data)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert (User.objects.count(), grants.members(team).count()) == (people, 0)


def test_an_invitation_can_be_sent_again(sent_mails: SentMails, staff: Client, team: LabTeam) -> None:
    staff.post(reverse("lab_team", args=[team.pk]), NEW)
    staff.post(reverse("lab_team_invite", args=[team.pk, grants.members(team).get().pk]))
    assert [message.to for message in sent_mails()] == [["neu@stadt.example"]] * 2


def test_who_is_taken_out_keeps_the_account_and_loses_the_rights(staff: Client, lab: LabPage, team: LabTeam) -> None:
    user = member(team)
    staff.post(reverse("lab_team_remove", args=[team.pk, user.pk]))
    user = User.objects.get(pk=user.pk)
    assert user.is_active
    assert not lab.permissions_for_user(user).can_edit()
    assert not user.has_perm("wagtailadmin.access_admin")


def test_nobody_is_taken_out_of_another_group_through_a_team(staff: Client, team: LabTeam) -> None:
    publisher = person(RoleKey.PUBLISHERS)
    assert staff.post(reverse("lab_team_remove", args=[team.pk, publisher.pk])).status_code == 404
    assert publisher.groups.exists()


def test_changes_of_a_team_are_in_the_log(staff: Client, team: LabTeam) -> None:
    staff.post(reverse("lab_team", args=[team.pk]), {"person": UserFactory(username="mara").pk})
    report = signed_in(AdminFactory()).get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert "Zum Laborteam hinzugefügt: mara" in report


# --- Where the rights of a team end ------------------------------------------


@pytest.fixture
def mara(team: LabTeam) -> User:
    return member(team)


def test_a_member_edits_the_lab_and_what_is_below_it(lab: LabPage, mara: User) -> None:
    permissions = lab.permissions_for_user(mara)
    assert permissions.can_edit()
    assert permissions.can_add_subpage()
    assert not permissions.can_publish()
    written_by_others = NewsPageFactory(parent=lab, live=False)
    assert written_by_others.permissions_for_user(mara).can_edit()


def test_a_member_submits_news_for_approval(lab: LabPage, mara: User) -> None:
    data = nested_form_data(
        {
            "title": "Neues aus Brandis",
            "slug": "neues",
            "dates": inline_formset([{"date": "2022"}]),
            "corrections": inline_formset([]),
            "body": streamfield([("paragraph", rich_text("<p>Text</p>"))]),
            "comments": inline_formset([]),
        }
    )
    signed_in(mara).post(
        reverse("wagtailadmin_pages:add", args=["news", "newspage", lab.pk]), data | {"action-submit": "1"}
    )
    news = NewsPage.objects.get()
    assert news.get_parent().pk == lab.pk
    assert not news.live
    assert news.workflow_in_progress


def test_other_labs_and_the_rest_of_the_portal_are_closed(portal: Portal, other_lab: LabPage, mara: User) -> None:
    draft = NewsPageFactory(parent=other_lab, live=False)
    publication = PublicationPageFactory(parent=portal.publications)
    for page in (portal.home, portal.news, portal.labs, other_lab, draft, publication):
        permissions = page.permissions_for_user(mara)
        assert not permissions.can_edit()
        assert not permissions.can_add_subpage()


@pytest.mark.parametrize("destination", ["other lab", "news"])
def test_a_page_cannot_be_moved_or_copied_out_of_the_lab(
    portal: Portal, lab: LabPage, other_lab: LabPage, mara: User, destination: str
) -> None:
    target = {"other lab": other_lab, "news": portal.news}[destination]
    page = NewsPageFactory(parent=lab, live=False, owner=mara)
    permissions = page.permissions_for_user(mara)
    assert not permissions.can_move_to(Page.objects.get(pk=target.pk))
    assert not permissions.can_copy_to(Page.objects.get(pk=target.pk))
    client = signed_in(mara)
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk]))
    copy = {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": target.pk, "publish_copies": ""}
    client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), copy)
    assert [found.get_parent().pk for found in NewsPage.objects.all()] == [lab.pk]


def test_a_page_moves_in_from_nowhere(portal: Portal, lab: LabPage, other_lab: LabPage, mara: User) -> None:
    page = NewsPageFactory(parent=other_lab, live=False)
    signed_in(mara).post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, lab.pk]))
    assert NewsPage.objects.get().get_parent().pk == other_lab.pk


def test_the_page_of_the_lab_stays_where_it_is(portal: Portal, lab: LabPage, mara: User) -> None:
    LabPage.objects.update(live=False)
    permissions = LabPage.objects.get(pk=lab.pk).permissions_for_user(mara)
    assert not permissions.can_delete()
    assert not permissions.can_move()
    assert not permissions.can_reorder_children()
    client = signed_in(mara)
    client.post(reverse("wagtailadmin_pages:delete", args=[lab.pk]))
    client.post(f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?id={lab.pk}")
    assert LabPage.objects.filter(pk=lab.pk).exists()


def test_a_draft_of_ones_own_lab_can_be_deleted(lab: LabPage, mara: User) -> None:
    draft = EventPageFactory(parent=lab, live=False)
    signed_in(mara).post(reverse("wagtailadmin_pages:delete", args=[draft.pk]))
    assert trash.is_in_trash(EventPage.objects.get())


def test_pictures_are_chosen_from_the_own_and_the_shared_collection_only(
    lab: LabPage, other_lab: LabPage, team: LabTeam, mara: User
) -> None:
    others = grants.create_team(other_lab)
    shared = Collection.objects.get(name="Gemeinsam")
    for title, collection in (("Eigenes", team.collection), ("Gemeinsames", shared), ("Fremdes", others.collection)):
        ImageFactory(title=title, collection=collection)
    chooser = signed_in(mara).get(reverse("wagtailimages_chooser:choose")).content.decode()
    assert "Eigenes" in chooser
    assert "Gemeinsames" in chooser
    assert "Fremdes" not in chooser
    foreign = PortalImage.objects.get(title="Fremdes")
    assert signed_in(mara).get(reverse("wagtailimages:edit", args=[foreign.pk])).status_code == 404


def test_result_documents_are_closed_until_staff_entrust_them(
    staff: Client, portal: Portal, lab: LabPage, team: LabTeam, mara: User
) -> None:
    publication = PublicationPageFactory(parent=portal.publications, live=False)
    PublicationPage.objects.get(pk=publication.pk).labs.through.objects.create(publicationpage=publication, labpage=lab)
    unrelated = PublicationPageFactory(parent=portal.publications)
    client = signed_in(mara)
    files = reverse("publication_files", args=[publication.pk])
    assert client.get(files).status_code == 404
    address = reverse("lab_team_publications", args=[team.pk])
    assert staff.post(address, {"publications": [unrelated.pk]}).status_code == 422
    staff.post(address, {"publications": [publication.pk]})
    assert signed_in(mara).get(files).status_code == 200
    staff.post(address, {"publications": []})
    assert signed_in(mara).get(files).status_code == 404
    assert GroupPagePermission.objects.filter(group=team.group).count() == 2
