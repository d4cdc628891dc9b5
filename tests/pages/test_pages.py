"""The home page, standard pages, topics, and what answers when something is missing or broken."""

import re
from unittest.mock import patch

import pytest
from django.test import Client

from ogl_portal.pages.models import KeyFigure, Way
from ogl_portal.safety import trash
from tests.accessibility.factories import StatementPageFactory
from tests.factories import (
    EventPageFactory,
    FileVersionFactory,
    ImprintPageFactory,
    LabPageFactory,
    NewsPageFactory,
    Portal,
    PrivacyPageFactory,
    PublicationPageFactory,
    StandardPageFactory,
    TopicFactory,
)

LEGAL = ("/kontakt/", "/impressum/", "/datenschutz/", "/barrierefreiheit/")


def html(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_the_empty_home_page_works(portal: Portal, client: Client) -> None:
    content = html(client, "/")
    assert "Kommunales Open Government" in content
    assert "Worum es geht." in content


def test_the_home_page_leads_into_everything(portal: Portal, client: Client) -> None:
    KeyFigure.objects.create(page=portal.home, value="13", label="Labore")
    Way.objects.create(page=portal.home, title="Wer macht mit?", text="Ein Satz.", target=portal.labs)
    LabPageFactory(parent=portal.labs, title="Brandis", slug="brandis")
    for order in (1, 2):
        page = PublicationPageFactory(parent=portal.publications, title=f"Ergebnis {order}", home_page_order=order)
        FileVersionFactory(publication=page)
    PublicationPageFactory(parent=portal.publications, title="Nicht vorn")
    NewsPageFactory(parent=portal.news, title="Eine Meldung")
    EventPageFactory(parent=portal.events, title="Ein Termin")
    content = html(client, "/")
    for words in ("13", "Wer macht mit?", "Brandis", "Ergebnis 1", "Ergebnis 2", "Eine Meldung", "Ein Termin"):
        assert words in content
    assert "Nicht vorn" not in content
    order = [content.index(words) for words in ("Ergebnis 1", "Wer macht mit?", "Eine Meldung", "Ein Termin")]
    assert order == sorted(order)


def test_labs_are_listed_by_their_number_on_the_map(portal: Portal, client: Client) -> None:
    """However far north they lie; one without a place has its number too."""
    for title, latitude in (("Würzburg", "49.79"), ("Brandis", "51.34"), ("Örtlich", "54.5")):
        LabPageFactory(parent=portal.labs, title=title, latitude=latitude)
    LabPageFactory(parent=portal.labs, title="Ostrau", latitude=None, longitude=None)
    content = html(client, "/")
    listed = re.findall(
        r'ring-number">.*?<span>(\d+)</span></span>\s*<span><a [^>]*>(.*?)</a>', content, flags=re.DOTALL
    )
    assert listed == [("1", "Brandis"), ("2", "Örtlich"), ("3", "Ostrau"), ("4", "Würzburg")]
    on_map = dict(re.findall(r"<title>(\d+): Labor (.*?)</title>", content))
    assert on_map == {number: title for number, title in listed if title != "Ostrau"}


def test_nothing_but_labs_is_a_yellow_point_on_the_map_of_the_home_page(portal: Portal, client: Client) -> None:
    LabPageFactory(parent=portal.labs, title="Brandis")
    (ring,) = re.findall(r'<svg class="hero__ring".*?</svg>', html(client, "/"), flags=re.DOTALL)
    assert ring.count("<circle") == 1


def test_three_doors_stand_below_the_first_screen(portal: Portal, client: Client) -> None:
    topic = TopicFactory(name="Jugend", slug="jugend")
    TopicFactory(name="Ohne Labor", slug="ohne")
    LabPageFactory(parent=portal.labs, title="Brandis", topics=[topic])
    FileVersionFactory(
        publication=PublicationPageFactory(parent=portal.publications, title="Ein Leitfaden", home_page_order=1)
    )
    (doors,) = re.findall(
        r'<section[^>]*aria-label="Wonach suchen Sie\?">.*?</section>', html(client, "/"), flags=re.DOTALL
    )
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", doors) == ["Labore für meinen Ort", "Ein Bericht", "Ein Thema"]
    assert 'action="/labore/kommune-wie-meine/"' in doors
    for words in ('name="ort"', "Ein Leitfaden", 'href="/ergebnisse/"', 'href="/themen/jugend/"', 'href="/themen/"'):
        assert words in doors
    assert "Ohne Labor" not in doors


def test_an_empty_home_page_has_no_doors_that_lead_nowhere(portal: Portal, client: Client) -> None:
    content = html(client, "/")
    for words in ("Labore für meinen Ort", "Ein Bericht", "Ein Thema"):
        assert words not in content


def test_the_two_origin_lines_stand_on_every_page(portal: Portal, client: Client) -> None:
    for address in ("/", "/labore/", "/suche/", "/themen/"):
        content = html(client, address)
        assert "Eine Initiative im Programm »Region gestalten«" in content
        assert "Eine Verpflichtung aus dem 2.\N{NO-BREAK SPACE}Nationalen Aktionsplan" in content


def test_a_standard_page_shows_its_body_and_its_children(portal: Portal, client: Client) -> None:
    body = [
        {"type": "heading", "value": {"level": "2", "text": "Ziele"}},
        {"type": "paragraph", "value": "<p>Mit <b>Fett</b>.</p>"},
        {"type": "quote", "value": {"text": "Offen ist besser.", "source": "Quelle"}},
        {"type": "accordion", "value": [{"title": "Auf", "text": "<p>Klappe</p>"}]},
        {"type": "key_figures", "value": [{"value": "13", "label": "Labore"}]},
        {
            "type": "table",
            "value": {
                "data": [["Land", "Zahl"], ["Sachsen", "2"]],
                "first_row_is_table_header": True,
                "table_caption": "Nach Land",
            },
        },
    ]
    page = StandardPageFactory(parent=portal.home, title="Programm", slug="programm", body=body)
    StandardPageFactory(parent=page, title="Gegenstand", slug="gegenstand", teaser="Worum es ging.")
    StandardPageFactory(parent=page, title="Entwurf", slug="entwurf", live=False)
    content = html(client, "/programm/")
    for words in ("<h2", "Ziele", "<b>Fett</b>", "<blockquote", "<details", "Klappe", "<caption", "Nach Land", "<th"):
        assert words in content
    assert "/programm/gegenstand/" in content
    assert "/programm/entwurf/" not in content
    assert 'scope="col"' in content


@pytest.mark.parametrize("audience", ["draft", "deleted"])
def test_what_is_not_public_is_not_found(portal: Portal, client: Client, audience: str) -> None:
    page = StandardPageFactory(parent=portal.home, slug="entwurf", live=False)
    if audience == "deleted":
        page.delete()
    assert "Diese Seite gibt es nicht" in html(client, "/entwurf/", 404)


def test_topics_gather_what_is_public(portal: Portal, client: Client) -> None:
    topic = TopicFactory(name="Jugend", slug="jugend")
    LabPageFactory(parent=portal.labs, title="Brandis", topics=[topic])
    PublicationPageFactory(parent=portal.publications, title="Leitfaden", topics=[topic])
    PublicationPageFactory(parent=portal.publications, title="Geheim", topics=[topic], live=False)
    NewsPageFactory(parent=portal.news, title="Meldung", topics=[topic])
    EventPageFactory(parent=portal.events, title="Treffen", topics=[topic])
    content = html(client, "/themen/jugend/")
    for words in ("Jugend", "Brandis", "Leitfaden", "Meldung", "Treffen"):
        assert words in content
    assert "Geheim" not in content
    shown = html(client, "/themen/")
    assert "/themen/jugend/" in shown
    assert ' 4<span class="visually-hidden"> Beiträge</span>' in shown
    NewsPageFactory(parent=portal.news, topics=[TopicFactory(slug="umwelt")])
    assert ' 1<span class="visually-hidden"> Beitrag</span>' in html(client, "/themen/")
    assert "Diese Seite gibt es nicht" in html(client, "/themen/gibt-es-nicht/", 404)


def test_a_topic_counts_what_its_page_shows(portal: Portal, client: Client) -> None:
    topic = TopicFactory(slug="jugend")
    for _ in range(2):
        LabPageFactory(parent=portal.labs, topics=[topic])
        NewsPageFactory(parent=portal.news, topics=[topic])
    EventPageFactory(parent=portal.events, topics=[topic])
    EventPageFactory(parent=portal.events, topics=[topic], audience="internal")
    NewsPageFactory(parent=portal.news, topics=[topic], live=False)
    groups = client.get("/themen/").context["groups"]
    assert [found.count for group in groups for found in group.topics] == [5]


# --- what answers when something is missing or broken ---


@pytest.mark.parametrize(
    "address",
    ["/gibt-es-nicht/", "/labore/gibt-es-nicht/", "/ergebnisse/x/x.pdf", "/themen/x/", "/%00", "/" + "a" * 500 + "/"],
)
def test_a_page_that_does_not_exist_says_so_and_leads_on(portal: Portal, client: Client, address: str) -> None:
    content = html(client, address, 404)
    assert "Diese Seite gibt es nicht" in content
    for link in ("/", "/kontakt/"):
        assert f'href="{link}"' in content


def test_an_error_page_carries_the_legal_links_and_asks_no_database(portal: Portal, client: Client) -> None:
    client.raise_request_exception = False
    with (
        patch("wagtail.models.Page.serve", side_effect=RuntimeError),
        patch("ogl_portal.core.context_processors.build_frame", side_effect=RuntimeError),
    ):
        response = client.get("/")
    content = response.content.decode()
    assert response.status_code == 500
    assert "Das hat nicht geklappt" in content
    for link in LEGAL:
        assert f'href="{link}"' in content
    assert "Traceback" not in content
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_every_page_and_the_404_page_link_the_legal_pages_that_exist(portal: Portal, client: Client) -> None:
    for factory in (ImprintPageFactory, PrivacyPageFactory, StatementPageFactory):
        factory(parent=portal.home)
    for address, status in (("/", 200), ("/labore/", 200), ("/suche/", 200), ("/gibt-es-nicht/", 404)):
        content = html(client, address, status)
        for link in LEGAL:
            assert f'href="{link}"' in content, (address, link)


@pytest.mark.parametrize("hidden", ["draft", "trash"])
def test_a_lab_that_is_not_public_is_named_nowhere(portal: Portal, client: Client, hidden: str) -> None:
    lab = LabPageFactory(parent=portal.labs, title="Verborgenes", live=hidden != "draft")
    topic = TopicFactory()
    pages = [
        NewsPageFactory(parent=portal.news),
        EventPageFactory(parent=portal.events),
        PublicationPageFactory(parent=portal.publications),
    ]
    for page in pages:
        page.labs.add(lab)
        page.topics.add(topic)
        page.save()
    if hidden == "trash":
        trash.move_to_trash(lab)
    addresses = {"/", topic.url, *(page.url for page in pages), *(page.get_parent().url for page in pages)}
    assert [address for address in addresses if "Verborgenes" in client.get(address).content.decode()] == []
