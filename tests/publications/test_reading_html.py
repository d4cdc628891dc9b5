"""Blocks of a document as HTML that readers of every kind can move through."""

from bs4 import BeautifulSoup

from publications.reading_html import BlockRenderer


def table(caption: str = "") -> dict[str, object]:
    cell = {"header": True, "blocks": [{"kind": "paragraph", "spans": [{"text": "Jahr"}]}]}
    return {"kind": "table", "spans": [{"text": caption}] if caption else [], "rows": [[cell]]}


def test_no_two_tables_of_a_document_are_called_the_same() -> None:
    renderer = BlockRenderer()  # as for a document: page by page
    first = renderer.render([table(), table("Kosten <2022>"), table()])
    second = renderer.render([table("Kosten <2022>"), table()])
    regions = BeautifulSoup(first + second, "html.parser").select("[role=region]")
    assert [region["aria-label"] for region in regions] == [
        "Tabelle",
        "Tabelle: Kosten <2022>",
        "Tabelle (2)",
        "Tabelle: Kosten <2022> (2)",
        "Tabelle (3)",
    ]
