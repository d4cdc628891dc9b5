"""German and English: frames, versions of one another, and the way from one to the other."""

import re
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page

from ogl_portal.english.models import EnglishHomePage, EnglishPage, Listing
from tests.factories import (
    EnglishHomePageFactory,
    EnglishPageFactory,
    FileVersionFactory,
    LabPageFactory,
    Portal,
    PublicationPageFactory,
    StandardPageFactory,
)

GERMAN_PATHS = ("/", "/programm/", "/labore/", "/ergebnisse/", "/kontakt/")
# Words of the German frame, none of which is English as well.
GERMAN_WORDS = re.compile(
    r"\b(Zum|Zur|Suche|Suchen|Menü|Hauptnavigation|Barriere|Startseite|Labore|Ergebnisse|Termine|Aktuelles|Kontakt|"
    r"Impressum|Datenschutz|Änderungen|Zuletzt|Seiten?|Über|Nach|und|der|die|das|mit|Version|Herunterladen)\b"
)


@pytest.fixture
def english(portal: Portal) -> EnglishHomePage:
    """The English pages, those that have a German version with its key."""
    home: EnglishHomePage = EnglishHomePageFactory(parent=portal.home, translation_key=portal.home.translation_key)
    programme = StandardPageFactory(parent=portal.home, title="Programm", slug="programm")
    for title, slug, german, listing in (
        ("The programme", "programme", programme, ""),
        ("The labs", "labs", portal.labs, Listing.LABS),
        ("Results", "results", portal.publications, Listing.RESULTS),
        ("How to cite", "how-to-cite", None, ""),
        ("Contact", "contact", portal.contact, Listing.CONTACT),
    ):
        key = {"translation_key": german.translation_key} if german else {}
        EnglishPageFactory(parent=home, title=title, slug=slug, listing=listing, show_in_menus=True, **key)
    cache.clear()
    return home


def soup(client: Client, path: str, status: int = 200) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == status, path
    return BeautifulSoup(response.content, "html.parser")


def alternates(page: BeautifulSoup) -> dict[str, str]:
    links = page.select('link[rel="alternate"][hreflang]')
    return {str(link["hreflang"]): urlsplit(str(link["href"])).path for link in links}


def english_paths(home: EnglishHomePage) -> list[str]:
    return [page.url for page in home.get_descendants(inclusive=True)]


def test_german_stays_at_the_root_and_english_stands_below_en(english: EnglishHomePage) -> None:
    assert english_paths(english) == [
        *("/en/", "/en/programme/", "/en/labs/", "/en/results/", "/en/how-to-cite/", "/en/contact/")
    ]
    assert {page.locale.language_code for page in english.get_descendants(inclusive=True)} == {"en"}
    assert Page.objects.get(slug="programm").url == "/programm/"


def test_each_english_page_says_that_it_is_english(english: EnglishHomePage, client: Client) -> None:
    for path in english_paths(english):
        page = soup(client, path)
        assert page.html is not None
        assert page.html["lang"] == "en", path
        assert page.select_one('meta[property="og:locale"]')["content"] == "en_GB", path  # type: ignore[index]
        assert '"inLanguage": "en"' in str(page.select_one('script[type="application/ld+json"]')), path
    german = soup(client, "/programm/")
    assert german.html is not None
    assert german.html["lang"] == "de"
    assert '"inLanguage": "de"' in str(german.select_one('script[type="application/ld+json"]'))


@pytest.mark.parametrize("path", ["/en/", "/en/programme/", "/en/labs/", "/en/results/", "/en/contact/", "/en/no/"])
def test_no_german_word_stands_in_the_frame_of_an_english_page(
    english: EnglishHomePage, client: Client, path: str
) -> None:
    lab = LabPageFactory(parent=Portal.current().labs, title="Brandis", slug="brandis")
    FileVersionFactory(publication=PublicationPageFactory(parent=Portal.current().publications, slug="leitfaden"))
    page = soup(client, path, 404 if "/no/" in path else 200)
    for marked in page.select('[lang="de"], script, style, .cover'):
        marked.decompose()
    told = " ".join([page.get_text(" "), *(str(tag["aria-label"]) for tag in page.select("[aria-label]"))])
    assert not GERMAN_WORDS.findall(told.replace(str(lab.title), "")), path


def test_versions_name_one_another_in_head_and_sitemap(english: EnglishHomePage, client: Client) -> None:
    english_versions = ("/en/", "/en/programme/", "/en/labs/", "/en/results/", "/en/contact/")
    expected = dict(zip(GERMAN_PATHS, english_versions, strict=True))
    for german, other in expected.items():
        named = {"de": german, "en": other, "x-default": german}
        assert alternates(soup(client, german)) == named
        assert alternates(soup(client, other)) == named
    namespaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    tree = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314  (our own file)
    told = {
        urlsplit(url.findtext("s:loc", "", namespaces)).path: {
            link.attrib["hreflang"]: urlsplit(link.attrib["href"]).path for link in url.findall("x:link", namespaces)
        }
        for url in tree.findall("s:url", namespaces)
    }
    for german, other in expected.items():
        assert told[german] == told[other] == {"de": german, "en": other, "x-default": german}
    assert told["/en/how-to-cite/"] == {}
    assert told["/literatur/"] == {}


