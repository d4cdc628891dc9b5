"""A link to an own page or file that readers cannot open is words, wherever it stands; links cost no query each."""

import json
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.rich_text import RichText

from ogl_portal.media.models import PortalDocument
from ogl_portal.pages.models import Way
from ogl_portal.safety import trash
from tests.factories import (
    DocumentFactory,
    EasyLanguagePageFactory,
    EventPageFactory,
    NewsPageFactory,
    Portal,
    StandardPageFactory,
)

pytestmark = pytest.mark.django_db


def link_block(number: int | None) -> dict[str, Any]:
    return {"title": "Weiter", "text": "", "link_text": "Leitfaden lesen", "page": number, "url": ""}


def shown(client: Client, address: str) -> str:
    """The content of the page at ``address``, without the frame."""
    answer = client.get(address)
    assert answer.status_code == 200
    text = answer.content.decode()
    return text[text.index("<main") : text.index("</main>")]


def page_linking_to(portal: Portal, page: Any, document: PortalDocument) -> None:
    paragraph = (
        f'<p>Vorher <a linktype="page" id="{page.pk}">die <b>Seite</b></a>, '
        f'<a linktype="document" id="{document.pk}">die Datei</a>, <a href="https://example.org/">draußen</a>.</p>'
    )
    blocks = [("paragraph", paragraph), ("call_to_action", link_block(page.pk))]
    blocks.append(("accordion", [{"title": "Mehr", "text": paragraph}]))
    StandardPageFactory(
        parent=portal.home, slug="quelle", body=json.dumps([{"type": kind, "value": value} for kind, value in blocks])
    )


def take_down(page: Any, how: str) -> None:
    match how:
        case "unpublished":
            page.unpublish()
        case "in the bin":
            trash.move_to_trash(page)
        case "deleted":
            page.delete()


def test_links_to_public_pages_and_files_are_links(portal: Portal, client: Client) -> None:
    target, document = StandardPageFactory(parent=portal.home, slug="ziel"), DocumentFactory()
    page_linking_to(portal, target, document)
    text = shown(client, "/quelle/")
    assert text.count('<a href="/ziel/">die <b>Seite</b></a>') == 2
    assert text.count(f'<a href="{document.url}">die Datei</a>') == 2
    assert '<a class="kern-btn kern-btn--primary" href="/ziel/"' in text


@pytest.mark.parametrize("how", ["unpublished", "in the bin", "deleted"])
def test_what_readers_cannot_open_is_words(portal: Portal, client: Client, how: str) -> None:
    target, document = StandardPageFactory(parent=portal.home, slug="ziel"), DocumentFactory()
    page_linking_to(portal, target, document)
    take_down(target, how)
    document.delete()
    text = shown(client, "/quelle/")
    assert text.count("Vorher die <b>Seite</b>, die Datei, ") == 2
    assert text.count('<a href="https://example.org/">draußen</a>') == 2
    assert "<p>Leitfaden lesen</p>" in text
    assert "/ziel/" not in text
    assert "<a>" not in text


def test_a_page_that_was_never_published_is_words(portal: Portal, client: Client) -> None:
    target = StandardPageFactory(parent=portal.home, slug="ziel", live=False, last_published_at=None)
    page_linking_to(portal, target, DocumentFactory())
    assert "/ziel/" not in shown(client, "/quelle/")


def test_an_internal_event_is_words(portal: Portal, client: Client) -> None:
    target = EventPageFactory(parent=portal.events, slug="runde", audience="internal")
    page_linking_to(portal, target, DocumentFactory())
    text = shown(client, "/quelle/")
    assert "Vorher die <b>Seite</b>" in text
    assert "/termine/runde/" not in text


@pytest.mark.parametrize("live", [True, False])
def test_a_line_with_a_link_in_easy_language(portal: Portal, client: Client, live: bool) -> None:
    target = StandardPageFactory(parent=portal.home, slug="ziel", live=live)
    part = json.dumps([{"type": "link", "value": {"text": "Zur Seite Ziel", "page": target.pk, "url": ""}}])
    EasyLanguagePageFactory(parent=portal.home, essential=part)
    text = shown(client, "/leichte-sprache/")
    assert ('<p class="more"><a href="/ziel/"' in text) == live
    assert ("<p>Zur Seite Ziel</p>" in text) != live


@pytest.mark.parametrize("live", [True, False])
def test_a_way_on_the_start_page(portal: Portal, client: Client, live: bool) -> None:
    target = StandardPageFactory(parent=portal.home, slug="ziel", live=live)
    Way.objects.create(page=portal.home, title="Worum es geht", text="Satz", target=target)
    text = shown(client, "/")
    assert ('href="/ziel/"' in text) == live
    assert "Worum es geht" in text


def test_the_path_to_a_page_names_one_that_is_not_public_without_a_link(portal: Portal, client: Client) -> None:
    parent = StandardPageFactory(parent=portal.home, title="Oben", slug="oben")
    NewsPageFactory(parent=portal.news, title="Daneben")
    StandardPageFactory(parent=parent, title="Unten", slug="unten")
    assert '<li><a href="/oben/">Oben</a></li>' in client.get("/oben/unten/").content.decode()
    parent.unpublish()
    assert "<li>Oben</li>" in client.get("/oben/unten/").content.decode()


def test_a_text_with_many_links_asks_as_much_as_one_with_a_single_link(portal: Portal) -> None:
    targets = [StandardPageFactory(parent=portal.home, live=number % 2 == 0) for number in range(20)]
    targets += [NewsPageFactory(parent=portal.news) for _ in range(10)]
    files = [DocumentFactory() for _ in range(10)]

    def queries(pages: list[Any], documents: list[Any]) -> int:
        html = "".join(f'<a linktype="page" id="{page.pk}">x</a>' for page in pages)
        html += "".join(f'<a linktype="document" id="{document.pk}">x</a>' for document in documents)
        with CaptureQueriesContext(connection) as context:
            str(RichText(html))
        return len(context)

    queries(targets[:1], files[:1])  # the roots of the site are remembered
    assert queries(targets, files) == queries(targets[:1], files[:1]) == 2


def test_an_anchor_without_address_of_its_own_stays(portal: Portal) -> None:
    html = render_to_string("wagtailcore/shared/richtext.html", {"html": '<a id="x">a</a> <a>b</a> <a href="#x">c</a>'})
    assert html.strip() == '<a id="x">a</a> b <a href="#x">c</a>'
