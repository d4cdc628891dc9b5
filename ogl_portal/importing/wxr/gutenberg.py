"""What WordPress's block editor writes in ways of its own: footnotes, which stand beside the text, and file blocks."""

import json
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import Tag


@dataclass(frozen=True)
class Footnote:
    """A footnote of WordPress 6.3 and later: the key that its marks in the text have, and its own text as HTML."""

    key: str
    html: str


def footnotes_of(text: str) -> list[Footnote]:
    """The footnotes of a post, in their order, out of its field »footnotes«. Raises ValueError where it is damaged."""
    try:
        items = json.loads(text or "[]")
        return [Footnote(str(item["id"]), str(item["content"])) for item in items]
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("no list of footnotes") from error


def number_marks(tree: BeautifulSoup, footnotes: list[Footnote]) -> None:
    """Let the marks in the text show the number of their footnote, in brackets: the words before them stay apart."""
    numbers = {footnote.key: number for number, footnote in enumerate(footnotes, start=1)}
    for mark in tree.select("sup[data-fn]"):
        if number := numbers.get(str(mark["data-fn"])):
            mark.string = f"[{number}]"


def list_of_footnotes(footnotes: list[Footnote]) -> Tag:
    """The footnotes as a numbered list in HTML; each has its item, so that the numbers hold."""
    tree = BeautifulSoup("", "html.parser")
    listing = tree.new_tag("ol")
    for footnote in footnotes:
        item = tree.new_tag("li")
        item.extend(list(BeautifulSoup(footnote.html, "html.parser").children))
        if not item.get_text(strip=True):
            item.append("–")
        listing.append(item)
    return listing


def merge_file_blocks(tree: BeautifulSoup) -> None:
    """One link for a file to download: WordPress gives its name, a button and a preview, all of one address."""
    for block in tree.select(".wp-block-file"):
        for button in block.select("a.wp-block-file__button[href]"):
            if any(link is not button and link["href"] == button["href"] for link in block.select("a[href]")):
                button.decompose()
        if block.select_one("a[href]"):
            for preview in block.select("object"):
                preview.decompose()
