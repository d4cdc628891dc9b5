"""The frame around every page: menus, legal links, breadcrumbs."""

from collections.abc import Iterable

import pytest
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from ogl_portal.core.navigation import NavItem, build_frame
from ogl_portal.core.titles import is_shared
from tests.accessibility.factories import StatementPageFactory
from tests.factories import (
    EasyLanguagePageFactory,
    ImprintPageFactory,
    LabPageFactory,
    NewsPageFactory,
    Portal,
    PrivacyPageFactory,
    SignLanguagePageFactory,
    StandardPageFactory,
)


def frame(path: str = "/"):
    return build_frame(RequestFactory().get(path, headers={"host": "localhost"}))


def titles(items: Iterable[NavItem]) -> list[str]:
    return [item.title for item in items]


def test_the_main_menu_holds_what_staff_show_there_in_the_order_of_the_tree(portal: Portal) -> None:
    StandardPageFactory(parent=portal.home, title="Entwurf", show_in_menus=True, live=False)
    assert titles(frame().main_nav) == ["Labore", "Ergebnisse", "Literatur", "Aktuelles", "Termine"]


LEGAL = (
    *(PrivacyPageFactory, ImprintPageFactory, StatementPageFactory),
    *(EasyLanguagePageFactory, SignLanguagePageFactory),
)


def test_legal_and_utility_pages_are_known_by_their_types(portal: Portal) -> None:
    for number, factory in enumerate(LEGAL):
        factory(parent=portal.home, slug=f"anders-{number}")
    legal = ["Kontakt", "Impressum", "Datenschutz", "Erklärung zur Barrierefreiheit"]
    assert titles(frame().legal_nav) == [*legal, "Einfache Sprache", "Gebärdensprache"]
    assert titles(frame().utility_nav) == ["Einfache Sprache", "Gebärdensprache"]
    assert frame().utility_nav[0].url == "/anders-3/"


@pytest.mark.parametrize("path", ["/labore/", "/labore/brandis/"])
def test_the_menu_says_where_one_is(portal: Portal, path: str) -> None:
    assert titles([item for item in frame(path).main_nav if item.current]) == ["Labore"]


def test_the_origin_lines_name_programme_and_action_plan(portal: Portal) -> None:
    programme, action_plan = frame().origin_lines
    assert "»Region gestalten«" in programme
    assert "2. Nationalen Aktionsplan" in action_plan


def test_without_a_site_the_frame_is_empty(portal: Portal) -> None:
    Site.objects.all().delete()
    assert frame().main_nav == ()


def test_the_frame_costs_a_few_queries_once(
    portal: Portal,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(20):
        StandardPageFactory(parent=portal.home)
    with django_assert_max_num_queries(5):
        first = frame()
    with django_assert_num_queries(0):
        assert frame() == first


@pytest.mark.parametrize("change", ["publish", "rename", "move", "delete", "rename the site"])
def test_a_change_is_in_the_menus_at_once(portal: Portal, change: str) -> None:
    page = StandardPageFactory(parent=portal.home, title="Vorher", slug="vorher", show_in_menus=True)
    before = frame()
    match change:
        case "publish":
            StandardPageFactory(parent=portal.home, title="Neu", show_in_menus=True)
        case "rename":
            page.title = "Nachher"
            page.save_revision().publish()
        case "move":
            page.move(portal.labs, pos="last-child")
        case "delete":
            page.delete()
        case "rename the site":
            site = Site.objects.get()
            site.site_name = "Anderer Name"
            site.save()
    assert frame() != before


def test_breadcrumbs_lead_from_the_start_to_the_page_itself(
    portal: Portal, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lab = LabPageFactory(parent=portal.labs, title="Brandis", slug="brandis")
    news = NewsPageFactory(parent=lab, title="Neue Meldung", slug="neu")
    is_shared(news.title)  # remembered like the menus
    with django_assert_num_queries(1):
        crumbs = news.breadcrumbs()
    assert [(crumb.title, crumb.url) for crumb in crumbs] == [
        ("Start", "/"),
        ("Labore", "/labore/"),
        ("Brandis", "/labore/brandis/"),
        ("Neue Meldung", "/labore/brandis/neu/"),
    ]


def test_the_home_page_has_no_breadcrumbs(portal: Portal) -> None:
    assert portal.home.breadcrumbs() == []
