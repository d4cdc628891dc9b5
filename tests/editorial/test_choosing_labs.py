"""Which labs somebody may name on a news item, an event or a result document."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from labs.models import LabPage
from ogl_portal.teams import grants
from ogl_portal.teams.models import LabTeam
from ogl_portal.users.models import RoleKey
from publications.models import PublicationPage
from tests.factories import EventPageFactory, LabPageFactory, NewsPageFactory, Portal, PublicationPageFactory
from tests.teams.teams import member, person, signed_in

REFUSED = "nur Ihr eigenes Labor"
FACTORIES = {"news": NewsPageFactory, "event": EventPageFactory}


@pytest.fixture
def lab(portal: Portal) -> LabPage:
    return LabPageFactory(parent=portal.labs, title="Brandis")


@pytest.fixture
def other_lab(portal: Portal) -> LabPage:
    return LabPageFactory(parent=portal.labs, title="Bremen", live=False)


@pytest.fixture
def team(lab: LabPage) -> LabTeam:
    return grants.create_team(lab)


@pytest.fixture
def mara(team: LabTeam) -> Client:
    return signed_in(member(team))


@pytest.fixture(params=["news", "event"])
def page(request: pytest.FixtureRequest, lab: LabPage) -> Any:
    return FACTORIES[request.param](parent=lab, title="Vorher", live=False)


def data_for(page: Any, labs: list[LabPage], **changes: Any) -> dict[str, Any]:
    """What the form of ``page`` sends with these labs ticked."""
    fields = {"title": "Nachher", "slug": page.slug, "comments": inline_formset([])} | changes
    fields["body"] = streamfield([("paragraph", rich_text("<p>Text</p>"))])
    if page._meta.model_name == "newspage":
        fields |= {"dates": inline_formset([{"date": "2022"}]), "corrections": inline_formset([])}
    else:
        fields |= {"start_date": "2022-12-08", "state": page.state, "audience": page.audience}
        fields["exceptions"] = inline_formset([])
    return nested_form_data(fields) | {"labs": [lab.pk for lab in labs]}


def save(client: Client, page: Any, labs: list[LabPage]) -> tuple[list[str], str]:
    """The titles of the labs in the page's latest draft, and what the editor answers."""
    response = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data_for(page, labs), follow=True)
    draft = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
    return sorted(lab.title for lab in draft.labs.all()), response.content.decode()


def offered(client: Client, address: str) -> list[tuple[str, bool]]:
    """The labs that a form offers, and whether they are ticked."""
    form = BeautifulSoup(client.get(address).content, "html.parser")
    boxes = form.find_all("input", {"name": "labs"})
    return [(box.parent.get_text(strip=True), box.has_attr("checked")) for box in boxes]


def test_a_member_is_offered_the_own_lab_only(other_lab: LabPage, mara: Client, page: Any) -> None:
    assert offered(mara, reverse("wagtailadmin_pages:edit", args=[page.pk])) == [("Brandis", False)]


def test_a_new_page_below_a_lab_begins_with_it(other_lab: LabPage, mara: Client, lab: LabPage) -> None:
    for model in (("news", "newspage"), ("events", "eventpage")):
        assert offered(mara, reverse("wagtailadmin_pages:add", args=[*model, lab.pk])) == [("Brandis", True)]


def test_a_member_names_the_own_lab(other_lab: LabPage, mara: Client, page: Any, lab: LabPage) -> None:
    assert save(mara, page, [lab])[0] == ["Brandis"]


def test_another_lab_is_refused_at_the_field_and_the_rest_is_saved(
    mara: Client, page: Any, lab: LabPage, other_lab: LabPage
) -> None:
    named, _ = save(mara, page, [lab, other_lab])
    assert named == []
    answer = mara.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    wrapper = BeautifulSoup(answer, "html.parser").select_one('[data-contentpath="labs"] .error-message')
    assert wrapper is not None
    assert REFUSED in wrapper.get_text()
    assert Page.objects.get(pk=page.pk).get_latest_revision_as_object().title == "Nachher"


def test_another_lab_is_refused_on_a_new_page(mara: Client, page: Any, lab: LabPage, other_lab: LabPage) -> None:
    address = reverse("wagtailadmin_pages:add", args=[page._meta.app_label, page._meta.model_name, lab.pk])
    response = mara.post(address, data_for(page, [other_lab], slug="neu"), follow=True)
    assert REFUSED in response.content.decode()
    assert not Page.objects.get(slug="neu").specific.labs.exists()


def test_labs_that_others_have_named_stay(mara: Client, page: Any, lab: LabPage, other_lab: LabPage) -> None:
    staff = signed_in(person(RoleKey.STAFF))
    assert save(staff, page, [lab, other_lab])[0] == ["Brandis", "Bremen"]
    text = mara.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "vom Programmteam zu ändern: »Bremen«" in text
    assert save(mara, page, [lab])[0] == ["Brandis", "Bremen"]
    assert save(mara, page, [])[0] == ["Bremen"]
    assert save(staff, page, [])[0] == []


def test_staff_may_name_every_lab(other_lab: LabPage, lab: LabPage, page: Any) -> None:
    staff = signed_in(person(RoleKey.STAFF))
    titles = {title for title, _ in offered(staff, reverse("wagtailadmin_pages:edit", args=[page.pk]))}
    assert titles == {"Brandis", "Bremen"}


def test_an_entrusted_result_document_is_no_way_around(
    portal: Portal, mara: Client, team: LabTeam, lab: LabPage, other_lab: LabPage
) -> None:
    document = PublicationPageFactory(parent=portal.publications, live=False)
    grants.entrust_publications(team, PublicationPage.objects.filter(pk=document.pk), by=person(RoleKey.STAFF))
    assert offered(mara, reverse("wagtailadmin_pages:edit", args=[document.pk])) == [("Brandis", False)]
