"""English pages on the desks of staff: checks, search, trash."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page

from labs.models import LabPage
from ogl_portal.editorial.checks.findings import Rule
from ogl_portal.editorial.checks.pages import check_page
from ogl_portal.english.models import EnglishHomePage, Listing
from ogl_portal.safety import trash
from ogl_portal.search import indexing
from ogl_portal.search.finder import find
from ogl_portal.search.query import parse
from tests.factories import EnglishHomePageFactory, EnglishPageFactory, LabPageFactory, Portal, StandardPageFactory

LONG = (
    "The labs were the first of the commitments that are in the plan of the government for the partnership, and they "
    "would have had to be there for all of those who could not be there by themselves"
)
TEXT = [("paragraph", f"<p>{LONG}.</p>")]


@pytest.fixture
def home(portal: Portal) -> EnglishHomePage:
    cache.clear()
    home: EnglishHomePage = EnglishHomePageFactory(parent=portal.home, translation_key=portal.home.translation_key)
    return home


def rules(page: Any) -> set[Rule]:
    return {finding.rule for finding in check_page(page)}


def test_what_is_measured_by_german_is_not_said_of_english(home: EnglishHomePage) -> None:
    portal = Portal.current()
    assert {Rule.LANGUAGE, Rule.LONG_SENTENCE} <= rules(StandardPageFactory(parent=portal.home, body=TEXT))
    assert not {Rule.LANGUAGE, Rule.LONG_SENTENCE} & rules(EnglishPageFactory(parent=home, body=TEXT))
    lab: LabPage = LabPageFactory(parent=portal.labs, summary_en=LONG)
    assert Rule.LONG_SENTENCE not in rules(lab)
    lab.teaser = LONG
    assert Rule.LONG_SENTENCE in rules(lab)


def test_other_checks_hold_for_english_too(home: EnglishHomePage) -> None:
    page = EnglishPageFactory(parent=home, body=[("paragraph", '<p><a href="https://example.org/">here</a></p>')])
    assert Rule.LINK_TEXT in rules(page)


def test_search_finds_english_and_says_that_it_is(home: EnglishHomePage, client: Client) -> None:
    LabPageFactory(parent=Portal.current().labs, title="Brandis", summary_en="It called a zebrafish assembly.")
    page = EnglishPageFactory(parent=home, title="The labs", slug="labs", listing=Listing.LABS)
    for pk in Page.objects.values_list("pk", flat=True):
        indexing.reindex_page(pk)
    (hit,) = find(parse("zebrafish"), {}).results
    assert (hit.url, hit.label, hit.language) == (page.url, "Seite auf Englisch", "en")
    assert '<h2 lang="en"><a class="stretched" href="/en/labs/">' in client.get("/suche/?q=zebrafish").content.decode()


def test_an_english_page_comes_back_from_the_trash_in_its_language(home: EnglishHomePage, client: Client) -> None:
    page = EnglishPageFactory(parent=home, title="Results", slug="results", show_in_menus=True)
    entry = trash.move_to_trash(Page.objects.get(pk=page.pk))
    cache.clear()
    gone = client.get("/en/results/")
    assert gone.status_code == 410
    assert '<html lang="en">' in gone.content.decode()
    trash.restore(entry, Page.objects.get(pk=home.pk), "results", public=True)
    cache.clear()
    answer = client.get("/en/results/")
    assert answer.status_code == 200
    assert '<html lang="en">' in answer.content.decode()
    assert Page.objects.get(pk=page.pk).locale.language_code == "en"


def test_changes_of_two_versions_have_names_of_their_own(home: EnglishHomePage, client: Client) -> None:
    for page in (home, Portal.current().home):
        page.save_revision().publish()
    feed = client.get("/aenderungen/atom.xml").content.decode()
    identifiers = [part.partition("<")[0] for part in feed.split("<id>")[1:]]
    assert len(identifiers) == len(set(identifiers)) > 2
