"""Links to own pages and files that readers cannot open: not published, in the bin, deleted, or never there.

Links that were chosen carry the number of their target; links that were typed are read as the site itself reads an
address (``own_addresses``). However many links there are, the targets of all of them are asked for at once.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from django.db.models import Exists, OuterRef, Q
from django.utils.text import slugify
from wagtail.documents import get_document_model
from wagtail.models import Page

from ogl_portal.core.public import public
from ogl_portal.editorial.checks.content_nodes import ContentNode, HeadingNode, LinkNode, LinkTarget, RichTextNode
from ogl_portal.editorial.checks.findings import Finding, FindingPlace, Rule, Severity
from ogl_portal.editorial.checks.own_addresses import OwnAddress, PageFacts, own_address, why_unreachable
from ogl_portal.media.models import DocumentState
from ogl_portal.text.numbers import as_key

REPAIR = "Wählen Sie ein anderes Ziel, oder entfernen Sie den Link. Bis dahin sehen Leser:innen nur seinen Text."
RETYPE = "Bitte prüfen Sie die Adresse. Am sichersten wählen Sie die Seite oder Datei aus, statt sie einzutippen."


@dataclass(frozen=True)
class OwnLink:
    """A link to something of ours: where it stands, its words (may be empty), and what it points to."""

    place: FindingPlace
    text: str
    target: LinkTarget | OwnAddress


@dataclass(frozen=True)
class DeadLink:
    """``address`` is how lists name the target: its address, or words where it has none any more."""

    address: str
    reason: str
    finding: Finding


@dataclass(frozen=True)
class Known:
    """The targets of many links."""

    pages: dict[int, PageFacts]
    paths: dict[str, PageFacts]
    documents: dict[int, str]
    """Why readers do not get the document; empty where they do."""


def dead_links(parts_of_pages: Sequence[Sequence[ContentNode]]) -> list[list[DeadLink]]:
    """The links of each page that lead nowhere, in reading order. At most two queries, and those of typed addresses."""
    links = [list(own_links(parts)) for parts in parts_of_pages]
    known = look_up([link.target for found in links for link in found])
    anchors = [{slugify(part.text) for part in parts if isinstance(part, HeadingNode)} for parts in parts_of_pages]
    return [
        [dead for link in found if (dead := _judge(link, known, own))]
        for found, own in zip(links, anchors, strict=True)
    ]


def own_links(parts: Sequence[ContentNode]) -> Iterator[OwnLink]:
    """All links of a page to own pages, files and addresses, in reading order."""
    for part in parts:
        if isinstance(part, LinkNode) and part.target:
            yield OwnLink(part.place, part.text, part.target)
        elif isinstance(part, LinkNode) and (address := own_address(part.url)):
            yield OwnLink(part.place, part.text, address)
        elif isinstance(part, RichTextNode):
            yield from _of_rich_text(part)


def _of_rich_text(part: RichTextNode) -> Iterator[OwnLink]:
    if "<a" not in part.html:
        return
    for anchor in BeautifulSoup(part.html, "html.parser").find_all("a"):
        text, kind, number = anchor.get_text(" ", strip=True), anchor.get("linktype"), str(anchor.get("id") or "")
        if kind in ("page", "document"):
            yield OwnLink(part.place, text, LinkTarget("page" if kind == "page" else "document", as_key(number)))
        elif address := own_address(str(anchor.get("href") or "")):
            yield OwnLink(part.place, text, address)


def look_up(targets: Sequence[LinkTarget | OwnAddress]) -> Known:
    """What the database knows of the targets, in a query for pages and one for files."""
    numbers = {target.number for target in targets if isinstance(target, LinkTarget) and target.kind == "page"}
    paths = {path for target in targets if isinstance(target, OwnAddress) for path in target.page_paths}
    documents = {target.number for target in targets if isinstance(target, LinkTarget) and target.kind == "document"}
    wanted = Q(pk__in=numbers - {None}) | Q(url_path__in=paths)
    is_public = Exists(public(Page.objects).filter(pk=OuterRef("pk")))
    rows: Any = Page.objects.filter(wanted).annotate(is_public=is_public)
    rows = rows.values_list("pk", "live", "is_public", "url_path", "first_published_at") if targets else []
    pages = [PageFacts(pk, live, is_open, path, published is not None) for pk, live, is_open, path, published in rows]
    files: Any = get_document_model().objects.filter(pk__in=documents - {None}).values_list("pk", "trashed_at", "state")
    return Known(
        {page.number: page for page in pages},
        {page.url_path: page for page in pages},
        {pk: _why_held(trashed_at, state) for pk, trashed_at, state in files} if documents - {None} else {},
    )


def _why_held(trashed_at: Any, state: str) -> str:
    """Why readers do not get a file; empty where they do, or will in a moment."""
    if trashed_at is not None:
        return "Die Datei liegt im Papierkorb."
    if state == DocumentState.UNDECIDED:
        return "Es ist noch zu entscheiden, ob alles in der Datei öffentlich sein darf."
    return "Die Datei ist bei der Prüfung nicht angenommen worden." if state == DocumentState.REFUSED else ""


def _judge(link: OwnLink, known: Known, anchors: Set[str]) -> DeadLink | None:
    """Why the link leads nowhere; None where it leads somewhere. ``anchors``: those of the headings of its page."""
    address, reason = _why_nowhere(link.target, known, anchors)
    if not reason:
        return None
    name = f"Der Link »{link.text}«" if link.text else "Ein Link"
    advice = RETYPE if isinstance(link.target, OwnAddress) else REPAIR
    sentence = f"{name} führt ins Leere: {reason}"
    return DeadLink(address, reason, Finding(Rule.OWN_LINK, Severity.FAULT, link.place, sentence, advice))


def _why_nowhere(target: LinkTarget | OwnAddress, known: Known, anchors: Set[str]) -> tuple[str, str]:
    """How lists name the target, and why readers cannot reach it; no reason where they can."""
    if isinstance(target, OwnAddress) and not target.path:
        return str(target), "" if target.fragment in anchors else "Diese Stelle gibt es auf der Seite nicht."
    if isinstance(target, OwnAddress):
        return str(target), why_unreachable(target, known.paths)
    thing = "Seite" if target.kind == "page" else "Datei"
    if target.number is None:
        return f"keine {thing}", f"Es ist keine {thing} gewählt, oder sie ist gelöscht."
    if target.kind == "document":
        is_there, name = target.number in known.documents, f"Datei Nummer {target.number}"
        reason = known.documents.get(target.number, "")
    else:
        page = known.pages.get(target.number)
        is_there = page is not None
        name, reason = (page.name, page.why_closed) if page else (f"Seite Nummer {target.number}", "")
    return (name, reason) if is_there else (f"{name} (gelöscht)", f"Die {thing} gibt es nicht mehr.")
