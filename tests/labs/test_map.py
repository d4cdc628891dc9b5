"""The map: true places, markers that never hide each other, always the same drawing."""

import gzip
import math
from dataclasses import replace
from itertools import combinations

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from labs.directory import numbered_labs
from labs.directory import points as points_of
from labs.map import HEIGHT, MARKER_RADIUS, WIDTH, LabPoint, build_map, ground, project
from labs.map_names import Box, overlap, place_names, short_name
from tests.factories import Portal
from tests.labs.programme_labs import load_labs

points = st.lists(
    st.builds(
        LabPoint,
        st.integers(1, 99),
        st.just("Labor"),
        st.just("/labore/labor/"),
        st.floats(48, 54.5),
        st.floats(7, 14),
    ),
    max_size=16,
)

CITIES = {"Flensburg": (54.78, 9.44), "Konstanz": (47.66, 9.18), "Aachen": (50.78, 6.08), "Görlitz": (51.15, 14.99)}


@pytest.mark.parametrize("city", CITIES)
def test_the_ends_of_the_country_lie_on_the_map(city: str) -> None:
    latitude, longitude = CITIES[city]
    x, y = project(longitude, latitude)
    assert 0 < x < WIDTH
    assert 0 < y < HEIGHT


def test_north_is_up_and_east_is_right() -> None:
    flensburg, konstanz = (
        project(longitude, latitude) for latitude, longitude in (CITIES["Flensburg"], CITIES["Konstanz"])
    )
    aachen, goerlitz = (project(longitude, latitude) for latitude, longitude in (CITIES["Aachen"], CITIES["Görlitz"]))
    assert flensburg[1] < konstanz[1]
    assert aachen[0] < goerlitz[0]


def test_distances_are_true_to_scale() -> None:
    """Berlin to Munich is 504 km, Cologne to Dresden 474 km; the projection errs by less than 3 %."""

    def units(one: tuple[float, float], other: tuple[float, float]) -> float:
        return math.dist(project(one[1], one[0]), project(other[1], other[0]))

    berlin, munich, cologne, dresden = (52.52, 13.405), (48.137, 11.575), (50.938, 6.96), (51.05, 13.738)
    assert units(berlin, munich) / units(cologne, dresden) == pytest.approx(504 / 474, rel=0.03)


@given(points)
def test_markers_never_overlap(labs: list[LabPoint]) -> None:
    for one, other in combinations(build_map(labs).markers, 2):
        assert math.dist((one.x, one.y), (other.x, other.y)) >= 2 * MARKER_RADIUS


@given(points)
def test_markers_stay_on_the_map(labs: list[LabPoint]) -> None:
    for marker in build_map(labs).markers:
        assert MARKER_RADIUS <= marker.x <= WIDTH - MARKER_RADIUS
        assert MARKER_RADIUS <= marker.y <= HEIGHT - MARKER_RADIUS


@given(points)
def test_the_same_labs_give_the_same_map(labs: list[LabPoint]) -> None:
    numbered = [replace(lab, number=number) for number, lab in enumerate(labs)]
    assert build_map(numbered) == build_map(numbered[::-1])


@given(points)
def test_the_keyboard_walks_from_north_to_south_and_from_west_to_east(labs: list[LabPoint]) -> None:
    places = {lab.number: (-lab.latitude, lab.longitude) for lab in labs}
    labs = [lab for lab in labs if (-lab.latitude, lab.longitude) == places[lab.number]]
    walk = [places[marker.number] for marker in build_map(labs).markers]
    assert walk == sorted(walk)


@pytest.mark.parametrize("number_of_labs", [0, 13, 60])
def test_the_map_is_small(number_of_labs: int) -> None:
    labs = [
        LabPoint(n, f"Labor mit einem langen Namen {n}", f"/labore/labor-{n}/", 48 + n * 0.1, 7 + n * 0.11)
        for n in range(number_of_labs)
    ]
    svg = render_to_string("components/lab_map.html", {"map": build_map(labs)})
    assert svg.count("<path") == 16
    assert svg.count("<a ") == number_of_labs
    assert len(gzip.compress(svg.encode())) < 7_000


def test_the_picture_for_dark_grounds_shows_the_outlines() -> None:
    """After a change of the outlines: python -m static.build.draw_map."""
    assert (settings.BASE_DIR / "static/src/img/laender.svg").read_text(encoding="utf-8") == ground()


