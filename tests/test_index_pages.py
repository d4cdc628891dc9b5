"""Staff rename every page that there is one of, and no link, feed, form or file is lost: addresses come from pages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Page

from ogl_portal.core.index_pages import index_url, usual_url
from ogl_portal.core.models import BasePage
from tests.accessibility.factories import StatementPageFactory
from tests.everything import page_types
from tests.factories import (
    EasyLanguagePageFactory,
    EnglishHomePageFactory,
    EventPageFactory,
    FileVersionFactory,
    ImprintPageFactory,
    LabPageFactory,
    LiteratureEntryFactory,
    NewsPageFactory,
    Portal,
    PrivacyPageFactory,
    PublicationPageFactory,
    SignLanguagePageFactory,
    TopicFactory,
)
from tests.test_links import crawl

APPS = ("ogl_portal", "labs", "publications", "news", "events")
# Redirects and imports speak of addresses of before; the programme's content makes its pages at these.
MAY_NAME_ADDRESSES = ("ogl_portal/redirects/", "ogl_portal/importing/", "ogl_portal/programme/")
BESIDE_THE_TREE = {"suche", "themen", "aenderungen", "barriere-melden", "abonnieren", "opensearch.xml"}


def single_pages() -> list[type[BasePage]]:
    return [model for model in page_types() if model.usual_slug]


@pytest.fixture
def linked(portal: Portal) -> None:
    """A portal with a page of each type, all of them linked with each other."""
    for factory in (
        *(ImprintPageFactory, PrivacyPageFactory, StatementPageFactory),
        *(EasyLanguagePageFactory, SignLanguagePageFactory, EnglishHomePageFactory),
    ):
        factory(parent=portal.home)
    Page.objects.child_of(portal.home).update(show_in_menus=True)
    lab = LabPageFactory(parent=portal.labs, slug="brandis")
    relations = {"labs": [lab], "topics": [TopicFactory(slug="jugend")]}
    report = PublicationPageFactory(parent=portal.publications, slug="bericht", date="2022", **relations)
    FileVersionFactory(publication=report)
    LiteratureEntryFactory()
    for parent in (portal.news, lab):
        NewsPageFactory(parent=parent, **relations)
    EventPageFactory(parent=portal.events, **relations)


def rename_all() -> list[str]:
    """The addresses that the pages had."""
    left = []
    for model in single_pages():
        page = model.objects.get()
        left.append(page.url)
        page.slug = f"x-{page.slug}"
        page.save_revision().publish()
    return left


def test_every_page_may_be_renamed(linked: None, client: Client) -> None:
    left = rename_all()
    assert len(left) == 12
    starts = ["/", *sitemap(client), "/suche/?q=xyzxyz", "/gibt-es-nicht/"]
    after = crawl(client, starts)
    assert after.faults() == {}
    stale = {target for target in after.statuses if target.startswith(tuple(left)) and target not in BESIDE}
    assert stale == set()
    news, events = "/x-aktuelles/", "/x-termine/"
    feeds = {f"{news}atom.xml", f"{news}feed.json", f"{events}kalender.ics", "/x-labore/brandis/atom.xml"}
    files = {"/x-ergebnisse/bericht/bericht.pdf", "/x-ergebnisse/bericht/zitat.bib", "/x-literatur/literatur.bib"}
    assert feeds | files <= {target.partition("?")[0] for target in after.statuses}
    sent = client.post("/kontakt/senden/", {"text": "Eine Frage"})
    assert sent.status_code == 422
    assert b'action="/kontakt/senden/"' in sent.content
    statement = client.get("/barrierefreiheit/erklaerung.json").json()
    assert statement["url"].endswith("/x-barrierefreiheit/")
    assert f"Contact: {settings.BASE_URL}/x-kontakt/" in client.get("/.well-known/security.txt").content.decode()


# Of the site's own, wherever the page stands that they speak of.
BESIDE = {"/kontakt/senden/", "/barrierefreiheit/erklaerung.json"}


def sitemap(client: Client) -> list[str]:
    return re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", client.get("/sitemap.xml").content.decode())


def test_an_address_is_known_at_once_and_costs_nothing(portal: Portal, django_assert_num_queries) -> None:
    assert index_url("news.NewsIndexPage") == "/aktuelles/"
    with django_assert_num_queries(0):
        assert index_url("events.EventIndexPage") == "/termine/"
    portal.news.slug = "neues"
    portal.news.save_revision().publish()
    assert index_url("news.NewsIndexPage") == "/neues/"
    portal.news.unpublish()
    assert index_url("news.NewsIndexPage") == usual_url("news.NewsIndexPage") == "/aktuelles/"


def fixed_addresses(text: str, names: set[str]) -> list[str]:
    """Addresses of ours at the beginning of ``text`` or of a quoted value in it."""
    slugs = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.findall(rf"""(?:^|["'}}])(/(?:{slugs})(?:/[^\s"']*)?)(?=["'?#]|$)""", text)


def sources() -> Iterator[tuple[str, str]]:
    """Name and text of each template, and of each string in Python."""
    root = Path(settings.BASE_DIR)
    for file in sorted((root / "templates").rglob("*.*")):
        yield str(file.relative_to(root)), file.read_text()
    for app in APPS:
        for file in sorted((root / app).rglob("*.py")):
            name = str(file.relative_to(root))
            if "migrations" in file.parts or name.startswith(MAY_NAME_ADDRESSES):
                continue
            for node in strings(ast.parse(file.read_text())):
                yield f"{name}:{node.lineno}", str(node.value)


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Of an f-string all that may begin an address: its first part, and more where it begins with a value."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            yield node.values[0]
        else:
            yield from strings(node)


def test_no_template_and_no_function_writes_the_address_of_a_page() -> None:
    names = {model.usual_slug for model in single_pages()} | BESIDE_THE_TREE
    found = {f"{name}: {address}" for name, text in sources() for address in fixed_addresses(text, names)}
    assert found == set()


def test_the_guard_would_notice_one() -> None:
    names = {"kontakt", "suche"}
    for text in (
        '<a href="/kontakt/?subject=x">',
        "/suche/",
        "/suche/?",
        "/kontakt/senden/",
        'href="{{ base }}/suche/?q"',
    ):
        assert fixed_addresses(text, names), text
    for text in ('<a href="/kontaktbogen/">', "Zum Beispiel /kontakt/ oder", "kontakt/senden/", '{% url "suche" %}'):
        assert not fixed_addresses(text, names), text
