"""Pictures and files of a lab team: who may use them, and who gets them by guessing."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser, Group
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, ReferenceIndex
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from labs.models import LabPage
from news.models import NewsPage
from ogl_portal.media.models import PortalDocument
from ogl_portal.safety import trash
from ogl_portal.teams import grants
from ogl_portal.users.models import RoleKey, User
from ogl_portal.users.visibility import visible_pages
from tests.factories import DocumentFactory, ImageFactory, LabPageFactory, NewsPageFactory, Portal
from tests.teams.teams import member, person, signed_in


@pytest.fixture
def lab(portal: Portal) -> LabPage:
    return LabPageFactory(parent=portal.labs, title="Brandis")


@pytest.fixture
def mara(lab: LabPage) -> User:
    return member(grants.create_team(lab))


@pytest.fixture
def stranger(portal: Portal) -> User:
    return member(grants.create_team(LabPageFactory(parent=portal.labs, title="Bremen")))


@pytest.fixture
def document(lab: LabPage, mara: User) -> PortalDocument:
    return DocumentFactory(title="Unterlage", collection=lab.team.collection)


def test_what_a_team_has_kept_stays_private_without_the_team_and_however_far_below(
    lab: LabPage, document: PortalDocument
) -> None:
    below = DocumentFactory(collection=lab.team.collection.add_child(name="Intern"))
    assert Client().get(below.url).status_code == 404
    trash.purge(trash.move_to_trash(lab))
    assert not LabPage.objects.exists()
    for kept in (document, below):
        assert Client().get(kept.url).status_code == 404


@pytest.mark.parametrize("of", ["role", "team"])
def test_a_group_on_which_rights_rest_is_not_deleted(lab: LabPage, mara: User, of: str) -> None:
    group = Group.objects.get(role__key=RoleKey.ADMINISTRATION) if of == "role" else lab.team.group
    administration = signed_in(person(RoleKey.ADMINISTRATION))
    address = reverse("wagtailusers_groups:delete", args=[group.pk])
    assert address not in administration.get(reverse("wagtailusers_groups:edit", args=[group.pk])).content.decode()
    told = administration.post(address, follow=True).content.decode()
    assert ("beruhen. Sie wird nicht gelöscht" if of == "role" else "gehört zu einem Lab-Team") in told
    assert Group.objects.filter(pk=group.pk).exists()
    other = Group.objects.create(name="Gäste")
    administration.post(reverse("wagtailusers_groups:delete", args=[other.pk]))
    assert not Group.objects.filter(pk=other.pk).exists()


def news_form(**changes: Any) -> dict[str, Any]:
    data = {
        "title": "Neues",
        "slug": "neues",
        "dates": inline_formset([{"date": "2022"}]),
        "corrections": inline_formset([]),
        "body": streamfield([("paragraph", rich_text("<p>Text</p>"))]),
        "comments": inline_formset([]),
    }
    return nested_form_data(data | changes)


def add_news(user: User, lab: LabPage, **changes: Any) -> Any:
    address = reverse("wagtailadmin_pages:add", args=["news", "newspage", lab.pk])
    return signed_in(user).post(address, news_form(**changes))


# --- Handing out -------------------------------------------------------------


def test_a_file_of_a_team_is_not_found_by_others_until_a_public_page_offers_it(
    lab: LabPage, document: PortalDocument, mara: User, stranger: User
) -> None:
    assert Client().get(document.url).status_code == 404
    assert signed_in(stranger).get(document.url).status_code == 404
    assert signed_in(mara).get(document.url).status_code == 200
    assert signed_in(person(RoleKey.STAFF)).get(document.url).status_code == 200
    link = f'<p><a linktype="document" id="{document.pk}">Unterlage</a></p>'
    news = NewsPageFactory(parent=lab, live=False, body=[("paragraph", link)])
    ReferenceIndex.create_or_update_for_object(news)
    assert Client().get(document.url).status_code == 404
    news.save_revision().publish()
    assert Client().get(document.url).status_code == 200
    NewsPage.objects.get().unpublish()
    assert Client().get(document.url).status_code == 404


def test_the_address_of_a_file_leads_on_to_the_one_that_replaced_it_for_whoever_may_have_it(
    lab: LabPage, document: PortalDocument, mara: User, stranger: User
) -> None:
    """Links in mails and on other sites hold the name, too."""
    former = document.url
    document.file.save("programm-neu.txt", ContentFile(b"Neu"))
    for client in (Client(), signed_in(stranger)):
        assert client.get(former).status_code == 404  # nothing is told, not even the name
    assert signed_in(mara).get(former).headers["Location"] == document.url
    link = f'<p><a linktype="document" id="{document.pk}">Unterlage</a></p>'
    news = NewsPageFactory(parent=lab, live=True, body=[("paragraph", link)])
    ReferenceIndex.create_or_update_for_object(news)
    for method in ("get", "head"):
        answer = getattr(Client(), method)(former)
        assert (answer.status_code, answer.headers["Location"]) == (302, document.url)
        assert answer.headers["Cache-Control"] == "no-cache"
    assert b"".join(Client().get(former, follow=True).streaming_content) == b"Neu"
    document.trashed_at = timezone.now()
    document.save()
    assert signed_in(mara).get(former).status_code == 404


@pytest.mark.parametrize("kind", ["password", "login"])
def test_the_former_address_of_a_guarded_file_is_not_found(kind: str, portal: Portal) -> None:
    document = DocumentFactory(collection=Collection.get_first_root_node().add_child(name="Bewacht"))
    CollectionViewRestriction.objects.create(collection=document.collection, restriction_type=kind, password="x")
    assert Client().get(f"/dateien/{document.pk}/frueher.txt").status_code == 404


def test_a_number_that_no_file_has_is_not_found(portal: Portal) -> None:
    for number in ("99999", "9" * 40):
        assert Client().get(f"/dateien/{number}/programm.txt").status_code == 404


def test_other_files_are_public_as_ever(portal: Portal) -> None:
    shared = DocumentFactory(collection=Collection.objects.get(name="Gemeinsam"))
    assert Client().get(shared.url).status_code == 200
    assert Client().get(DocumentFactory().url).status_code == 200


def test_the_address_of_a_picture_cannot_be_guessed(portal: Portal) -> None:
    first, second = (ImageFactory(file__filename="rathaus.png").file.name for _ in range(2))
    assert first != second
    assert first.endswith("-rathaus.png")
    assert len(first) > len("original_images/rathaus-.png") + 12


# --- Using in a page ---------------------------------------------------------


def test_the_number_of_a_foreign_picture_is_refused_in_a_form(lab: LabPage, mara: User, stranger: User) -> None:
    foreign = ImageFactory(collection=LabPage.objects.get(title="Bremen").team.collection)
    response = add_news(mara, lab, picture=foreign.pk, picture_is_decorative="on")
    assert "nicht zu Ihren Sammlungen" in response.content.decode()
    assert not NewsPage.objects.exists()


def test_a_foreign_file_is_refused_in_the_text_as_well(lab: LabPage, mara: User, stranger: User) -> None:
    foreign = DocumentFactory(collection=LabPage.objects.get(title="Bremen").team.collection)
    link = rich_text(f'<p><a linktype="document" id="{foreign.pk}">Datei</a></p>')
    add_news(mara, lab, body=streamfield([("paragraph", link)]))
    assert not NewsPage.objects.exists()


def test_a_foreign_draft_is_refused_as_target(portal: Portal, lab: LabPage, mara: User, stranger: User) -> None:
    """Else the editor shows its title as the page that was chosen."""
    foreign = NewsPageFactory(parent=LabPage.objects.get(title="Bremen"), title="Zyxwolke", live=False)
    target = {"title": "Mehr", "text": "", "link_text": "Lesen", "page": str(foreign.pk), "url": ""}
    link = rich_text(f'<p><a linktype="page" id="{foreign.pk}">dort</a></p>')
    for block in (("call_to_action", target), ("paragraph", link)):
        response = add_news(mara, lab, body=streamfield([block]))
        assert "Die Seite verweist auf Seiten" in response.content.decode()
        assert not NewsPage.objects.child_of(lab).exists()


@pytest.mark.parametrize("whose", ["own", "shared"])
def test_own_and_shared_pictures_are_taken(lab: LabPage, mara: User, whose: str) -> None:
    collection = {"own": lab.team.collection, "shared": Collection.objects.get(name="Gemeinsam")}[whose]
    add_news(mara, lab, picture=ImageFactory(collection=collection).pk, picture_is_decorative="on")
    assert NewsPage.objects.get().picture is not None


def test_a_picture_that_staff_put_in_stays(portal: Portal, lab: LabPage, mara: User) -> None:
    news = NewsPageFactory(parent=lab, live=False, picture=ImageFactory(), picture_is_decorative=True)
    news.save_revision()
    form = news_form(
        title="Berichtigt",
        picture=news.picture_id,
        picture_is_decorative="on",
        dates=inline_formset([{"id": news.dates.get().pk, "date": "2022"}], initial=1),
    )
    signed_in(mara).post(reverse("wagtailadmin_pages:edit", args=[news.pk]), form)
    assert NewsPage.objects.get().title == "Berichtigt"


# --- Knowing of pages --------------------------------------------------------


def test_choosers_name_the_drafts_of_those_only_who_may_edit_them(
    lab: LabPage, mara: User, stranger: User, portal: Portal, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # the index of the search is written then
        draft = NewsPageFactory(parent=lab, live=False, title="Geheimer Entwurf")
    for user, sees in ((mara, True), (stranger, False), (person(RoleKey.STAFF), True)):
        client = signed_in(user)
        found = [
            client.get(reverse("wagtailadmin_choose_page_child", args=[lab.pk])),
            client.get(reverse("wagtailadmin_choose_page_search"), {"q": "Geheimer"}),
            client.get(reverse("wagtailadmin_choose_page_chosen_multiple"), {"id": draft.pk}),
        ]
        assert ["Geheimer Entwurf" in response.content.decode() for response in found] == [sees] * 3
        itself = client.get(reverse("wagtailadmin_choose_page_child", args=[draft.pk]))
        assert itself.status_code == (200 if sees else 404)


def test_the_chooser_asks_nothing_page_by_page(portal: Portal) -> None:
    client = signed_in(person(RoleKey.STAFF))
    address = reverse("wagtailadmin_choose_page_child", args=[portal.news.pk])
    NewsPageFactory(parent=portal.news)
    client.get(address)
    with CaptureQueriesContext(connection) as of_one:
        client.get(address)
    for _ in range(8):
        NewsPageFactory(parent=portal.news)
    with CaptureQueriesContext(connection) as of_nine:
        answer = client.get(address)
    assert len(of_nine) == len(of_one)
    links = BeautifulSoup(answer.json()["html"], "lxml").select("tbody a.choose-page")
    assert [link["data-parent-id"] for link in links] == [str(portal.home.pk), *[str(portal.news.pk)] * 9]


def test_a_public_page_is_chosen_by_everybody(lab: LabPage, stranger: User) -> None:
    assert visible_pages(LabPage.objects.filter(pk=lab.pk), stranger).exists()
    assert visible_pages(LabPage.objects.filter(pk=lab.pk), AnonymousUser()).exists()
