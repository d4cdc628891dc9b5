"""What a person may not know of is not there: several at once, choosers, destinations, and numbers in forms.

Addresses one by one are in tests/test_access_matrix.py; here is what is told besides (lists, bodies, odd numbers).
"""

import json
from typing import Any

import pytest
from django.test import Client

from ogl_portal.media.models import PortalImage
from ogl_portal.teams import grants
from ogl_portal.users.models import RoleKey
from tests.factories import ImageFactory, LabPageFactory, NewsPageFactory, Portal, TopicFactory
from tests.teams.teams import member, person, signed_in

pytestmark = pytest.mark.django_db

BULK = "/admin/bulk/wagtailcore/page"
NOWHERE = 987_654_321


class TwoTeams:
    """A member of lab B with a draft of their own; lab A has a draft and a picture that B may not know of."""

    def __init__(self, portal: Portal) -> None:
        self.lab_a = LabPageFactory(parent=portal.labs, title="Labor A", slug="labor-a")
        self.lab_b = LabPageFactory(parent=portal.labs, title="Labor B", slug="labor-b")
        self.collection = grants.create_team(self.lab_a).collection
        self.user = member(grants.create_team(self.lab_b))
        self.foreign = NewsPageFactory(parent=self.lab_a, title="Zyxwolke", slug="fremd", live=False)
        self.own = NewsPageFactory(
            parent=self.lab_b, title="Eigener Entwurf", slug="eigen", live=False, owner=self.user
        )
        for page in (self.foreign, self.own):
            page.save_revision()
        self.picture = ImageFactory(title="Zyxwolke", collection=self.collection)
        self.client = signed_in(self.user)
        self.client.raise_request_exception = False


@pytest.fixture
def labs(portal: Portal) -> TwoTeams:
    return TwoTeams(portal)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
def test_of_several_at_once_only_those_are_named_that_one_may_know_of(labs: TwoTeams, action: str) -> None:
    answer = labs.client.get(f"{BULK}/{action}/?id={labs.foreign.pk}&id={labs.own.pk}&id=x&id={NOWHERE}")
    assert answer.status_code == 200
    assert "Eigener Entwurf" in text_of(answer)
    assert "Zyxwolke" not in text_of(answer)


def test_all_of_a_list_are_those_that_one_may_know_of(labs: TwoTeams) -> None:
    answer = labs.client.get(f"{BULK}/delete/?id=all")
    assert "Eigener Entwurf" in text_of(answer)
    assert "Zyxwolke" not in text_of(answer)
    assert labs.client.get(f"{BULK}/delete/?id=all&childOf={labs.lab_a.pk}").status_code == 404
    for parent in (labs.foreign.pk, NOWHERE, "x"):
        assert labs.client.get(f"{BULK}/delete/?id=all&childOf={parent}").status_code == 404, parent


def test_numbers_that_are_none_answer_as_those_of_nothing(labs: TwoTeams) -> None:
    for number in ("x", "", "9" * 40, NOWHERE, labs.foreign.pk):
        assert labs.client.get(f"{BULK}/delete/?id={number}").status_code == 404, number
        assert labs.client.post(f"{BULK}/delete/?id={number}").status_code == 404, number
    assert labs.client.get(f"{BULK}/delete/").status_code == 404
    assert labs.client.get("/admin/bulk/core/gibtesnicht/delete/?id=1").status_code == 404


@pytest.mark.parametrize("chooser", ["images/chooser", "documents/chooser", "snippets/choose/core/topic"])
def test_choosers_take_odd_numbers(chooser: str, client: Client, portal: Portal) -> None:
    client.force_login(person(RoleKey.ADMINISTRATION, username="admin"))
    client.raise_request_exception = False
    for number in ("x", "9" * 40, "1.5", "²", "-1"):
        assert client.get(f"/admin/{chooser}/chosen/{number}/").status_code == 404, number
        many = client.get(f"/admin/{chooser}/chosen-multiple/?id={number}")
        assert (many.status_code, json.loads(many.content)["result"]) == (200, []), number


def test_a_snippet_that_is_there_for_all_can_be_chosen(labs: TwoTeams) -> None:
    topic = TopicFactory(name="Beteiligung")
    answer = labs.client.get(f"/admin/snippets/choose/core/topic/chosen/{topic.pk}/")
    assert json.loads(answer.content)["result"]["string"] == "Beteiligung"


def test_choosing_several_leaves_foreign_pictures_out(labs: TwoTeams) -> None:
    own = ImageFactory(title="Eigenes Bild", collection=labs.user.groups.get().lab_team.collection)
    answer = labs.client.get(f"/admin/images/chooser/chosen-multiple/?id={labs.picture.pk}&id={own.pk}&id=x")
    assert [item["title"] for item in json.loads(answer.content)["result"]] == ["Eigenes Bild"]


def test_no_destination_is_named_that_one_may_not_know_of(labs: TwoTeams) -> None:
    """Wagtail answers »Sie dürfen nicht nach »Titel« verschieben«."""
    own = labs.own.pk
    for number in (labs.foreign.pk, NOWHERE, "x"):
        for address, data in (
            (f"{BULK}/move/?id={own}", {"chooser": number}),
            (f"/admin/pages/{own}/move/", {"new_parent_page": number}),
            (f"/admin/pages/{own}/copy/", {"new_title": "K", "new_slug": "k", "new_parent_page": number}),
            ("/admin/pages/create/news/newspage", {"parent_page": number}),
        ):
            answer = labs.client.post(address, data)
            assert answer.status_code == 404, (address, number)
            assert "Zyxwolke" not in text_of(answer)


def test_a_version_of_another_page_is_not_there(labs: TwoTeams) -> None:
    for number in (labs.foreign.latest_revision_id, NOWHERE):
        for action in ("view", "revert", "unschedule"):
            answer = labs.client.get(f"/admin/pages/{labs.own.pk}/revisions/{number}/{action}/")
            assert answer.status_code == 404, (action, number)


def test_many_pictures(labs: TwoTeams) -> None:
    address = f"/admin/bulk/media/portalimage/add_tags/?id={labs.picture.pk}"
    assert labs.client.get(address).status_code == 404
    assert labs.client.post(address, {"tags": "a"}).status_code == 404
    assert not PortalImage.objects.get(pk=labs.picture.pk).tags.exists()
