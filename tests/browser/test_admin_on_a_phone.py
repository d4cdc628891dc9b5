"""The admin on the screen of a telephone: nothing is cut, covered, off the screen or broken within a word."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from news.models import NewsPage
from ogl_portal.media.models import PortalDocument, PortalImage
from tests.access.table import read_table
from tests.access.world import World
from tests.browser.measures import not_to_be_seen
from tests.test_access_matrix import address_of

PHONE = {"width": 390, "height": 844}
TITLE = "Bürgerbeteiligung in der kommunalen Verkehrsentwicklung: Zwischenbericht der Arbeitsgruppe für Öffentlichkeit"
SCREENS = {
    "administrator": (
        *("admin/", "admin/account/", "admin/sicherheit/", "admin/handbuch/<slug:slug>/"),
        *("admin/pages/<int:parent_page_id>/", "admin/pages/<int:page_id>/edit/", "admin/pages/search/"),
        *(
            "admin/pages/<int:page_id>/history/",
            "admin/pages/<int:page_id>/usage/",
            "admin/pages/<int:page_id>/delete/",
        ),
        *("admin/pages/<int:page_to_move_id>/move/", "admin/pages/<int:page_id>/copy/"),
        *(
            "admin/images/",
            "admin/images/<int:image_id>/",
            "admin/documents/",
            "admin/documents/edit/<int:document_id>/",
        ),
        *("admin/snippets/core/topic/", "admin/snippets/core/topic/edit/<int:pk>/", "admin/collections/"),
        *("admin/snippets/publications/literatureentry/", "admin/redirects/", "admin/sites/"),
        *("admin/users/", "admin/users/edit/<int:pk>/", "admin/groups/", "admin/groups/edit/<int:pk>/"),
        *("admin/workflows/list/", "admin/workflows/edit/<int:pk>/", "admin/workflows/tasks/index/"),
        *("admin/reports/site-history/", "admin/reports/workflow/", "admin/reports/aging-pages/"),
        *("admin/reports/page-types-usage/", "admin/berichte/abrufe/", "admin/berichte/dokumente/"),
        *("admin/berichte/durchsicht/", "admin/berichte/personen/", "admin/berichte/emails/"),
        *("admin/settings/<slug:app_name>/<slug:model_name>/<int:pk>/", "admin/papierkorb/", "admin/planung/"),
        *("admin/posteingang/", "admin/posteingang/<int:pk>/", "admin/barrieren/", "admin/maengel/"),
    ),
    "publisher": ("admin/", "admin/pages/<int:parent_page_id>/", "admin/pages/<int:page_id>/edit/"),
    "team A": ("admin/", "admin/pages/<int:parent_page_id>/", "admin/pages/<int:page_id>/edit/"),
}


@pytest.fixture(scope="module")
def site(world: World) -> Iterator[str]:
    for page in (world.news, world.waiting):
        news = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        news.title = news.draft_title = TITLE
        news.save_revision(user=world.people["team A"])
        NewsPage.objects.filter(pk=page.pk).update(title=TITLE, draft_title=TITLE)
    PortalImage.objects.filter(pk=world.image.pk).update(title=TITLE)
    PortalDocument.objects.filter(pk=world.document.pk).update(title=TITLE)
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@contextmanager
def phone(browser: Browser, site: str, world: World, role: str) -> Iterator[Page]:
    """A telephone's screen in front of somebody of this role."""
    with browser.new_context(base_url=site, locale="de-DE", viewport=PHONE, reduced_motion="reduce") as visitor:
        visitor.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": world.sessions[role], "url": site}])
        yield visitor.new_page()


@pytest.mark.parametrize("role", SCREENS)
def test_everything_on_a_screen_is_to_be_seen(browser: Browser, site: str, world: World, role: str) -> None:
    rows = {row.pattern: row for row in read_table()}
    found = {}
    with phone(browser, site, world, role) as page:
        for pattern in SCREENS[role]:
            page.goto(address_of(rows[pattern], world))
            if problems := not_to_be_seen(page):
                found[pattern] = problems
    assert found == {}


def test_a_row_of_the_explorer_says_what_its_columns_say_elsewhere(browser: Browser, site: str, world: World) -> None:
    with phone(browser, site, world, "staff") as page:
        page.goto(reverse("wagtailadmin_explore", args=[world.lab.pk]))
        row = page.locator("tr").filter(has_text=TITLE).first
        for heading in ("Aktualisiert", "Typ", "Status"):
            expect(row.locator(f"[data-label='{heading}']")).to_be_in_viewport(ratio=1)
        page.get_by_label("Suchbegriff").fill("Verkehrsentwicklung")
        page.wait_for_url("**q=Verkehr**")
        expect(page.locator("#listing-results tbody tr")).to_have_count(2)
        expect(page.locator("#listing-results tbody tr").first.locator("[data-label='Status']")).to_be_in_viewport(
            ratio=1
        )


def test_a_message_and_the_button_of_the_menu_leave_each_other_free(browser: Browser, site: str, world: World) -> None:
    with phone(browser, site, world, "staff") as page:
        page.goto(reverse("wagtailimages:edit", args=[world.image.pk]))
        page.get_by_label("Titel", exact=False).first.fill("")
        page.locator("form[action*='/images/']").first.evaluate("form => { form.noValidate = true; form.submit() }")
        message = page.locator(".messages li").first
        expect(message).to_be_visible()
        assert not_to_be_seen(page) == []
        common = """message => { const button = document.querySelector('.sidebar-nav-toggle').getBoundingClientRect();
            const text = document.createRange(); text.selectNodeContents(message);
            return [...text.getClientRects()].filter(one => one.width < message.clientWidth && one.left < button.right
                && one.right > button.left && one.top < button.bottom && one.bottom > button.top).length }"""
        assert message.evaluate(common) == 0


def test_after_planning_the_form_is_there_again(browser: Browser, site: str, world: World) -> None:
    with phone(browser, site, world, "publisher") as page:
        page.goto(reverse("wagtailadmin_pages:edit", args=[world.news.pk]))
        page.get_by_role("button", name="Status").click()
        page.get_by_role("button", name="Zeitplan festlegen").click()
        page.get_by_label("Öffentlich bis").fill("2035-03-05T09:17")
        with page.expect_navigation():
            page.get_by_role("button", name="Zeitplan speichern").click()
        expect(page.get_by_text("5. März 2035")).not_to_be_in_viewport()
        assert not_to_be_seen(page) == []
        expect(page.locator("[data-form-side]")).not_to_contain_class("form-side--open")
