"""The last part of a page's address, as the editor's form finds it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from ogl_portal.core.slugs import free_slug
from ogl_portal.pages.models import StandardPage
from tests.factories import AdminFactory, Portal, StandardPageFactory


@pytest.fixture
def editor(portal: Portal, client: Client) -> Client:
    client.force_login(AdminFactory())
    return client


def fields(title: str, slug: str) -> dict[str, str]:
    body = streamfield([("paragraph", rich_text("<p>Text</p>"))])
    return nested_form_data({"title": title, "slug": slug, "body": body, "comments": inline_formset([])})


def add(editor: Client, portal: Portal, title: str, slug: str, **action: str) -> Any:
    address = reverse("wagtailadmin_pages:add", args=["pages", "standardpage", portal.home.pk])
    return editor.post(address, fields(title, slug) | action)


def edit(editor: Client, page: Page, title: str, slug: str) -> Any:
    return editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields(title, slug))


def slugs(title: str) -> list[str]:
    return sorted(Page.objects.filter(title=title).values_list("slug", flat=True))


@pytest.mark.parametrize("slug", ["große-übung", "grosse-uebung", "große-u\u0308bung"])
def test_a_second_page_of_one_title_gets_a_number(editor: Client, portal: Portal, slug: str) -> None:
    for _ in range(3):
        response = add(editor, portal, "Große Übung", slug)
        assert response.status_code == 302
    assert slugs("Große Übung") == ["grosse-uebung", "grosse-uebung-2", "grosse-uebung-3"]


def test_an_address_with_umlauts_that_stands_already_stays(editor: Client, portal: Portal) -> None:
    page = StandardPageFactory(parent=portal.home, title="Große Übung", slug="große-übung")
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    assert form["slug"].value() == "große-übung"
    assert "allow-unicode" in str(form["slug"])
    edit(editor, page, "Große Übung", "große-übung")
    assert slugs("Große Übung") == ["große-übung"]
    edit(editor, page, "Große Übung", "übung-neu")
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().slug == "uebung-neu"


def test_a_copy_of_it_gets_one_without(editor: Client, portal: Portal) -> None:
    page = StandardPageFactory(parent=portal.home, title="Übung", slug="übung")
    form = editor.get(reverse("wagtailadmin_pages:copy", args=[page.pk])).context["form"]
    assert form["new_slug"].value() == "uebung"
    data = {"new_title": "Kopie", "new_slug": "kopie-ü", "new_parent_page": portal.home.pk, "copy_subpages": ""}
    editor.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)
    assert slugs("Kopie") == ["kopie-ue"]


def test_a_page_made_without_an_address_spells_its_title_out(portal: Portal) -> None:
    page = portal.home.add_child(instance=StandardPage(title="Bürgerräte in Łódź"))
    assert page.slug == "buergerraete-in-lodz"


def test_it_is_published_at_once_just_as_well(editor: Client, portal: Portal) -> None:
    StandardPageFactory(parent=portal.home, title="Übung", slug="uebung")
    add(editor, portal, "Übung", "uebung", **{"action-publish": "1"})
    assert Page.objects.live().filter(slug="uebung-2").exists()


def test_it_keeps_its_number_while_the_form_goes_on_sending_the_title(editor: Client, portal: Portal) -> None:
    StandardPageFactory(parent=portal.home, title="Übung", slug="uebung")
    add(editor, portal, "Übung", "uebung")
    second = Page.objects.get(slug="uebung-2")
    for _ in range(2):
        assert edit(editor, second, "Übung", "uebung").status_code == 302
    assert slugs("Übung") == ["uebung", "uebung-2"]


def test_a_draft_that_takes_the_title_of_another_page_gets_a_number(editor: Client, portal: Portal) -> None:
    StandardPageFactory(parent=portal.home, title="Übung", slug="uebung")
    draft = StandardPageFactory(parent=portal.home, title="Anderes", slug="anderes", live=False)
    edit(editor, draft, "Übung", "uebung")
    assert slugs("Übung") == ["uebung", "uebung-2"]


@pytest.mark.parametrize("action", [{}, {"action-publish": "action-publish"}])
def test_an_address_that_was_typed_is_not_changed_but_refused_with_a_free_one(
    editor: Client, portal: Portal, action: dict[str, str]
) -> None:
    """A draft is saved at another address until then."""
    StandardPageFactory(parent=portal.home, title="Übung", slug="uebung")
    response = add(editor, portal, "Etwas anderes", "uebung", **action)
    if not action:
        response = editor.get(response["Location"])
    assert response.context["form"]["slug"].value() == "uebung"
    assert "Die Adresse »uebung« hat hier schon eine andere Seite. Frei ist zum Beispiel »uebung-2«." in (
        response.content.decode()
    )
    assert slugs("Etwas anderes") == ([] if action else ["etwas-anderes"])


def test_the_address_of_a_public_page_is_never_changed_by_itself(editor: Client, portal: Portal) -> None:
    StandardPageFactory(parent=portal.home, title="Übung", slug="uebung")
    public = StandardPageFactory(parent=portal.home, title="Anderes", slug="anderes")
    response = editor.get(edit(editor, public, "Übung", "uebung")["Location"])
    assert "hat hier schon eine andere Seite" in response.content.decode()
    assert public.get_latest_revision_as_object().slug == "anderes"
    public.refresh_from_db()
    assert public.slug == "anderes"


def test_a_page_of_that_title_elsewhere_does_not_count(editor: Client, portal: Portal) -> None:
    parent = StandardPageFactory(parent=portal.home)
    StandardPageFactory(parent=parent, title="Übung", slug="uebung")
    add(editor, portal, "Übung", "uebung")
    assert slugs("Übung") == ["uebung", "uebung"]


def test_the_longest_address_still_fits_with_its_number(portal: Portal) -> None:
    longest = "a" * 255
    StandardPageFactory(parent=portal.home, slug=longest)
    assert free_slug(portal.home, longest) == f"{'a' * 245}-2"