def test_what_has_no_version_names_none_and_the_switch_leads_to_the_start(
    english: EnglishHomePage, client: Client
) -> None:
    for path in ("/literatur/", "/en/how-to-cite/", "/themen/", "/programm/aenderungen/", "/en/labs/aenderungen/"):
        assert alternates(soup(client, path)) == {}, path
    assert switch(soup(client, "/literatur/"), "en") == "/en/"
    assert switch(soup(client, "/themen/"), "en") == "/en/"
    assert switch(soup(client, "/en/how-to-cite/"), "de") == "/"
    assert switch(soup(client, "/en/no/", 404), "de") == "/"


def switch(page: BeautifulSoup, language: str) -> str:
    link = page.select_one(f'.utility a[hreflang="{language}"][lang="{language}"]')
    assert link is not None
    assert link.get_text() == {"de": "Deutsch", "en": "English"}[language]
    return str(link["href"])


def test_the_switch_leads_to_the_other_version_and_back(english: EnglishHomePage, client: Client) -> None:
    for path in GERMAN_PATHS:
        other = switch(soup(client, path), "en")
        assert other.startswith("/en/")
        assert switch(soup(client, other), "de") == path


def test_a_version_that_is_taken_down_is_named_no_longer(english: EnglishHomePage, client: Client) -> None:
    EnglishPage.objects.get(slug="labs").unpublish()
    cache.clear()
    assert alternates(soup(client, "/labore/")) == {}
    assert switch(soup(client, "/labore/"), "en") == "/en/"
    assert "/en/labs/" not in str(soup(client, "/en/"))


def test_without_english_pages_nothing_leads_there(portal: Portal, client: Client) -> None:
    cache.clear()
    page = soup(client, "/")
    assert page.select('[hreflang="en"]') == []
    assert soup(client, "/en/", 404).html["lang"] == "de"  # type: ignore[index]


def test_an_address_is_the_only_thing_that_chooses_the_language(english: EnglishHomePage, client: Client) -> None:
    for path in ("/", "/en/", "/en/contact/"):
        answer = client.get(path, headers={"accept-language": "en-GB,en"})
        assert answer.status_code == 200
        assert not answer.cookies
        assert "Accept-Language" not in answer.get("Vary", "")
    page = BeautifulSoup(client.get("/", headers={"accept-language": "en"}).content, "html.parser")
    assert page.html is not None
    assert page.html["lang"] == "de"


def test_every_link_of_an_english_page_to_a_german_one_says_so(english: EnglishHomePage, client: Client) -> None:
    LabPageFactory(parent=Portal.current().labs, title="Brandis", slug="brandis")
    FileVersionFactory(publication=PublicationPageFactory(parent=Portal.current().publications, slug="leitfaden"))
    for path in english_paths(english):
        for link in soup(client, path).select('a[href^="/"]'):
            if str(link["href"]).startswith("/en/") and "aenderungen" not in str(link["href"]):
                assert "in German" not in link.get_text(), link
            elif link.get_text() != "Deutsch":
                assert "(in German)" in link.get_text(), link
                assert link["hreflang"] == "de", link


def test_results_and_labs_show_the_english_words_that_stand_beside_the_german(
    english: EnglishHomePage, client: Client
) -> None:
    portal = Portal.current()
    LabPageFactory(
        parent=portal.labs, title="Brandis", slug="brandis", summary_en="A town near Leipzig.", laender=["SN"]
    )
    LabPageFactory(parent=portal.labs, title="Tengen", slug="tengen")
    PublicationPageFactory(
        parent=portal.publications,
        title="Gebrauchsanleitung",
        date="2019-10-05",
        title_en="User’s guide",
        abstract_en="A manual.",
        slug="gebrauchsanleitung",
    )
    labs = soup(client, "/en/labs/").select_one("main")
    assert labs is not None
    assert "A town near Leipzig." in labs.get_text()
    assert "Saxony" in labs.get_text()
    assert "There is no English summary of this lab yet." in labs.get_text()
    results = soup(client, "/en/results/")
    heading = results.select_one("#gebrauchsanleitung h2")
    assert heading is not None
    assert heading["lang"] == "de"
    text = results.get_text()
    for words in ("[User’s guide]", "A manual.", "5\N{NO-BREAK SPACE}October 2019", "German"):
        assert words in text