def test_on_dark_grounds_the_outlines_are_loaded_beside_the_page() -> None:
    svg = render_to_string(
        "components/lab_map.html", {"map": build_map([LabPoint(1, "A", "/a/", 51, 10)]), "ink": True}
    )
    assert "<path" not in svg
    assert 'href="/static/img/laender.svg"' in svg


def test_the_map_of_one_lab_marks_its_land_and_its_place() -> None:
    svg = render_to_string(
        "components/land_map.html", {"map": build_map([LabPoint(1, "A", "/a/", 51.33, 12.61)]), "here": ["SN", "BB"]}
    )
    assert svg.count('class="is-here"') == 2
    assert svg.count("map__place") == 1


@given(points)
def test_a_marker_keeps_its_number_and_points_to_its_true_place(labs: list[LabPoint]) -> None:
    by_number = {lab.number: lab for lab in labs}
    labs = list(by_number.values())
    markers = build_map(labs).markers
    assert len(markers) == len(labs)
    for marker in markers:
        lab = by_number[marker.number]
        x, y = project(lab.longitude, lab.latitude)
        assert (marker.number, marker.title, marker.url) == (lab.number, lab.title, lab.url)
        assert (marker.anchor_x, marker.anchor_y) == (round(x, 1), round(y, 1))
        assert marker.is_moved == (abs(marker.x - marker.anchor_x) + abs(marker.y - marker.anchor_y) > 1)


def test_a_lone_marker_stands_where_its_lab_is() -> None:
    (marker,) = build_map([LabPoint(1, "Brandis", "/labore/brandis/", 51.33, 12.61)]).markers
    assert not marker.is_moved


def test_labs_in_one_place_are_told_apart() -> None:
    twins = [LabPoint(number, f"Labor {number}", "", 51.33, 12.61) for number in (1, 2, 3)]
    assert len({(marker.x, marker.y) for marker in build_map(twins).markers}) == 3


def test_a_map_that_cannot_hold_all_markers_leaves_them_at_their_places() -> None:
    crowd = [LabPoint(number, "Labor", "", 51.33, 12.61) for number in range(5_000)]
    assert not any(marker.is_moved for marker in build_map(crowd).markers)


def test_all_sixteen_laender_are_drawn_and_city_states_lie_on_top() -> None:
    outlines = build_map([]).outlines
    codes = [outline.code for outline in outlines]
    assert len(set(codes)) == 16
    assert codes.index("BE") > codes.index("BB")
    assert codes.index("HB") > codes.index("NI")
    assert all(outline.path.startswith("M") and outline.path.endswith("z") for outline in outlines)


def shown_boxes(portal: Portal) -> dict[str, Box]:
    """The boxes of the names on the map of the programme's own labs."""
    load_labs(portal)
    markers = build_map(points_of(numbered_labs())).markers
    names = place_names([marker.name for marker in markers], [(m.x, m.y) for m in markers], MARKER_RADIUS, WIDTH)
    return {marker.name: place.box for marker, place in zip(markers, names, strict=True)}


def test_the_names_of_the_programmes_labs_cover_neither_markers_nor_each_other(portal: Portal) -> None:
    boxes = shown_boxes(portal)
    assert len(boxes) == 13
    for one, other in combinations(boxes.values(), 2):
        assert overlap(one, other) == 0
    for marker in build_map(points_of(numbered_labs())).markers:
        circle = (
            marker.x - MARKER_RADIUS,
            marker.y - MARKER_RADIUS,
            marker.x + MARKER_RADIUS,
            marker.y + MARKER_RADIUS,
        )
        assert [name for name, box in boxes.items() if overlap(box, circle) > MARKER_RADIUS] == []
    assert all(box[0] >= 0 and box[2] <= WIDTH for box in boxes.values())


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Bad Belzig / Wiesenburg", "Bad Belzig"),
        ("Bad Berleburg und weitere Kurorte", "Bad Berleburg"),
        ("Oberrhein (Kehl / Titisee-Neustadt)", "Oberrhein"),
        ("Rhein-Neckar", "Rhein-Neckar"),
    ],
)
def test_a_map_names_labs_in_short(title: str, name: str) -> None:
    assert short_name(title) == name


def test_each_marker_has_its_name_beside_its_number() -> None:
    svg = render_to_string(
        "components/lab_map.html", {"map": build_map([LabPoint(4, "Brandis / Partheland", "/x/", 51.34, 12.61)])}
    )
    assert "<title>4: Labor Brandis / Partheland</title>" in svg
    assert '<text class="map__name"' in svg
    assert ">Brandis</text>" in svg
