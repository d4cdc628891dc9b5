"""Blocks of a document as HTML that readers of every kind can move through."""

import re

from bs4 import BeautifulSoup

from publications.reading_address import ReadingPlace
from publications.reading_html import BlockRenderer


def table(caption: str = "") -> dict[str, object]:
    cell = {"header": True, "blocks": [{"kind": "paragraph", "spans": [{"text": "Jahr"}]}]}
    return {"kind": "table", "spans": [{"text": caption}] if caption else [], "rows": [[cell]]}


def test_no_two_tables_of_a_document_are_called_the_same() -> None:
    renderer = BlockRenderer()  # as for a document: page by page
    first = renderer.render([table(), table("Kosten <2022>"), table()])
    second = renderer.render([table("Kosten <2022>"), table()])
    regions = BeautifulSoup(first + second, "html.parser").select("[role=group]")
    assert [region["aria-label"] for region in regions] == [
        "Tabelle",
        "Tabelle: Kosten <2022>",
        "Tabelle (2)",
        "Tabelle: Kosten <2022> (2)",
        "Tabelle (3)",
    ]


def paragraph(*spans: tuple[str, str]) -> dict[str, object]:
    return {"kind": "paragraph", "spans": [{"text": text, "href": href} for text, href in spans]}


def test_what_is_found_is_marked_across_links_and_everything_is_escaped() -> None:
    html = BlockRenderer(find=lambda _: [(3, 9)]).render([paragraph(("ab <i", "https://a.example/"), ("> cd&", ""))])
    assert html == ('<p><a href="https://a.example/">ab <mark>&lt;i</mark></a><mark>&gt; cd</mark>&amp;</p>')


def test_links_to_pages_lead_to_the_part_that_holds_them() -> None:
    renderer = BlockRenderer(page_address="/bericht/lesen/#seite-{}".format)
    html = renderer.render([paragraph(("Anhang", "#seite-12"), ("x", "#seite-<script>"))])
    assert html == '<p><a href="/bericht/lesen/#seite-12">Anhang</a><a href="#seite-&lt;script&gt;">x</a></p>'


def test_each_block_of_a_page_has_its_anchor() -> None:
    html = BlockRenderer().render_page(7, [paragraph(("Eins", "")), table("Kosten"), paragraph((" ", ""))])
    assert [tag["id"] for tag in BeautifulSoup(html, "html.parser").select("[id]")] == ["absatz-7-1", "absatz-7-2"]


def test_a_plain_table_can_be_a_list_of_its_rows_and_each_cell_names_its_column() -> None:
    def cells(*words: str, header: bool = False) -> list[dict[str, object]]:
        return [{"header": header, "blocks": [paragraph((word, ""))]} for word in words]

    rows = [cells("Ort", "Jahr", "Zahl", header=True), cells("Brandis", "2021", "59")]
    html = BlockRenderer().render([{"kind": "table", "rows": rows}])
    found = BeautifulSoup(html, "html.parser")
    assert [cell.get("data-head") for cell in found.select("td")] == ["Ort", "Jahr", "Zahl"]
    assert found.select_one(".kern-table--stacks")
    rows[1][0]["colspan"] = 2
    assert "kern-table--stacks" not in BlockRenderer().render([{"kind": "table", "rows": rows}])


def test_a_table_of_two_columns_stacks_with_and_without_names_of_its_columns() -> None:
    def classes(rows: list[list[dict[str, object]]]) -> list[str]:
        found = BeautifulSoup(BlockRenderer().render([{"kind": "table", "rows": rows}]), "html.parser").table
        return list(found["class"]) if found else []

    def row(*words: str, header: bool = False) -> list[dict[str, object]]:
        return [{"header": header, "blocks": [paragraph((word, ""))]} for word in words]

    assert classes([row("Ort", "Zahl", header=True), row("Brandis", "59")])[1:] == [
        "kern-table--stacks",
        "kern-table--headed",
    ]
    assert classes([row("Federführung", "Stadt"), row("Laufzeit", "2020–2022")])[1:] == ["kern-table--stacks"]
    assert classes([row("A", "B", "C"), row("1", "2", "3")])[1:] == []


def test_the_words_of_blocks_are_those_that_are_shown() -> None:
    texts = BlockRenderer().texts([paragraph(("Rund ", ""), ("59", "https://a.example/"), (" & mehr", "")), table("K")])
    assert texts == ["Rund 59 & mehr", "K\nJahr"]


def test_the_mark_that_is_most_like_the_hit_is_led_to() -> None:
    text = "Im Jahr 59 Mio., dann rund 59 Partner, zuletzt 59."
    find = [(match.start(), match.end()) for match in re.finditer("59", text)]
    renderer = BlockRenderer(find=lambda _: find)
    page = [{"kind": "paragraph", "spans": [{"text": text}]}]
    assert 'rund <mark id="treffer-3">59</mark> Partner' in renderer.render_page(
        3, page, ReadingPlace("59", "dann rund", "Partner, zuletzt")
    )
    assert 'Jahr <mark id="treffer-3">59</mark> Mio' in renderer.render_page(3, page, ReadingPlace("60", "so", "da"))
    assert 'id="treffer-' not in renderer.render_page(3, page)
    assert BlockRenderer().render_page(3, page, ReadingPlace("59")).startswith('<span id="treffer-3">')


def test_heads_and_feet_of_pages_are_not_cited() -> None:
    blocks = [{"kind": kind, "spans": [{"text": kind}]} for kind in ("artifact", "paragraph", "artifact")]
    assert BlockRenderer().texts(blocks) == ["", "paragraph", ""]


def test_a_bullet_without_its_item_is_left_out() -> None:
    blocks = [{"kind": kind, "spans": [{"text": text}]} for kind, text in (("untagged", " • "), ("paragraph", "• Ja"))]
    assert BlockRenderer().render_page(2, blocks) == '<p id="absatz-2-2">• Ja</p>'
