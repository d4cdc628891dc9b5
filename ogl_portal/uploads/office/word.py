"""What a document of Word holds that nobody sees at first."""

import re
from collections.abc import Iterator

from lxml import etree

from ogl_portal.uploads.archive import local
from ogl_portal.uploads.office.ooxml import comment_parts
from ogl_portal.uploads.office.opc import Package
from ogl_portal.uploads.office.parts import attribute
from ogl_portal.uploads.office.refusals import starts_programs
from ogl_portal.uploads.office.told import Told

_TRACKED = {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange"}
_NO_TEXT = re.compile(
    r"word/(styles|settings|fontTable|numbering|webSettings|theme/.*|people|comments.*)\.xml", re.IGNORECASE
)
_FIELDS = {"fldSimple": "\0", "fldChar": "\0", "instrText": ""}
"""Elements of a field, and whether what they say begins anew."""
_TEXTS = ("document", "hdr", "ftr", "header", "footer", "footnotes", "endnotes", "glossarydocument")


def look(package: Package, told: Told) -> None:
    hiding = _hiding_styles(package)
    comments = comment_parts(package)
    for name in comments:
        for kind, element in _elements(package, name):
            if kind == "comment":
                told.comments += 1
                told.add_name(attribute(element, "author"))
    usual = [
        name for name in package.usual(r"word/[^/]+\.xml") if not _NO_TEXT.fullmatch(name) and name not in comments
    ]
    for name in dict.fromkeys([*package.parts(*_TEXTS), *usual]):
        for kind, element in _elements(package, name):
            if (kind in _TRACKED or kind.endswith("PrChange")) and (author := attribute(element, "author")):
                told.changes += 1
                told.add_name(author)
            elif kind == "p":  # at the end of a paragraph all of its runs are there, with its style
                told.hidden_text += sum(_is_hidden_run(run, element, hiding) for run in element.iter("{*}r"))


def _elements(package: Package, name: str) -> Iterator[tuple[str, etree._Element]]:
    """All elements of a text. Raises Refused for a field that starts a program (17.16.5); the name of a field may be
    spread over many runs, so what is between two marks is read together."""
    codes = ["\0"]
    for kind, element in package.archive.elements(name, clear=("p",)):
        if kind in _FIELDS:
            codes.append(_FIELDS[kind] + (attribute(element, "instr") or element.text or ""))
        yield kind, element
    if re.search(r"\0\s*\"?DDE(AUTO)?\b", "".join(codes), re.IGNORECASE):
        raise starts_programs()


def _is_hidden_run(run: etree._Element, paragraph: etree._Element, hiding: set[str]) -> bool:
    """Whether text is formatted as hidden (17.3.2.41), by itself or by a style; entries of an index are, but hold no
    text. What the run says itself comes first; styles of run and paragraph that both hide cancel each other
    (17.7.3)."""
    if not any(local(child) == "t" and (child.text or "").strip() for child in run):
        return False
    own = _vanishes(run)
    if own is not None:
        return own
    return (_style(run, "rPr", "rStyle") in hiding) != (_style(paragraph, "pPr", "pStyle") in hiding)


def _vanishes(element: etree._Element) -> bool | None:
    """What the run properties of a run or style say of hiding; None where they say nothing."""
    marks = [mark for child in element if local(child) == "rPr" for mark in child if local(mark) == "vanish"]
    return attribute(marks[-1], "val") not in {"0", "false", "off"} if marks else None


def _style(element: etree._Element, properties: str, name: str) -> str:
    found = (mark for child in element if local(child) == properties for mark in child if local(mark) == name)
    return next((attribute(mark, "val") for mark in found), "")


def _hiding_styles(package: Package) -> set[str]:
    """Styles whose text is hidden, by themselves or by the styles that they are based on (17.7.4)."""
    said: dict[str, bool | None] = {}
    bases: dict[str, str] = {}
    for part in package.parts("styles"):
        for kind, element in package.archive.elements(part):
            if kind == "style":
                name = attribute(element, "styleId")
                said[name] = _vanishes(element)
                bases[name] = next((attribute(child, "val") for child in element if local(child) == "basedOn"), "")
    return {name for name in said if _inherited(name, said, bases)}


def _inherited(name: str, said: dict[str, bool | None], bases: dict[str, str]) -> bool:
    passed: set[str] = set()
    while name in said and said[name] is None and name not in passed:
        passed.add(name)
        name = bases[name]
    return bool(said.get(name))
