"""The page of one lab."""

import datetime
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.utils import timezone

from labs.chapters import chapter_about
from labs.models import ImpactClaim, LabContact, LabMunicipality, LabPage, LabPartner, LabSubproject
from ogl_portal.core.facts import facts_of
from tests.factories import (
    EventPageFactory,
    FileVersionFactory,
    LabPageFactory,
    NewsPageFactory,
    Portal,
    PublicationPageFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab(portal: Portal) -> LabPage:
    return LabPageFactory(parent=portal.labs, title="Brandis", slug="brandis")


def page(client: Client) -> str:
    response = client.get("/labore/brandis/")
    assert response.status_code == 200
    return response.content.decode()


def test_facts_say_only_what_is_known(lab: LabPage) -> None:
    assert {fact.label: [value.text for value in fact.values] for fact in facts_of(lab) if fact.values} == {
        "Land": ["Sachsen"]
    }


def test_facts_of_a_lab_across_a_border(lab: LabPage) -> None:
    lab.laender = ["SN", "ST"]
    lab.period_start, lab.period_end = "2020-04", "2022"
    lab.topics = [TopicFactory(name="Jugend", slug="jugend")]
    facts = {fact.label: fact.values for fact in facts_of(lab)}
    assert [value.text for value in facts["Länder"]] == ["Sachsen", "Sachsen-Anhalt"]
    assert [value.text for value in facts["Laufzeit"]] == ["April 2020 bis 2022"]
    assert [value.url for value in facts["Thema"]] == ["/themen/jugend/"]


@pytest.mark.parametrize(
    ("start", "end", "period"),
    [("2020", "", "ab 2020"), ("", "2022-12", "bis Dezember 2022"), ("", "", ""), ("2020", "2022", "2020 bis 2022")],
)
def test_the_period_says_only_what_is_known(start: str, end: str, period: str) -> None:
    assert LabPage(period_start=start, period_end=end).period == period


def test_municipalities_partners_and_their_kinds_are_on_the_page(lab: LabPage, client: Client) -> None:
    LabMunicipality.objects.create(lab=lab, name="Gemeinde Machern", kind="gemeinde")
    LabPartner.objects.create(lab=lab, name="Universität Leipzig", kind="university")
    content = page(client)
    for words in ("Stadt Brandis", "Gemeinde Machern", "Verein Brandis", "Hochschule", "Universität Leipzig"):
        assert words in content
    assert "Unternehmen" not in content


def test_news_events_and_publications_of_a_lab_are_on_its_page(lab: LabPage, portal: Portal, client: Client) -> None:
    NewsPageFactory(parent=portal.news, title="Eine Meldung", labs=[lab])
    NewsPageFactory(parent=portal.news, title="Andere Meldung")
    EventPageFactory(parent=portal.events, title="Offenes Treffen", labs=[lab])
    EventPageFactory(parent=portal.events, title="Interne Runde", labs=[lab], audience="internal")
    PublicationPageFactory(parent=portal.publications, title="Ein Leitfaden", labs=[lab])
    PublicationPageFactory(parent=portal.publications, title="Ein Entwurf", labs=[lab], live=False)
    content = page(client)
    for words in ("Eine Meldung", "Offenes Treffen", "Ein Leitfaden"):
        assert words in content
    for words in ("Andere Meldung", "Interne Runde", "Ein Entwurf"):
        assert words not in content


def test_a_contact_disappears_by_itself_after_its_last_day(lab: LabPage, client: Client) -> None:
    LabContact.objects.create(lab=lab, name="Mara Muster", expires_on=datetime.date(2022, 12, 31))
    zone = timezone.get_default_timezone()
    last_minute = datetime.datetime(2022, 12, 31, 23, 59, tzinfo=zone)
    with patch("django.utils.timezone.now", return_value=last_minute):
        assert "Mara Muster" in page(client)
    with patch("django.utils.timezone.now", return_value=last_minute + datetime.timedelta(minutes=1)):
        assert "Mara Muster" not in page(client)


def test_the_map_of_a_lab_shows_its_place_only(lab: LabPage, portal: Portal) -> None:
    LabPageFactory(parent=portal.labs)
    context = lab.get_context(RequestFactory().get("/"))
    assert [marker.title for marker in context["map"].markers] == ["Brandis"]
    lab.latitude = None
    assert lab.get_context(RequestFactory().get("/"))["map"].markers == ()


@pytest.mark.parametrize(("field", "value"), [("latitude", 12.6), ("latitude", 91), ("longitude", 51.3)])
def test_places_outside_of_germany_are_refused(field: str, value: float) -> None:
    name = {"latitude": "Breitengrad", "longitude": "Längengrad"}[field]
    with pytest.raises(ValidationError) as refusal:
        LabPage(title="Brandis", slug="brandis", **{field: value}).clean_fields(exclude={"path", "depth", "locale"})
    assert refusal.value.message_dict[field][0].startswith(f"Der {name} muss zwischen")


def test_impossible_periods_are_refused() -> None:
    with pytest.raises(ValidationError) as refusal:
        LabPage(title="Brandis", slug="brandis", period_start="2022-13").clean_fields()
    assert refusal.value.message_dict["period_start"] == ["Diesen Tag gibt es nicht: »2022-13«."]


UNKNOWN = "Zu den Ergebnissen dieses Labors ist uns nichts bekannt."


def test_where_no_result_is_known_the_page_says_so_and_asks(lab: LabPage, client: Client) -> None:
    content = page(client)
    assert UNKNOWN in content
    assert 'href="/kontakt/">Schreiben Sie uns.' in content


@pytest.mark.parametrize("told", ["lab", "subproject", "chain"])
def test_where_a_result_is_known_the_page_does_not_ask(lab: LabPage, client: Client, told: str) -> None:
    if told == "lab":
        LabPage.objects.filter(pk=lab.pk).update(results="<p>Ein Konzept.</p>")
    elif told == "subproject":
        LabSubproject.objects.create(lab=lab, title="Teil", results="<p>Ein Konzept.</p>")
    else:
        ImpactClaim.objects.create(lab=lab, stage="result", text="Ein Konzept.")
    assert UNKNOWN not in page(client)


def test_a_sentence_is_not_folded_away_and_a_long_text_is(lab: LabPage, client: Client) -> None:
    LabSubproject.objects.create(lab=lab, title="Kurz", description="<p>Ein Satz.</p>")
    LabSubproject.objects.create(lab=lab, title="Lang", description=f"<p>{'Noch ein Satz. ' * 40}</p>")
    content = page(client)
    assert "<h3>Kurz</h3>" in content
    assert '<span class="kern-title">Lang</span>' in content
    assert content.count("kern-title") == 1


def test_what_is_known_at_a_glance_comes_before_the_text(lab: LabPage, client: Client) -> None:
    LabPage.objects.filter(pk=lab.pk).update(theme="<p>Worum es ging.</p>")
    content = page(client)
    assert content.index("Auf einen Blick") < content.index("Worum es ging.")


def test_a_document_with_a_chapter_on_the_lab_is_opened_there(lab: LabPage, portal: Portal, client: Client) -> None:
    report = PublicationPageFactory(parent=portal.publications, title="Bericht", slug="bericht", labs=[lab])
    outline = [
        {"title": "Labor Würzburg", "page": 12, "level": 1, "label": "10"},
        {"title": "7  Labor  Brandis", "page": 20, "level": 1, "label": "18"},
    ]
    FileVersionFactory(publication=report, outline=outline, text_characters=900)
    other = PublicationPageFactory(parent=portal.publications, title="Ohne Kapitel", slug="ohne", labs=[lab])
    FileVersionFactory(publication=other)
    content = page(client)
    assert 'href="/ergebnisse/bericht/lesen/ab-seite-11/#seite-20"' in content
    assert "ab Seite\N{NO-BREAK SPACE}18" in content
    assert 'class="stretched" href="/ergebnisse/bericht/"' not in content
    assert 'class="stretched" href="/ergebnisse/ohne/"' in content


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Oberrhein (Kehl / Tengen & Strasbourg)", "Labor Oberrhein"),
        ("Moers / Kleve / Geldern (Niederrhein)", "10 Moers | Kleve | Geldern"),
        ("Würzburg / Gerbrunn", "Oberrhein und Würzburg / Gerbrunn"),
        ("Bad Berleburg und weitere Kurorte", "Labor Bad Berleburg und weitere Kurorte"),
    ],
)
def test_a_chapter_is_found_by_the_name_that_a_report_uses(portal: Portal, title: str, heading: str) -> None:
    lab = LabPageFactory(parent=portal.labs, title=title, slug="lab")
    report = PublicationPageFactory(parent=portal.publications, labs=[lab])
    outline = [{"title": "Labor Rhein-Neckar", "page": 3, "level": 1}, {"title": heading, "page": 8, "level": 1}]
    FileVersionFactory(publication=report, outline=outline, text_characters=900)
    chapter = chapter_about(report, lab)
    assert chapter is not None
    assert (chapter.title, chapter.page.number) == (heading, 8)
