"""What a page costs in SQL queries does not depend on how much content there is."""

import datetime
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.cache.backends import locmem
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from labs.models import LabContact, LabLink, LabMunicipality, LabPartner, LabSubproject
from ogl_portal.core.models import Topic
from ogl_portal.english.models import Listing
from ogl_portal.pages.models import KeyFigure, Way
from publications.models import Contributor
from tests.accessibility.factories import ReportFactory, StatementPageFactory, approved
from tests.copies import copy_page
from tests.factories import (
    EasyLanguagePageFactory,
    EnglishHomePageFactory,
    EnglishPageFactory,
    EventPageFactory,
    FileVersionFactory,
    ImageFactory,
    ImprintPageFactory,
    LabPageFactory,
    LiteratureEntryFactory,
    NewsPageFactory,
    Portal,
    PrivacyPageFactory,
    PublicationPageFactory,
    SignLanguagePageFactory,
    StandardPageFactory,
    TopicFactory,
)

HOME, OTHERS = 18, 15  # the first one also asks what stands around all pages
PAGES = {
    "/": HOME,
    "/labore/": OTHERS,
    "/labore/?land=SN&thema=thema-a&partner=civil_society": OTHERS,
    "/labore/brandis/": OTHERS,
    "/ergebnisse/": OTHERS,
    "/ergebnisse/?art=report&thema=thema-a&labor=brandis&jahr=2022": OTHERS,
    "/ergebnisse/leitfaden/": OTHERS,
    "/literatur/": OTHERS,
    "/aktuelles/": OTHERS,
    "/aktuelles/?labor=brandis&thema=thema-a&jahr=2022&seite=2": OTHERS,
    "/aktuelles/archiv/": OTHERS,
    "/aktuelles/archiv/2022/?labor=brandis&thema=thema-a": OTHERS,
    "/aktuelles/tagung/": OTHERS,
    "/labore/brandis/eigene/": OTHERS,
    "/termine/": OTHERS,
    "/termine/?labor=brandis&thema=thema-a&jahr=2022&seite=2": OTHERS,
    "/termine/?art=Treffen&land=SN": OTHERS,
    "/termine/treffen/": OTHERS,
    "/programm/": OTHERS,
    "/kontakt/": OTHERS,
    "/impressum/": OTHERS,
    "/datenschutz/": HOME,  # its settings are made when it is first read, and with them the frame is read anew
    "/leichte-sprache/": OTHERS,
    "/gebaerdensprache/": OTHERS,
    "/barriere-melden/": OTHERS,
    "/abonnieren/": OTHERS,
    "/barrierefreiheit/": OTHERS,
    "/barrierefreiheit/erklaerung.json": OTHERS,
    "/en/": OTHERS,
    "/en/labs/": OTHERS,
    "/en/results/": OTHERS,
    "/en/no/": OTHERS,
    "/themen/": OTHERS,
    "/themen/thema-a/": OTHERS,
    "/suche/": OTHERS,
    "/aenderungen/": OTHERS,
    "/aenderungen/atom.xml": OTHERS,
    "/aenderungen/startseite/": OTHERS,
    "/labore/brandis/aenderungen/": OTHERS,
    "/ergebnisse/leitfaden/aenderungen/": OTHERS,
    "/ergebnisse/leitfaden/aenderungen/2/": OTHERS,
    "/aktuelles/tagung/aenderungen/": OTHERS,
    "/aktuelles/tagung/aenderungen/2/": OTHERS,
    "/gibt-es-nicht/": OTHERS,
    "/aktuelles/atom.xml": OTHERS,
    "/aktuelles/feed.json": OTHERS,
    "/termine/kalender.ics": OTHERS,
    "/ergebnisse/leitfaden/leitfaden.pdf": OTHERS,
}


