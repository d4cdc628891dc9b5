"""»Kommune wie meine«: the page and the reasons it gives."""

import re
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from labs.models import LabMunicipality, LabPage, Place
from labs.similar.compare import CHOSEN, Likeness, Member, likeness
from labs.similar.finder import choice
from labs.similar.reasons import people, plain_name, reason
from labs.similar.regions import are_neighbours, coal_region, in_land
from tests.copies import copy_page
from tests.factories import LabPageFactory, Portal, TopicFactory
from tests.labs.programme_labs import load_labs

pytestmark = pytest.mark.django_db
ADDRESS = "/labore/kommune-wie-meine/"


def ask(client: Client, place: str, more: str = "") -> str:
    response = client.get(f"{ADDRESS}?ort={quote(place)}{more}")
    assert response.status_code == 200
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def member(**values: object) -> Member:
    given = {
        "name": "Stadt Brandis",
        "kind": "stadt",
        "land": "SN",
        "ags": "14729070",
        "latitude": 51.336,
        "longitude": 12.61,
        "population": 9_728,
    }
    return Member(**{**given, **values})  # type: ignore[arg-type]


def compared(kilometres: float | None = 200, topics: dict[str, float] | None = None, **values: object) -> Likeness:
    return Likeness(member(**values), 1.0, kilometres, topics or {})


def grimma(**values: object) -> Place:
    given = {"name": "Grimma", "land": "SN", "ags": "14729160", "size": 10_000, "latitude": 51.2, "longitude": 12.7}
    return Place(**{**given, **values})


@pytest.mark.parametrize(
    ("place", "found", "sentence"),
    [
        (
            grimma(),
            compared(),
            "Brandis hat mit rund 9.700 Einwohner:innen eine ähnliche Größe und liegt wie Ihr Ort in Sachsen.",
        ),
        (
            grimma(size=25_000),
            compared(kilometres=17),
            "Brandis ist mit rund 9.700 Einwohner:innen etwas kleiner und liegt wie Ihr Ort in Sachsen, "
            "rund 15 km entfernt.",
        ),
        (
            grimma(land="ST", size=None),
            compared(),
            "Brandis liegt im benachbarten Sachsen.",
        ),
        (
            grimma(land="SL", size=900_000),
            compared(kilometres=None),
            "Brandis liegt in Sachsen.",
        ),
        (grimma(ags="14729070", name="Brandis"), compared(), "Brandis gehört selbst zu diesem Labor."),
        (
            grimma(ags="14729070", name="Beucha", part_of="Brandis"),
            compared(),
            "Beucha gehört zu Brandis und damit selbst zu diesem Labor.",
        ),
        (
            grimma(ags="06534003", name="Bad Endbach"),
            compared(name="Landkreis Marburg-Biedenkopf", kind="landkreis", ags="06534"),
            "Bad Endbach liegt im Landkreis Marburg-Biedenkopf, der selbst zu diesem Labor gehört.",
        ),
        (
            grimma(size=200_000, land="HE"),
            compared(name="Landkreis Saalekreis", kind="landkreis", ags="15088", population=180_000, land="ST"),
            "Der Saalekreis hat mit rund 180.000 Einwohner:innen eine ähnliche Größe.",
        ),
        (
            grimma(size=None),
            compared(topics={"jugend": CHOSEN}),
            "Brandis liegt wie Ihr Ort in Sachsen. Zu Ihrem Thema »Jugend« hat das Labor gearbeitet.",
        ),
    ],
)
def test_the_reason_is_a_sentence(place: Place, found: Likeness, sentence: str) -> None:
    assert reason(place, found, {"jugend": "Jugend"}) == sentence


def test_numbers_are_as_rough_as_their_source() -> None:
    assert people(9_728) == "rund 9.700 Einwohner:innen"
    assert people(105_287) == "rund 105.000 Einwohner:innen"
    assert people(3_685_265) == "rund 3.685.000 Einwohner:innen"
    assert people(87) == "rund 87 Einwohner:innen"
    assert plain_name("Kolpingstadt Kerpen") == "Kerpen"
    assert plain_name("Landkreis Würzburg") == "Landkreis Würzburg"


def test_regions() -> None:
    assert are_neighbours("SN", "ST")
    assert are_neighbours("ST", "SN")
    assert not are_neighbours("SN", "SN")
    assert not are_neighbours("SN", "SH")
    assert coal_region("05358040") == "Rheinisches Revier"
    assert coal_region("09663000") == ""
    assert in_land("SL") == "im Saarland"


