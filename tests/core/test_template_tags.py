"""What templates write about dates, covers and page numbers."""

import datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.template.defaulttags import ForNode

from ogl_portal.core.covers import drawn_cover
from ogl_portal.core.same_for import MOST
from ogl_portal.core.templatetags.look import cover_picture, page_numbers


def render(source: str, **context: Any) -> str:
    return Template("{% load portal look %}" + source).render(Context(context))


def test_a_fuzzy_date_is_shown_in_german() -> None:
    assert render("{{ date|fuzzy_date }}", date="2022-10") == "Oktober 2022"


@pytest.mark.parametrize("unknown", ["", "irgendwann"])
def test_an_unknown_date_shows_as_nothing(unknown: str) -> None:
    assert render("{{ date|fuzzy_date }}{% fuzzy_time date %}", date=unknown) == ""


def test_a_time_element_carries_the_date_for_machines() -> None:
    expected = '<time datetime="2022-10-05">5.\xa0Oktober 2022</time>'
    assert render("{% fuzzy_time date %}", date="2022-10-05") == expected


def test_a_day_is_written_in_german() -> None:
    assert render("{{ day|german_day }}", day=datetime.date(2022, 6, 24)) == "24.\xa0Juni 2022"


def test_file_size() -> None:
    assert render("{{ size|file_size }}", size=4_230_000) == "4,2\xa0MB"


def test_a_document_keeps_its_drawn_cover() -> None:
    assert drawn_cover("ermutigung") == drawn_cover("ermutigung")
    covers = [drawn_cover(f"bericht-{n}") for n in range(100)]
    assert {cover.ground for cover in covers} == set("abcde")
    assert {cover.form for cover in covers} == {"one", "nested", "chain", "field", "pair"}


def test_covers_of_one_ground_differ_in_form() -> None:
    covers = [drawn_cover(f"bericht-{n}") for n in range(100)]
    assert len({tuple((ring.x, ring.y) for ring in cover.rings) for cover in covers if cover.ground == "a"}) == 5


class FakePublication:
    def __init__(self, covers: list[dict[str, Any]]) -> None:
        self.current_version = type("Version", (), {"covers": covers, "number": 2})()


def test_a_cover_comes_in_modern_formats_with_a_jpeg_that_everything_shows() -> None:
    covers = [{"width": width, "kind": kind} for width in (600, 300) for kind in ("avif", "webp", "jpg")]
    picture = cover_picture(FakePublication(covers), "/ergebnisse/bericht/")
    assert picture is not None
    assert [kind for kind, _ in picture.sources] == ["image/avif", "image/webp"]
    assert picture.sources[0][1] == (
        "/ergebnisse/bericht/titelbild-2-300.avif 300w, /ergebnisse/bericht/titelbild-2-600.avif 600w"
    )
    assert (picture.fallback, picture.width) == ("/ergebnisse/bericht/titelbild-2-600.jpg", 600)


def test_no_cover_without_a_picture() -> None:
    assert cover_picture(FakePublication([]), "/") is None
    publication = FakePublication([])
    publication.current_version = None
    assert cover_picture(publication, "/") is None


def test_long_paginations_leave_pages_out() -> None:
    page = Paginator(range(200), 10).page(10)
    assert [str(number) for number in page_numbers(page)] == ["1", "…", "9", "10", "11", "…", "20"]


def test_what_is_the_same_for_the_same_values_is_written_once() -> None:
    inside = "{% for item in items %}{{ item }}{{ secret }}{% endfor %}"
    template = Template(f"{{% same_for items=items %}}{inside}{{% endsame_for %}}{{{{ secret }}}}")
    with patch.object(ForNode, "render", autospec=True, side_effect=ForNode.render) as made:
        for items, shown in ((("a<",), "a&lt;"), (("a<",), "a&lt;"), (("b", "c"), "bc")):
            # What the block was not given, it does not know.
            assert template.render(Context({"items": items, "secret": "!"})) == f"{shown}!"
        assert made.call_count == 2
    for number in range(MOST + 1):
        assert template.render(Context({"items": (number,)})) == str(number)


def test_what_is_the_same_has_names() -> None:
    with pytest.raises(TemplateSyntaxError, match="with names only"):
        Template("{% same_for items %}{% endsame_for %}")
