"""No page comes to stand at an address that the site itself answers, whichever way it is made or moved."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from django.urls import include, path, reverse
from django.views.generic import TemplateView
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from ogl_portal.core.reserved import is_reserved, site_names
from ogl_portal.core.slugs import free_slug
from ogl_portal.pages.models import StandardPage
from ogl_portal.safety import trash
from tests.factories import AdminFactory, LabPageFactory, NewsPageFactory, Portal, StandardPageFactory
from tests.test_html_validity import sitemap


@pytest.fixture
def editor(portal: Portal, client: Client) -> Client:
    client.force_login(AdminFactory())
    return client


def fields(title: str, slug: str) -> dict[str, str]:
    body = streamfield([("paragraph", rich_text("<p>Text</p>"))])
    return nested_form_data({"title": title, "slug": slug, "body": body, "comments": inline_formset([])})


class TestNames:
    @pytest.mark.parametrize(
        "slug",
        ["suche", "themen", "aenderungen", "barriere-melden", "admin", "media", "static", "dateien", "health", "unapi",
         "vorschau", "_util"],
    )  # fmt: skip
    def test_below_the_home_page(self, portal: Portal, slug: str) -> None:
        assert is_reserved(portal.home, slug)

    @pytest.mark.parametrize("slug", ["kontakt", "barrierefreiheit", "impressum", "leichte-sprache", "aktuelles", "x"])
    def test_pages_that_the_site_is_made_of_are_free(self, portal: Portal, slug: str) -> None:
        assert not is_reserved(portal.home, slug)

    def test_below_page_types_with_routes(self, portal: Portal) -> None:
        lab = LabPageFactory(parent=portal.labs)
        assert is_reserved(portal.news, "archiv")
        assert is_reserved(portal.labs, "kommune-wie-meine")
        assert not is_reserved(lab, "archiv")
        for page in (lab, portal.news, portal.labs, StandardPageFactory(parent=portal.home)):
            assert is_reserved(page, "aenderungen")
            assert not is_reserved(page, "suche")

    def test_an_address_that_is_added_is_kept_free_by_itself(self, portal: Portal) -> None:
        view = TemplateView.as_view()

        class Urls:
            urlpatterns = [
                path("daten/", view),
                path("", include([path("oai", view), path("kontakt/karte/<int:nummer>/", view)])),
                path("", include("ogl_portal.urls")),
            ]

        assert not is_reserved(portal.home, "daten")
        with override_settings(ROOT_URLCONF=Urls):
            site_names.cache_clear()
            assert {"daten", "oai", "suche"} <= site_names()
            assert is_reserved(portal.home, "daten")
            assert not is_reserved(portal.home, "kontakt")
            karte = StandardPageFactory(parent=StandardPageFactory(parent=portal.contact, slug="karte"), slug="teil")
            assert is_reserved(karte.get_parent(), "7")
        site_names.cache_clear()

    def test_every_page_of_the_programme_may_stay(self, programme_site: None) -> None:
        for page in Page.objects.filter(depth__gt=2).specific():
            assert not is_reserved(page.get_parent(), page.slug), page.url_path
        assert sitemap(Client())


class TestDoors:
    @pytest.mark.parametrize("slug", ["suche", "admin", "aenderungen"])
    @pytest.mark.parametrize("title", ["Suche", "Etwas anderes"])
    def test_the_form_refuses_and_proposes(self, editor: Client, portal: Portal, slug: str, title: str) -> None:
        address = reverse("wagtailadmin_pages:add", args=["pages", "standardpage", portal.home.pk])
        response = editor.post(address, fields(title, slug) | {"action-publish": "1"})
        assert response.status_code == 200
        assert f"Frei ist zum Beispiel »{slug}-2«" in str(response.context["form"].errors["slug"])
        assert not Page.objects.filter(slug=slug).exists()

    def test_renaming_refuses_too(self, editor: Client, portal: Portal) -> None:
        page = StandardPageFactory(parent=portal.home, slug="seite", title="Seite")
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        refused = editor.post(address, fields("Seite", "themen") | {"action-publish": "action-publish"})
        assert "slug" in refused.context["form"].errors
        editor.post(address, fields("Seite", "themen"))
        assert "slug" in editor.get(address).context["form"].errors
        assert StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object().slug == "seite"

    @pytest.mark.parametrize("live", [True, False])
    def test_saving_past_the_form(self, portal: Portal, live: bool) -> None:
        with pytest.raises(ValidationError, match="suche-2"):
            portal.home.add_child(instance=StandardPage(title="Suche", slug="suche", live=live))

    def test_an_address_made_of_the_title_gets_a_number(self, portal: Portal) -> None:
        page = portal.home.add_child(instance=StandardPage(title="Suche"))
        assert page.slug == "suche-2" == free_slug(portal.home, "suche", page)
        assert free_slug(portal.home, "suche") == "suche-3"

    def test_a_copy_and_an_alias(self, editor: Client, portal: Portal) -> None:
        page = StandardPageFactory(parent=portal.home, slug="seite")
        data = {"new_title": "Suche", "new_slug": "suche", "new_parent_page": portal.home.pk, "copy_subpages": ""}
        response = editor.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)
        assert "suche-2" in str(response.context["form"].errors["new_slug"])
        with pytest.raises(ValidationError):
            CopyPageAction(page, to=portal.home, update_attrs={"slug": "suche"}).execute(skip_permission_checks=True)
        with pytest.raises(ValidationError):
            CreatePageAliasAction(page, parent=portal.home, update_slug="suche").execute(skip_permission_checks=True)

    def test_moving(self, editor: Client, portal: Portal) -> None:
        above = StandardPageFactory(parent=portal.home, slug="oben")
        page = StandardPageFactory(parent=above, slug="suche", title="So sucht man")
        confirm = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, portal.home.pk])
        for ask in (editor.get, editor.post):
            response = ask(confirm, follow=True)
            assert "Die Adresse »suche« braucht das Portal dort selbst" in response.content.decode()
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"]) + f"?id={page.pk}&next=/admin/"
        response = editor.post(bulk, {"chooser": portal.home.pk, "move_applied": "1"}, follow=True)
        assert "Die Adresse »suche« braucht das Portal dort selbst" in response.content.decode()
        with pytest.raises(ValidationError):
            page.move(portal.home, pos="last-child")
        assert Page.objects.get(pk=page.pk).url_path.endswith("/oben/suche/")

    def test_other_moves_go_on(self, portal: Portal) -> None:
        lab = LabPageFactory(parent=portal.labs)
        news = NewsPageFactory(parent=lab, slug="meldung")
        news.move(portal.news, pos="last-child")
        assert Page.objects.get(pk=news.pk).url == "/aktuelles/meldung/"

    def test_coming_back_from_the_bin(self, portal: Portal) -> None:
        page = StandardPageFactory(parent=portal.home, slug="seite")
        entry = trash.move_to_trash(page)
        with pytest.raises(trash.CannotRestoreError, match="suche-2"):
            trash.restore(entry, portal.home, "suche", public=True)
        assert trash.restore(entry, portal.home, "seite", public=True).live


class TestExistingPage:
    """One that was made before the rule, or before the address was needed."""

    @pytest.fixture
    def page(self, portal: Portal) -> Any:
        page = StandardPageFactory(parent=portal.home, slug="seite", title="Suche")
        Page.objects.filter(pk=page.pk).update(slug="suche", url_path=f"{portal.home.url_path}suche/")
        return StandardPage.objects.get(pk=page.pk)

    def test_its_text_can_be_corrected(self, editor: Client, page: Any) -> None:
        response = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields("Neuer Titel", "suche"))
        assert response.status_code == 302
        page.save_revision().publish()

    def test_nobody_else_may_join_it(self, portal: Portal, page: Any) -> None:
        other = StandardPageFactory(parent=portal.home, slug="seite")
        other.slug = "themen"
        with pytest.raises(ValidationError):
            other.save()
