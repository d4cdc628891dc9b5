"""The table of contents by chapters."""

from typing import Any

from publications.contents import chapter_of, chapters


def entry(title: str, level: int, page: int | None = None, label: str = "") -> dict[str, Any]:
    return {"title": title, "level": level, "page": page, "label": label}


def named(outline: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    return [(one.title, [below.title for below in one.below]) for one in chapters(outline, "#seite-{}".format)]


def test_what_is_below_a_chapter_is_with_it() -> None:
    outline = [entry("A", 1, 1), entry("A.1", 2, 2), entry("A.1.1", 3, 2), entry("B", 1, 5)]
    assert named(outline) == [("A", ["A.1", "A.1.1"]), ("B", [])]


def test_a_title_above_all_chapters_is_none_that_holds_them() -> None:
    outline = [entry("Bericht", 1, 1), entry("A", 2, 3), entry("A.1", 3, 4), entry("B", 2, 5)]
    assert named(outline) == [("Bericht", []), ("A", ["A.1"]), ("B", [])]


def test_an_entry_without_a_page_has_no_link_and_a_printed_number_is_kept() -> None:
    first, second = chapters([entry("A", 1), entry("B", 1, 7, "iii")], "#seite-{}".format)
    assert (first.url, first.label, second.url, second.label) == ("", "", "#seite-7", "iii")


def test_the_chapter_of_a_page_is_the_last_that_has_begun() -> None:
    found = chapters([entry("A", 1, 2), entry("B", 1, 5)], "#seite-{}".format)
    names = [one.title if (one := chapter_of(found, page)) else "" for page in (1, 2, 4, 5, 9)]
    assert names == ["", "A", "A", "B", "B"]
