"""The list of places: names that meet, spellings near to one, and the two files it can come from."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from labs.models import Place
from labs.places.lookup import find_place
from labs.places.names import LONGEST_NAME, clean, is_district, loose_key, place_key, without_land
from labs.places.official import official_count
from labs.places.sources import BUNDLED, PlacesError, read_places
from labs.places.store import import_places, load_bundled_places
from labs.sizes import populations, size_class
from ogl_portal.programme.reading import read_programme

pytestmark = pytest.mark.django_db


def municipality(ags: str, name: str, kind: str, population: int | str) -> str:
    """A line of GV100AD: Satzart 60."""
    return f"6020250101{ags}0000{name:50}{'':50}{kind}{'':4}{1234:011}{population:>11}{0:011}{'':4}04821{'':50}"


def district(key: str, name: str, kind: str) -> str:
    """A line of GV100AD: Satzart 40."""
    return f"4020250101{key}{'':7}{name:50}{'Grimma':50}{kind}{'':96}"


OFFICIAL = "\n".join(
    [
        "1020250101" + f"14{'':10}{'Sachsen':50}",
        district("14729", "Leipzig", "44"),
        district("14713", "Leipzig, Stadt", "41"),
        municipality("14729070", "Brandis, Stadt", "63", 9_812),
        municipality("14729060", "Borsdorf", "64", 8_501),
        municipality("14713000", "Leipzig, Stadt", "61", 619_879),
        municipality("14729999", "Gemeindefreies Gebiet", "66", 0),
    ]
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Würzburg", "Wuerzburg"),
        ("Würzburg", "WURZBURG"),
        ("St. Wendel", "Sankt Wendel"),
        ("Mülheim an der Ruhr", "Muelheim/Ruhr"),
        ("Frankfurt (Oder)", "Frankfurt a. d. Oder"),
        ("Wittenberg", "Lutherstadt Wittenberg"),
        ("Greifswald", "Universitäts- und Hansestadt Greifswald"),
        ("Landkreis Würzburg", "Würzburg"),
        ("Heppenheim (Bergstraße)", "Heppenheim an der Bergstrasse"),
    ],
)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert loose_key(one) == loose_key(other)


def test_names_that_differ_by_an_umlaut_only_on_the_loose_key_stay_apart() -> None:
    assert place_key("Neuenkirchen") != place_key("Neunkirchen")


def test_what_visitors_type_is_cleaned_and_cut() -> None:
    assert clean("  Bad\x00 \n Belzig\t") == "Bad Belzig"
    assert len(clean("x" * 10_000)) == LONGEST_NAME


def test_a_land_behind_the_name_is_told_from_it() -> None:
    assert without_land("Neustadt, Sachsen") == ("Neustadt", "SN")
    assert without_land("Neustadt (Hessen)") == ("Neustadt", "HE")
    assert without_land("Halle (Saale)") == ("Halle (Saale)", None)


def test_districts_are_told_from_towns() -> None:
    assert all(is_district(name) for name in ("Kreis Wesel", "Landkreis Gießen", "Saalekreis"))
    assert not any(is_district(name) for name in ("Wesel", "Kreischa", ""))


@pytest.mark.parametrize(
    ("typed", "name", "land"),
    [
        ("Brandis", "Brandis", "SN"),
        ("wuerzburg", "Würzburg", "BY"),
        ("Würzbrug", "Würzburg", "BY"),
        ("Gotingen", "Göttingen", "NI"),
        ("Frankfurt", "Frankfurt am Main", "HE"),
        ("Frankfurt/Main", "Frankfurt am Main", "HE"),
        ("Frankfurt an der Oder", "Frankfurt (Oder)", "BB"),
        ("Halle", "Halle (Saale)", "ST"),
        ("Freiburg im Breisgau", "Freiburg", "BW"),
        ("Garmisch", "Garmisch-Partenkirchen", "BY"),
        ("Greifswald", "Universitäts- und Hansestadt Greifswald", "MV"),
        ("Neustadt, Sachsen", "Neustadt in Sachsen", "SN"),
        ("Reichenbach, Sachsen", "Reichenbach/Vogtland", "SN"),
        ("München", "München", "BY"),
        ("Ulm", "Ulm", "BW"),
    ],
)
def test_a_name_finds_its_place(places: None, typed: str, name: str, land: str) -> None:
    place = find_place(typed).place
    assert place is not None
    assert (place.name, place.land) == (name, land)


def test_places_of_one_name_are_offered_and_can_be_chosen(places: None) -> None:
    found = find_place("Neuenkirchen")
    assert found.place is not None
    assert len(found.others) >= 5
    assert len({other.source_id for other in found.others} - {found.place.source_id}) == len(found.others)
    other = found.others[0]
    assert find_place("Neuenkirchen", other.source_id).place == other


def test_a_guess_is_told_as_such(places: None) -> None:
    assert find_place("Göttingne").is_guess
    assert not find_place("Göttingen").is_guess


@pytest.mark.parametrize("typed", ["Xyzhausen", "Qqqqqq", "🦊", "'; DROP TABLE x; --", "%", "_", "\\", ".", ""])
def test_what_is_no_place_finds_none(places: None, typed: str) -> None:
    assert find_place(typed).place is None
    assert Place.objects.count() > 11_000


def test_a_part_of_a_town_has_the_size_of_the_town(places: None) -> None:
    place = Place.objects.get(name="Bad Fredeburg")
    assert place.part_of == "Schmallenberg"
    assert place.size == Place.objects.get(name="Schmallenberg").population


def test_the_bundled_list_is_loaded_once() -> None:
    assert load_bundled_places() == Place.objects.count() > 11_000
    assert load_bundled_places() == 0


def test_the_official_list_takes_the_place_of_the_bundled_one(places: None, tmp_path: Path) -> None:
    file = tmp_path / "GV100AD.txt"
    file.write_text(OFFICIAL, encoding="iso-8859-1")
    call_command("import_places", file, verbosity=0)
    found = {place.ags: place for place in Place.objects.all()}
    assert {key: (place.name, place.kind, place.population) for key, place in found.items()} == {
        "14729070": ("Brandis", "stadt", 9_812),
        "14729060": ("Borsdorf", "gemeinde", 8_501),
        "14713000": ("Leipzig", "stadt", 619_879),
        "14729": ("Leipzig", "landkreis", 18_313),
    }
    assert all(place.land == "SN" and place.latitude is not None for place in found.values())
    call_command("import_places", verbosity=0)
    assert Place.objects.count() > 11_000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "weder"),
        ("ein Brief", "weder"),
        (municipality("14729070", "Brandis", "63", "viele"), "Zeile 1"),
        (municipality("99729070", "Brandis", "63", 1), "Schlüssel »99«"),
    ],
)
def test_a_file_that_is_no_list_of_places_changes_nothing(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "datei.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="Es wurde nichts geändert") as refusal:
        call_command("import_places", file)
    assert words in str(refusal.value)
    with pytest.raises(PlacesError, match="lässt sich nicht lesen"):
        read_places(tmp_path / "fehlt.txt")


def test_every_place_of_the_bundled_list_is_whole() -> None:
    records = read_places(BUNDLED)
    assert len({record.source_id for record in records}) == len(records) == 11_870
    assert all(record.name and record.land and 47 < (record.latitude or 0) < 56 for record in records)


def test_people_by_key(places: None) -> None:
    class Thing:
        def __init__(self, ags: str) -> None:
            self.ags = ags

    found = populations([Thing("14729070"), Thing("06534"), Thing("99999999"), Thing("")])
    assert found == {"14729070": 9_676, "06534": 249_684}
    Place.objects.create(name="Brandis", land="SN", ags="14729070", population=9_800, source_id="a14729070")
    assert populations([Thing("14729070")]) == {"14729070": 9_800}


def test_a_village_is_not_taken_for_its_municipality(places: None) -> None:
    schkopau = Place.objects.get(name="Schkopau")
    assert schkopau.population == 3_060
    assert populations([schkopau]) == {"15088330": 10_989}


def test_every_municipality_of_the_labs_has_its_official_number() -> None:
    keys = {item.ags for lab in read_programme().labs for item in lab.municipalities if item.ags}
    assert keys == set(official_count().people)


@pytest.mark.parametrize(
    ("people", "value"),
    [(0, "bis-5000"), (4_999, "bis-5000"), (5_000, "bis-20000"), (99_999, "bis-100000"), (100_000, "ab-100000")],
)
def test_classes_of_size(people: int, value: str) -> None:
    assert size_class(people)[0] == value


def test_import_replaces_what_was_there() -> None:
    import_places()
    number = Place.objects.count()
    assert import_places() == number == Place.objects.count()
