"""Old addresses: followed with their query strings, and kept from hiding pages or running in circles."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.contrib.redirects.models import Redirect

from ogl_portal.redirects.forms import RedirectForm
from tests.factories import AdminFactory, NewsPageFactory, Portal, StandardPageFactory


@pytest.fixture
def staff(client: Client, portal: Portal) -> Client:
    client.force_login(AdminFactory())
    return client


class TestFollowing:
    @pytest.mark.parametrize(
        "address",
        [
            "/?p=2751",
            "/?p=2751&utm_source=brief",
            "/?fbclid=x&p=2751",
            "/?attachment_id=7",
            "/?page_id=12&preview=true",
            "/index.php?p=2751",
            "/goto.php?b=2&a=1",
            "/alte%20meldung/",
            "/alt/?p=3",
            "/übersicht",
        ],
    )
    def test_an_old_address_leads_to_its_page(self, portal: Portal, client: Client, address: str) -> None:
        news = NewsPageFactory(parent=portal.news, slug="tagung")
        for old in (
            "/?p=2751", "/?attachment_id=7", "/?page_id=12", "/goto.php?a=1&b=2", "/alte%20meldung", "/alt",
            "/übersicht",
        ):  # fmt: skip
            Redirect.add_redirect(old, news)
        response = client.get(address)
        if address.startswith("/index.php"):
            response = client.get(response.headers["Location"])
        assert response.status_code == 301
        assert response.headers["Location"].endswith("/aktuelles/tagung/")

    @pytest.mark.parametrize("address", ["/?p=99", "/?seite=2", "/?p=", "/?p=%00", "/?p=2751%20x"])
    def test_other_addresses_of_the_home_page_stay(self, portal: Portal, client: Client, address: str) -> None:
        Redirect.add_redirect("/?p=2751", NewsPageFactory(parent=portal.news))
        assert client.get(address).status_code == 200

    def test_a_draft_is_no_target(self, portal: Portal, client: Client) -> None:
        draft = NewsPageFactory(parent=portal.news, live=False)
        Redirect.add_redirect("/?p=1", draft)
        Redirect.add_redirect("/alt", draft)
        assert client.get("/?p=1").status_code == 200
        assert client.get("/alt/").status_code == 404

    def test_nobody_is_sent_to_where_they_are(self, portal: Portal, client: Client) -> None:
        Redirect.add_redirect("/?p=1", "/?p=1")
        Redirect.add_redirect("/weg", "/weg/")
        assert client.get("/?p=1").status_code == 200
        assert client.get("/weg/").status_code == 404

    def test_filters_cost_nothing(
        self, portal: Portal, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(0):
            client.get("/robots.txt?seite=2&land=SN")


class TestForm:
    def errors(self, old: str, **target: object) -> str:
        form = RedirectForm({"old_path": old, "is_permanent": True, **target})
        return "" if form.is_valid() else " ".join(message for list_ in form.errors.values() for message in list_)

    @pytest.mark.parametrize("old", ["/aktuelles/", "/aktuelles", "aktuelles", "/suche/", "/labore/?land=SN", "/"])
    def test_a_page_is_not_hidden(self, portal: Portal, old: str) -> None:
        assert "würde es verdecken" in self.errors(old, redirect_page=portal.home.pk)

    @pytest.mark.parametrize("old", ["/?p=5", "/?page_id=5&lang=de", "/weg", "/aktuelles/gibt-es-nicht", "/alt?x=1"])
    def test_an_old_address_is_taken(self, portal: Portal, old: str) -> None:
        assert self.errors(old, redirect_page=portal.news.pk) == ""

    def test_a_space_is_written_as_browsers_send_it(self, portal: Portal, client: Client) -> None:
        RedirectForm({"old_path": "/alte meldung", "redirect_page": portal.news.pk}).save()
        assert client.get("/alte%20meldung/").status_code == 302

    def test_a_draft_hides_nothing(self, portal: Portal) -> None:
        StandardPageFactory(parent=portal.home, slug="entwurf", live=False)
        assert self.errors("/entwurf", redirect_page=portal.news.pk) == ""

    def test_a_foreign_address_is_no_old_address(self, portal: Portal) -> None:
        assert "fremden Seite" in self.errors("https://anders.example/alt", redirect_page=portal.news.pk)

    def test_circles_are_refused(self, portal: Portal) -> None:
        Redirect.add_redirect("/b", "/c/")
        Redirect.add_redirect("/c", "/a?x=1")
        assert "im Kreis" in self.errors("/a?x=1", redirect_link="/b/")
        assert "im Kreis" in self.errors("/a", redirect_link="/a/")
        assert "im Kreis" in self.errors("/?p=1", redirect_link="http://testserver/?p=1")
        assert self.errors("/a", redirect_link="/b/") == ""

    def test_a_target_is_named_once(self, portal: Portal) -> None:
        assert "entweder" in self.errors("/a")
        assert "entweder" in self.errors("/a", redirect_page=portal.news.pk, redirect_link="/labore/")

    @pytest.mark.parametrize("link", ["javascript:alert(1)", "//anders.example/", "irgendwas", "https://"])
    def test_a_target_is_an_address(self, portal: Portal, link: str) -> None:
        assert "ist keine Adresse" in self.errors("/a", redirect_link=link)

    def test_an_own_address_becomes_its_page(self, portal: Portal) -> None:
        form = RedirectForm({"old_path": "/a", "is_permanent": True, "redirect_link": "/aktuelles/"})
        redirect = form.save()
        assert redirect.redirect_page_id == portal.news.pk
        assert redirect.redirect_link == ""


class TestAdmin:
    def test_the_views_use_our_form(self, staff: Client, portal: Portal) -> None:
        data = {"old_path": "/aktuelles/", "redirect_page": portal.home.pk, "redirect_link": ""}
        response = staff.post(reverse("wagtailredirects:add"), data)
        assert "würde es verdecken" in response.content.decode()
        redirect = Redirect.add_redirect("/alt", portal.news)
        data["old_path"] = "/labore"
        response = staff.post(reverse("wagtailredirects:edit", args=[redirect.pk]), data)
        assert "würde es verdecken" in response.content.decode()

    def test_a_list_is_imported_and_its_faults_are_told_in_german(self, staff: Client, portal: Portal) -> None:
        rows = "alt,neu\n/alt-1,/aktuelles/\n/aktuelles,/labore/\n/?p=7,https://anders.example/\n/kreis,/kreis/\n"
        file = SimpleUploadedFile("liste.csv", rows.encode())
        confirm = staff.post(reverse("wagtailredirects:start_import"), {"import_file": file})
        form = confirm.context["form"]
        data = {**form.initial, "from_index": 0, "to_index": 1, "permanent": "on"}
        response = staff.post(reverse("wagtailredirects:process_import"), data)
        content = response.content.decode()
        assert "würde es verdecken" in content
        assert "im Kreis" in content
        assert set(Redirect.objects.values_list("old_path", flat=True)) == {"/alt-1", "/?p=7"}

    def test_the_menu_names_them_in_german(self, staff: Client) -> None:
        assert "Weiterleitungen" in staff.get(reverse("wagtailredirects:index")).content.decode()
