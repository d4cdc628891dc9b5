"""One version made of two: each choice does what it says, and nothing that was not shown is lost."""

import json
from typing import Any

import pytest

from news.models import NewsPage
from ogl_portal.typed_text.merging import contested_parts, merged_content

LABELS = {
    "title": "Titel",
    "introduction": "Einleitung",
    "body": "Inhalt",
    "corrections": "Korrekturen",
    "labs": "Labore",
}


def blocks(*items: tuple[str, str]) -> str:
    return json.dumps([{"type": "paragraph", "value": f"<p>{text}</p>", "id": key} for key, text in items])


def content(title: str = "Titel", body: str = "[]", **more: Any) -> dict[str, Any]:
    return {"pk": 7, "title": title, "body": body, "corrections": [], "labs": [], **more}


def proposals(base: Any, mine: Any, theirs: Any) -> dict[str, str]:
    return {part.key: part.proposal for part in contested_parts(NewsPage, LABELS, base, mine, theirs)}


def texts(merged: dict[str, Any]) -> list[str]:
    return [item["value"][3:-4] for item in json.loads(merged["body"])]


def test_what_only_one_has_changed_is_proposed_as_that_one_has_it() -> None:
    base = content("Titel", blocks(("a", "eins"), ("b", "zwei")))
    mine = content("Mein Titel", blocks(("a", "eins"), ("b", "zwei")))
    theirs = content("Titel", blocks(("a", "EINS"), ("b", "zwei"), ("c", "drei")))
    assert proposals(base, mine, theirs) == {"title": "mine", "body:a": "theirs", "body:c": "theirs"}


def test_what_both_have_changed_is_proposed_twice() -> None:
    base = content("Titel", blocks(("a", "eins")))
    mine, theirs = content("Mein", blocks(("a", "ich"))), content("Deren", blocks(("a", "sie")))
    assert proposals(base, mine, theirs) == {"title": "both", "body:a": "both"}
    merged = merged_content(NewsPage, LABELS, mine, theirs, {"title": "both", "body:a": "both"})
    assert merged["title"] == "Mein / Deren"
    assert texts(merged) == ["ich", "sie"]
    assert len({item["id"] for item in json.loads(merged["body"])}) == 2


def test_a_block_that_one_has_taken_out_and_the_other_changed_is_kept() -> None:
    base = content(body=blocks(("a", "eins"), ("b", "zwei")))
    without, changed = content(body=blocks(("a", "eins"))), content(body=blocks(("a", "eins"), ("b", "ZWEI")))
    assert proposals(base, without, changed) == {"body:b": "theirs"}
    assert proposals(base, changed, without) == {"body:b": "mine"}
    unchanged = content(body=blocks(("a", "eins"), ("b", "zwei")))
    assert proposals(base, unchanged, without) == {"body:b": "theirs"}
    assert proposals(base, without, unchanged) == {"body:b": "mine"}
    assert texts(merged_content(NewsPage, LABELS, without, unchanged, {"body:b": "mine"})) == ["eins"]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("mine", ["a1", "neu", "b"]), ("theirs", ["a2", "neu", "b"]), ("both", ["a1", "a2", "neu", "b"])],
)
def test_blocks_stay_where_they_stood(choice: str, expected: list[str]) -> None:
    mine = content(body=blocks(("a", "a1"), ("b", "b")))
    theirs = content(body=blocks(("a", "a2"), ("n", "neu"), ("b", "b")))
    assert texts(merged_content(NewsPage, LABELS, mine, theirs, {"body:a": choice, "body:n": "theirs"})) == expected


def test_rows_and_choices_of_both_are_put_together() -> None:
    row = {"pk": 1, "date": "2031-01-01", "text": "alt", "sort_order": 0}
    mine = content(corrections=[row, {"pk": None, "date": "2031-02-01", "text": "mein", "sort_order": 1}], labs=[1, 2])
    theirs = content(
        corrections=[row, {"pk": None, "date": "2031-03-01", "text": "deren", "sort_order": 1}], labs=[2, 3]
    )
    merged = merged_content(NewsPage, LABELS, mine, theirs, {"corrections": "both", "labs": "both"})
    assert [it["text"] for it in merged["corrections"]] == ["alt", "deren", "mein"]
    assert [it["sort_order"] for it in merged["corrections"]] == [0, 1, 2]
    assert merged["labs"] == [2, 3, 1]


def test_without_a_common_beginning_nothing_is_left_out() -> None:
    mine, theirs = content(body=blocks(("a", "eins"))), content(body=blocks(("b", "zwei")))
    assert proposals(None, mine, theirs) == {"body:a": "mine", "body:b": "theirs"}
    assert sorted(texts(merged_content(NewsPage, LABELS, mine, theirs, {"body:a": "mine", "body:b": "theirs"}))) == [
        "eins",
        "zwei",
    ]