def test_a_place_like_a_member_is_nearer_than_one_unlike_it(portal: Portal, places: None) -> None:
    lab = LabPageFactory(parent=portal.labs, members=False, municipalities=[
        LabMunicipality(name="Stadt Brandis", land="SN", ags="14729070", latitude=51.336, longitude=12.61)
    ])  # fmt: skip
    near, far = (Place.objects.get(name=name) for name in ("Grimma", "Flensburg"))
    people_by_key = {"14729070": 9_728}
    one, other = likeness(near, lab, people_by_key), likeness(far, lab, people_by_key)
    assert one is not None
    assert other is not None
    assert one.score > other.score
    assert one.kilometres == pytest.approx(15, abs=5)


def test_the_page_asks_and_answers(portal: Portal, places: None, client: Client) -> None:
    load_labs(portal)
    empty = client.get(ADDRESS).content.decode()
    assert 'name="ort"' in empty
    assert "Diesen Ort kennen wir nicht" not in empty
    content = ask(client, "Grimma")
    assert "Labore, die zu Grimma passen" in content
    assert content.index("/labore/brandis/") < content.index("/labore/merseburg/")
    assert "liegt wie Ihr Ort in Sachsen, rund 15 km entfernt." in content
    assert "GeoNames" in content
    assert "CC BY 4.0" in content


def test_the_directory_leads_to_the_page(portal: Portal, client: Client) -> None:
    assert f'action="{ADDRESS}"' in client.get("/labore/").content.decode()


def test_places_of_one_name_are_offered_with_their_land(portal: Portal, places: None, client: Client) -> None:
    load_labs(portal)
    content = ask(client, "Neuenkirchen")
    assert "Ein anderer Ort ist gemeint?" in content
    assert "Neuenkirchen, Niedersachsen, bei Soltau" in content
    place = Place.objects.filter(name="Neuenkirchen", land="MV").first()
    assert place is not None
    assert "Mecklenburg-Vorpommern" in ask(client, "Neuenkirchen", f"&nr={place.source_id}").split("<h2")[2][:400]


def test_a_guess_is_said_to_be_one(portal: Portal, places: None, client: Client) -> None:
    load_labs(portal)
    content = ask(client, "Göttingne")
    assert "Einen Ort »Göttingne« kennen wir nicht. Gemeint ist vielleicht <strong>Göttingen</strong>" in content


def test_a_chosen_topic_counts_and_is_kept(portal: Portal, places: None, client: Client) -> None:
    load_labs(portal)
    content = ask(client, "Neuenkirchen", "&thema=kultur")
    assert '<option value="kultur" selected>' in content
    assert "&amp;thema=kultur" in content
    assert "Zu Ihrem Thema »Kultur« hat das Labor gearbeitet." in content
    assert "/labore/merseburg/" in content
    assert ask(client, "Grimma", "&thema=gibt-es-nicht")


@pytest.mark.parametrize(
    "typed",
    [
        "Xyzhausen",
        "x" * 10_000,
        "\x00",
        "Bran\x00dis\x00",
        "' OR 1=1; DROP TABLE labs_place; --",
        "🦊🦊",
        "<script>",
        "%_\\",
    ],
)
def test_whatever_is_typed_gets_a_normal_answer(portal: Portal, places: None, client: Client, typed: str) -> None:
    load_labs(portal)
    content = ask(client, typed, "&nr=%00&thema=%00")
    assert "Kommune wie meine" in content
    assert "<script>alert" not in content
    assert 'value="<script>"' not in content


def test_an_unknown_place_gets_help(portal: Portal, places: None, client: Client) -> None:
    content = ask(client, "Xyzhausen")
    assert "Diesen Ort kennen wir nicht" in content
    assert "Bitte prüfen Sie die Schreibweise" in content


def test_it_works_before_there_are_labs_or_places(portal: Portal, client: Client) -> None:
    assert "Diesen Ort kennen wir nicht" in ask(client, "Grimma")
    Place.objects.create(name="Grimma", key="grimma", loose_key="grimma", land="SN", source_id="g1")
    assert "noch kein Labor" in ask(client, "Grimma")