@pytest.fixture(params=[1, 10, 100], ids=lambda times: f"content x {times}")
def content(request: pytest.FixtureRequest, portal: Portal) -> int:
    """One of everything with all its relations, then copies of each: 4, 40 or 400 in all."""
    topics = [TopicFactory(slug="thema-a"), TopicFactory(slug="thema-b")]
    for factory in (ImprintPageFactory, PrivacyPageFactory, EasyLanguagePageFactory, SignLanguagePageFactory):
        factory(parent=portal.home)
    programme = StandardPageFactory(parent=portal.home, slug="programm", show_in_menus=True)
    StandardPageFactory(parent=programme, slug="gegenstand")
    lab = LabPageFactory(
        parent=portal.labs,
        slug="brandis",
        topics=topics,
        municipalities=[LabMunicipality(name=name) for name in ("Stadt Brandis", "Gemeinde Machern")],
        partners=[LabPartner(name=name) for name in ("Verein", "Universität")],
        subprojects=[LabSubproject(title="Teil")],
        links=[LabLink(title="Mehr", url="https://example.org/")],
        contacts=[LabContact(name="Mara Muster", expires_on="2099-12-31")],
        members=False,
    )
    relations = {"labs": [lab], "topics": topics}
    publication = PublicationPageFactory(
        parent=portal.publications,
        slug="leitfaden",
        date="2022-10",
        home_page_order=1,
        contributors=[Contributor(family_name="Muster"), Contributor(kind="body", name="Stadt")],
        **relations,
    )
    for number in (1, 2):
        FileVersionFactory(publication=publication, number=number)
    picture = ImageFactory()
    news = NewsPageFactory(parent=portal.news, slug="tagung", picture=picture, picture_alt="Tisch", **relations)
    event = EventPageFactory(parent=portal.events, slug="treffen", **relations)
    for page in (publication, news):  # two public versions with a difference
        page.save_revision().publish()
        changed = type(page).objects.get(pk=page.pk)
        changed.title, changed.topics = f"{changed.title} neu", topics[:1]
        changed.save_revision().publish()
    english = EnglishHomePageFactory(parent=portal.home, translation_key=portal.home.translation_key)
    for listing in Listing.LABS, Listing.RESULTS:
        EnglishPageFactory(parent=english, slug=listing.value, listing=listing, show_in_menus=True)
    KeyFigure.objects.create(page=portal.home, value="13", label="Labore", label_en="Labs")
    for target in (portal.labs, programme):
        Way.objects.create(page=portal.home, title="Weg", text="Satz", target=target)
    NewsPageFactory(parent=lab, slug="eigene", **relations)
    for _ in range(3):
        LiteratureEntryFactory()
    times: int = request.param * 4
    StatementPageFactory(parent=portal.home)
    for number in (1, 2):
        approved(datetime.date(2022, 1, number))
        ReportFactory(is_fault=True, fault_title="Mangel")
    for page in (lab, publication, news, event):
        copy_page(page, times - 1)
    Topic.objects.bulk_create(Topic(name=f"Kopie {i}", slug=f"kopie-{i}") for i in range(request.param))
    return times


def test_no_page_costs_more_than_its_budget(
    content: int,
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # What is remembered for some seconds stays so, however long this takes: the first page pays for all.
    monkeypatch.setattr(locmem, "time", SimpleNamespace(time=lambda: 0))
    for address in ("/aktuelles/tagung/", "/aktuelles/"):
        client.get(address)  # publishing makes the pictures otherwise
    cache.clear()  # as after a restart
    for address, budget in PAGES.items():
        with django_assert_max_num_queries(budget, info=f"{address} with {content} of everything"):
            response = client.get(address)
        assert response.status_code == (404 if address in ("/gibt-es-nicht/", "/en/no/") else 200), address


def test_copies_are_whole_pages(portal: Portal, client: Client) -> None:
    lab = LabPageFactory(parent=portal.labs, title="Brandis", slug="brandis", topics=[TopicFactory(name="Jugend")])
    copy_page(lab, 40)
    response = client.get("/labore/brandis-k39/")
    assert response.status_code == 200
    for words in ("Brandis (39)", "Stadt Brandis", "Verein Brandis", "Jugend"):
        assert words in response.content.decode()
    portal.labs.refresh_from_db()
    assert not type(portal.labs).find_problems()[0]
