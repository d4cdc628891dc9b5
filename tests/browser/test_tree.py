"""What a screen reader is told of the main kinds of page, against what is stored in ``snapshots/``.

A difference is either a mistake or meant. If it is meant, write the files anew with
``OGL_UPDATE_SNAPSHOTS=1 script/test tests/browser/test_tree.py`` and read the difference in the commit. Running text
and addresses are left out: they are content, not structure. Of pages that list things the shape is kept, each once, so
that one more thing is no difference.
"""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.pages import PAGES

UPDATE = os.environ.get("OGL_UPDATE_SNAPSHOTS") == "1"
SNAPSHOTS = Path(__file__).with_name("snapshots")
KINDS = (
    "home", "standard", "labs", "lab", "lab-finder", "publications", "publication", "reading", "literature",
    "news-index", "news", "events", "event", "topic", "search", "search-nothing", "contact", "imprint", "privacy",
    "accessibility", "report-barrier", "plain-language", "sign-language", "not-found",
)  # fmt: skip
LISTS = {
    "lab-finder", "publications", "publication", "reading", "literature", "news-index", "events", "topic", "search",
    "accessibility",
}  # fmt: skip
WIDTHS = (360, 1280)  # below and above the width at which the menu gives way to the wide navigation
# Roles that carry structure; what else there is (paragraphs, text, emphasis) changes with every edit.
ROLES = {
    "alert", "article", "banner", "button", "cell", "checkbox", "columnheader", "combobox", "complementary",
    "contentinfo", "figure", "form", "group", "heading", "img", "link", "list", "listitem", "main", "navigation",
    "note", "radio", "region", "rowheader", "search", "searchbox", "spinbutton", "status", "table", "textbox",
}  # fmt: skip
# A line of the tree: indent, role, name in quotes, states in brackets. YAML puts some lines into single quotes.
LINE = re.compile(r"(?P<indent> *)- '?(?P<role>[a-z]+)(?P<name> \"(?:[^\"\\]|\\.)*\")?(?P<states>(?: \[[^\]]+\])*)")
# What differs from run to run: the day on which the content was loaded, sizes of files that are made when it is.
CHANGING = (
    (re.compile(r"\b\d{1,2}\.\s\w+\s20\d\d"), "‹Tag›"),
    (re.compile(r"[\d.,]+\s(KB|MB|Bytes)"), "‹Größe›"),
)
LONGEST_NAME = 100
# In lists their names are those of the things listed.
NAMED_BY_CONTENT = {"cell", "heading", "img", "link", "rowheader"}


@dataclass
class Node:
    """A line of the tree with what stands in it; ``indent`` is that of the browser, which counts paragraphs as well."""

    indent: int
    role: str
    name: str = ""
    states: str = ""
    children: list["Node"] = field(default_factory=list)

    def lines(self, depth: int = 0) -> list[str]:
        own = f"{'  ' * depth}{self.role}{self.name}{self.states}"
        return [own, *(line for child in self.children for line in child.lines(depth + 1))]

    def shape(self) -> "Node":
        """The same without names that are content, and without children that look like one before them."""
        name = "" if self.role in NAMED_BY_CONTENT and "[level=1]" not in self.states else self.name
        children: list[Node] = []
        for child in map(Node.shape, self.children):
            if child not in children:
                children.append(child)
        return Node(0, self.role, name, self.states, children)


def tree(page: Page, selector: str) -> Node:
    """Roles, names and states of what ``selector`` finds."""
    root = Node(-1, "page")
    above = [root]  # what the next line may stand in
    for line in page.locator(selector).aria_snapshot().splitlines():
        found = LINE.match(line)
        if not found or found["role"] not in ROLES:
            continue
        node = Node(len(found["indent"]), found["role"], _name(found["name"] or ""), found["states"])
        while above[-1].indent >= node.indent:
            above.pop()
        above[-1].children.append(node)
        above.append(node)
    return root


def _name(name: str) -> str:
    for pattern, word in CHANGING:
        name = pattern.sub(word, name)
    return name if len(name) <= LONGEST_NAME else f'{name[:LONGEST_NAME]}…"'


def assert_as_stored(name: str, node: Node) -> None:
    file = SNAPSHOTS / f"{name}.txt"
    found = "".join(f"{line}\n" for child in node.children for line in child.lines())
    if UPDATE:
        file.write_text(found, encoding="utf-8")
    assert file.is_file(), "Write it with OGL_UPDATE_SNAPSHOTS=1."
    assert found == file.read_text(encoding="utf-8"), f"{file.name}: see the head of {Path(__file__).name}"


@pytest.mark.parametrize("kind", KINDS)
def test_the_content_is_told_as_before(page: Page, kind: str) -> None:
    page.goto(PAGES[kind])
    node = tree(page, "main")
    assert_as_stored(kind, node.shape() if kind in LISTS else node)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_frame_is_told_as_before(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/labore/")
    page.evaluate("document.querySelector('main').replaceChildren()")
    assert_as_stored(f"frame-{width}", tree(page, "body"))


def test_every_stored_tree_is_compared() -> None:
    expected = {*KINDS, *(f"frame-{width}" for width in WIDTHS)}
    assert {file.stem for file in SNAPSHOTS.iterdir()} == expected


def test_a_lost_name_level_or_landmark_would_be_noticed(page: Page) -> None:
    page.goto("/kontakt/")
    before = tree(page, "body")
    for harm in (
        "one => one.querySelector('h1').outerHTML = '<h2>Kontakt</h2>'",
        "one => one.querySelector('main label').remove()",
        "one => one.querySelector('.site-footer nav').removeAttribute('aria-labelledby')",
        "one => one.querySelector('main').outerHTML = '<div>' + one.querySelector('main').innerHTML + '</div>'",
    ):
        page.goto("/kontakt/")
        page.locator("body").evaluate(harm)
        assert tree(page, "body") != before, harm


def test_the_shape_of_a_list_does_not_depend_on_how_much_is_in_it() -> None:
    def item(name: str, *children: Node) -> Node:
        return Node(0, "listitem", "", "", [Node(2, "link", f' "{name}"'), *children])

    few = Node(0, "list", ' "Treffer"', "", [item("a"), item("b", Node(2, "img", ' "x"'))])
    many = Node(0, "list", ' "Treffer"', "", [item("c"), item("d", Node(9, "img")), item("e"), item("f")])
    assert few.shape() == many.shape()
    assert few.shape().lines() == ['list "Treffer"', "  listitem", "    link", "  listitem", "    link", "    img"]