@pytest.mark.parametrize(
    ("typed", "lab", "name"),
    [
        ("Lautertal", "bergstrasse", "Lautertal"),
        ("Gemeinde Lautertal", "bergstrasse", "Lautertal"),
        ("Lautertal (Hessen)", "bergstrasse", "Lautertal"),
        ("Straßburg", "oberrhein", "Strasbourg"),
        ("Strasbourg", "oberrhein", "Strasbourg"),
        ("Region Rhein-Neckar", "rhein-neckar", "Verband Region Rhein-Neckar"),
        ("Verband Region Rhein-Neckar", "rhein-neckar", "Verband Region Rhein-Neckar"),
        ("Bremen", "bremen", "Bremen"),
        ("47533 Kleve", "niederrhein", "Kleve"),
    ],
)
def test_a_name_of_a_lab_means_the_lab(
    portal: Portal, places: None, client: Client, typed: str, lab: str, name: str
) -> None:
    load_labs(portal)
    content = ask(client, typed)
    assert f"{name} gehört selbst zu diesem Labor." in content
    hits = [address for address in re.findall(r'href="/labore/([a-z-]+)/"', content) if address != "kommune-wie-meine"]
    assert hits[0] == lab


def test_namesakes_of_a_lab_can_be_chosen(portal: Portal, places: None, client: Client) -> None:
    load_labs(portal)
    assert "Lautertal, Bayern" in ask(client, "Lautertal")
    place = Place.objects.get(name="Lautertal", land="BY")
    assert "gehört selbst" not in ask(client, "Lautertal", f"&nr={place.source_id}")


def test_every_member_of_a_lab_finds_its_lab(portal: Portal, places: None, client: Client) -> None:
    load_labs(portal)
    for lab in LabPage.objects.prefetch_related("municipalities"):
        for item in lab.municipalities.all():
            content = ask(client, item.name)
            assert f"{plain_name(item.name)} gehört selbst zu diesem Labor." in content, item.name


def test_numbers_are_the_official_ones_or_none(portal: Portal, places: None, client: Client) -> None:
    load_labs(portal)
    assert "Schkopau</strong>, Sachsen-Anhalt, rund 11.000 Einwohner:innen" in ask(client, "Schkopau")
    assert "3.100" not in ask(client, "Schkopau")
    assert "Grimma</strong>, Sachsen\n" in ask(client, "Grimma")
    assert "am 31. Dezember 2022" in ask(client, "Grimma")


def test_a_postcode_is_told_to_be_none_to_search_by(portal: Portal, places: None, client: Client) -> None:
    load_labs(portal)
    for typed in ("04821", "D-04821", "04821 "):
        content = ask(client, typed)
        assert "Nach Postleitzahlen lässt sich hier nicht suchen" in content
        assert "Bitte nennen Sie den Namen Ihres Ortes." in content


@pytest.mark.parametrize("number_of_labs", [13, 130, 1_300])
def test_the_page_costs_the_same_for_many_labs(
    portal: Portal,
    places: None,
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    number_of_labs: int,
) -> None:
    lab = LabPageFactory(parent=portal.labs, topics=[TopicFactory()], members=False, municipalities=[
        LabMunicipality(name="Stadt Brandis", land="SN", ags="14729070", latitude=51.336, longitude=12.61)
    ])  # fmt: skip
    copy_page(lab, number_of_labs - 1)
    for typed in ("Grimma", "Qxzqxzqx im Nirgendwo", "Landkreis Görlitz"):
        client.get(ADDRESS)
        with django_assert_max_num_queries(15):
            assert client.get(ADDRESS, {"ort": typed}).status_code == 200


def test_from_the_home_page_the_labs_of_a_town_are_two_clicks_away(
    portal: Portal, places: None, client: Client
) -> None:
    load_labs(portal)
    home = client.get("/").content.decode()
    (action,) = re.findall(r'<form class="ask ask--page" action="([^"]+)"', home)
    answer = client.get(action, {"ort": "Naunhof"}).content.decode()
    assert 'class="stretched" href="/labore/brandis/"' in answer


@pytest.mark.parametrize(
    ("name", "kind", "land", "expected"),
    [
        ("Brandis", "stadt", "SN", ("zu Brandis", "Sachsen")),
        ("Landkreis Würzburg", "landkreis", "BY", ("zum Landkreis Würzburg", "Bayern")),
        ("Bremen", "stadt", "HB", ("zu Bremen", "")),
    ],
)
def test_a_place_is_named_as_a_sentence_needs_it(name: str, kind: str, land: str, expected: tuple[str, str]) -> None:
    shown = choice(Place(name=name, kind=kind, land=land))
    assert (shown.with_article, shown.where) == expected
