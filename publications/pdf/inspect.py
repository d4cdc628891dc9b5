"""What is in a file: structure, language, fonts, pictures, scans, signatures, active content, attachments.

Reads only; call it through `process.Sandbox`.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Dictionary, Stream

from publications.pdf import hidden, legibility, links, objects, opening, signatures, structure, xmp
from publications.pdf.legibility import UnreadablePage
from publications.pdf.signatures import Verdict

MAX_OUTLINE_ITEMS = 5_000
MAX_OUTLINE_DEPTH = 12
FIRST_PAGE_TIME = 3.0
"""Seconds for finding out what is hidden on the first page."""


@dataclass(frozen=True)
class OutlineItem:
    """A bookmark. `level` from 1; `page` is the page's number from 1, None where it leads nowhere; `label` as
    printed."""

    level: int
    title: str
    page: int | None
    label: str


@dataclass(frozen=True)
class Font:
    name: str
    embedded: bool


@dataclass(frozen=True)
class UndescribedPicture:
    """A figure or formula in the tags that has no alternative text; `page` None where the tags do not say."""

    page: int | None
    kind: str


@dataclass(frozen=True)
class Attachment:
    """An embedded file; `size` in bytes, 0 where unknown."""

    name: str
    size: int


@dataclass(frozen=True)
class Inspection:
    """All that `inspect` finds. `date` is ISO 8601 (day), "" if unknown; `language` is a BCP 47 tag, "" if not set.

    `signatures` counts what looks like one; what is to be believed of them says `signature`."""

    sha256: str
    size: int
    pages: int
    page_labels: tuple[str, ...]
    title: str
    language: str
    author: str
    producer: str
    date: str
    tagged: bool
    outline: tuple[OutlineItem, ...]
    fonts: tuple[Font, ...]
    pictures: int
    pictures_without_alt: tuple[UndescribedPicture, ...]
    scanned_pages: tuple[int, ...]
    unreadable_pages: tuple[UnreadablePage, ...]
    signatures: int
    signature: Verdict
    active_content: dict[str, int]
    attachments: tuple[Attachment, ...]
    comments: int
    hidden_layers: tuple[str, ...]
    form_fields: int
    first_page_text: str


def active_content(pdf: pikepdf.Pdf) -> dict[str, int]:
    """What would run, load or be unpacked at readers: kinds as in `Inspection.active_content`, and "attachment"."""
    scan = _scan_objects(pdf)
    return with_attachments(scan.active, len(scan.attachments))


def with_attachments(active: dict[str, int], attachments: int) -> dict[str, int]:
    return active | ({"attachment": attachments} if attachments else {})


def inspect(path: Path) -> Inspection:
    """Look through the file. Raises opening.CannotOpen for a file that `accept` would refuse."""
    path = Path(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with opening.open_pdf(path) as opened:
        pdf = opened.pdf
        targets = links.Targets(pdf)
        labels = page_labels(pdf)
        facts = xmp.read(objects.get(pdf.Root, "/Metadata"))
        info = objects.get(pdf.trailer, "/Info")
        scan = _scan_objects(pdf)
        signed = signatures.look(path, opened, scan.signatures)
        pictures, without_alt = _pictures(pdf, targets.numbers)
        readable = legibility.look(path, hidden.find(path, pages=1, time_limit=FIRST_PAGE_TIME).on(1))
        return Inspection(
            sha256=digest,
            size=path.stat().st_size,
            pages=len(pdf.pages),
            page_labels=labels,
            title=facts.title or objects.get_text(info, "/Title"),
            language=objects.get_text(pdf.Root, "/Lang") or facts.language,
            author=objects.get_text(info, "/Author") or facts.creator,
            producer=objects.get_text(info, "/Producer") or facts.producer,
            date=_date(objects.get_text(info, "/CreationDate"))
            or facts.created
            or _date(objects.get_text(info, "/ModDate")),
            tagged=is_tagged(pdf),
            outline=_outline(pdf, targets, labels),
            fonts=scan.fonts,
            pictures=pictures,
            pictures_without_alt=without_alt,
            scanned_pages=readable.scanned,
            unreadable_pages=readable.unreadable,
            signatures=signed.count,
            signature=signed.verdict,
            active_content=scan.active,
            attachments=scan.attachments,
            comments=scan.comments,
            hidden_layers=_hidden_layers(pdf),
            form_fields=scan.fields,
            first_page_text=readable.first_page_text,
        )


def is_tagged(pdf: pikepdf.Pdf) -> bool:
    """Whether the file says that it is tagged, and has a structure tree with content."""
    marked = objects.get(objects.get(pdf.Root, "/MarkInfo"), "/Marked")
    return marked is True and objects.get(objects.get(pdf.Root, "/StructTreeRoot"), "/K") is not None


def has_page_labels(pdf: pikepdf.Pdf) -> bool:
    """Whether the file says what is printed on its pages."""
    return "/PageLabels" in pdf.Root


def page_labels(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """The label of each page as printed ("iv", "A-3"); without labels the page number as text."""
    labels = []
    for number, page in enumerate(pdf.pages, start=1):
        try:
            label = page.label if has_page_labels(pdf) else str(number)
        except (pikepdf.PdfError, ValueError, TypeError, AttributeError):
            label = str(number)
        labels.append(objects.as_text(label)[:40] or str(number))
    return tuple(labels)


def _date(value: str) -> str:
    """A PDF date string ("D:20221005120000+02'00'") as ISO day, month or year; "" if it is none."""
    match = re.match(r"\s*(?:D:)?\s*((?:19|20)\d\d)(\d\d)?(\d\d)?", value)
    if not match:
        return ""
    year, month, day = match.groups()
    if not month or not 1 <= int(month) <= 12:
        return year
    if not day or not 1 <= int(day) <= 31:
        return f"{year}-{month}"
    return f"{year}-{month}-{day}"


def _outline(pdf: pikepdf.Pdf, targets: links.Targets, labels: tuple[str, ...]) -> tuple[OutlineItem, ...]:
    first = objects.get(objects.get(pdf.Root, "/Outlines"), "/First")
    if first is None:
        return ()
    result: list[OutlineItem] = []
    seen: set[tuple[int, int]] = set()
    stack: list[tuple[Any, int]] = [(first, 1)]
    while stack and len(result) < MAX_OUTLINE_ITEMS:
        item, level = stack.pop()
        number = objects.identity(item)
        if not isinstance(item, Dictionary) or number in seen:
            continue
        if number:
            seen.add(number)
        page = targets.page(item)
        title = " ".join(objects.get_text(item, "/Title").split())
        if title:
            result.append(OutlineItem(level, title[:500], page, labels[page - 1] if page else ""))
        following, child = objects.get(item, "/Next"), objects.get(item, "/First")
        if following is not None:
            stack.append((following, level))
        if child is not None and level < MAX_OUTLINE_DEPTH:
            stack.append((child, level + 1))
    return tuple(result)


ACTIVE_ACTIONS = frozenset(
    {
        "JavaScript",
        "Launch",
        "SubmitForm",
        "ImportData",
        "GoToE",
        "RichMediaExecute",
        "Rendition",
        "Movie",
        "Sound",
        "GoTo3DView",
    }
)
"""Actions that run something, load something or send something (ISO 32000-1, 12.6.4)."""

ACTIVE_ANNOTATIONS = frozenset({"FileAttachment", "RichMedia", "Movie", "Sound", "Screen", "3D"})
"""Annotations that hold a file, a film, a sound or a 3D model (ISO 32000-1, 12.5.6)."""

COMMENT_ANNOTATIONS = frozenset(
    {"Text", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline", "Squiggly"}
    | {"StrikeOut", "Stamp", "Caret", "Ink"}
)

TRIGGERS = frozenset(
    {"/E", "/X", "/D", "/U", "/Fo", "/Bl", "/PO", "/PC", "/PV", "/PI", "/O", "/C", "/K", "/F", "/V"}
    | {"/WC", "/WS", "/DS", "/WP", "/DP"}
)
"""Events of an additional-actions dictionary (ISO 32000-1, 12.6.3)."""


ACTION_KEYS = ("/A", "/PA", "/OpenAction", "/Next")
"""Where an action, or an array of them, hangs on a dictionary."""


def is_active_action(value: Any) -> bool:
    """Whether this is an action of the active kinds, or a link whose address is a script or a local file."""
    kind = objects.get_name(value, "/S")
    if kind in ACTIVE_ACTIONS:
        return True
    if kind == "URI":
        address = objects.get_text(value, "/URI").lower().lstrip()
        return address.startswith(("javascript:", "vbscript:", "file:", "data:"))
    return kind == "GoToR" and names_local_path(objects.get(value, "/F"))


def names_local_path(specification: Any) -> bool:
    """Whether a file specification names a folder of somebody's computer (a leak, and of no use to a reader)."""
    texts = [objects.as_text(specification)]
    if isinstance(specification, Dictionary):
        texts = [objects.get_text(specification, key) for key in ("/F", "/UF", "/Unix", "/DOS", "/Mac")]
    return any(re.match(r"^(file:|[a-z]:|\\\\|/|~)|.*\\", text, re.IGNORECASE) for text in texts)


def is_embedded_file(value: Any) -> bool:
    """Whether the value under a key /EF is really the contents of a file specification."""
    names = set(objects.keys(value)) if isinstance(value, Dictionary) else set()
    return bool(names) and names <= {"/F", "/UF", "/DOS", "/Mac", "/Unix", "/Type"}


def embedded_file(specification: Any) -> tuple[int, int] | None:
    """Which file a file specification embeds: the object number of its contents, as several may name one file."""
    contents = objects.get(specification, "/EF")
    if not is_embedded_file(contents):
        return None
    return next((objects.identity(stream) for stream in objects.entries(contents).values() if stream is not None), None)


def is_trigger_dictionary(value: Any) -> bool:
    """Whether the value under a key /AA is really a set of triggered actions, and not, say, a font named AA."""
    if not isinstance(value, Dictionary):
        return False
    keys = set(objects.keys(value))
    return bool(keys) and keys <= TRIGGERS


def active_actions(dictionary: Any) -> Iterable[tuple[str, Any]]:
    """Kind and action of each action that hangs directly on this dictionary under /A, /PA, /OpenAction, /Next
    or /AA."""
    for key in ACTION_KEYS:
        if key not in dictionary:
            continue
        for action in objects.items(objects.get(dictionary, key)):
            if isinstance(action, Dictionary) and is_active_action(action):
                yield objects.get_name(action, "/S"), action
    triggers = objects.get(dictionary, "/AA") if "/AA" in dictionary else None
    if is_trigger_dictionary(triggers):
        for key in objects.keys(triggers):
            action = objects.get(triggers, key)
            if isinstance(action, Dictionary):
                yield objects.get_name(action, "/S") or "AA", action


@dataclass
class _Scan:
    fonts: tuple[Font, ...] = ()
    signatures: list[tuple[Any, dict[str, Any]]] = field(default_factory=list)
    active: dict[str, int] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    comments: int = 0
    fields: int = 0


def _scan_objects(pdf: pikepdf.Pdf) -> _Scan:
    fonts: dict[str, bool] = {}
    form_fonts = objects.get(objects.get(objects.get(pdf.Root, "/AcroForm"), "/DR"), "/Font")
    # Fonts that a form keeps ready show nothing by themselves.
    ready = {objects.identity(font) for font in objects.entries(form_fonts).values()} - {None}
    active: Counter[str] = Counter()
    attachments: dict[Any, Attachment] = {}
    result = _Scan()
    for original, dictionary in objects.dictionaries(pdf):
        if isinstance(original, Stream):
            continue
        kind, subtype = objects.as_name(dictionary.get("/Type")), objects.as_name(dictionary.get("/Subtype"))
        if kind == "Font" and subtype != "Type0" and objects.identity(original) not in ready:
            name = re.sub(r"^[A-Z]{6}\+", "", objects.get_name(dictionary, "/BaseFont"))
            if subtype == "Type3":
                fonts.setdefault(name or "Type 3", True)
            elif name:
                embedded = any(
                    key in objects.get(dictionary, "/FontDescriptor", {})
                    for key in ("/FontFile", "/FontFile2", "/FontFile3")
                )
                fonts[name] = embedded and fonts.get(name, True)
        if signatures.is_signature(dictionary):
            result.signatures.append((original, dictionary))
        if is_embedded_file(dictionary.get("/EF")):
            attachments.setdefault(embedded_file(dictionary), _attachment(dictionary))
        if "/Rect" in dictionary:
            if subtype in ACTIVE_ANNOTATIONS:
                active[subtype] += 1
            result.comments += subtype in COMMENT_ANNOTATIONS
            result.fields += subtype == "Widget"
        for action, _ in active_actions(dictionary):
            active[action] += 1
    names = objects.get(pdf.Root, "/Names")
    active["JavaScript"] += sum(1 for _ in objects.name_tree(objects.get(names, "/JavaScript")))
    if objects.get(objects.get(pdf.Root, "/AcroForm"), "/XFA") is not None:
        active["XFA"] += 1
    result.fonts = tuple(Font(name, embedded) for name, embedded in sorted(fonts.items()))
    result.active = {kind: count for kind, count in sorted(active.items()) if count}
    result.attachments = tuple(attachments.values())[:1000]
    return result


def _attachment(specification: Any) -> Attachment:
    stream = objects.get(objects.get(specification, "/EF"), "/F") or objects.get(
        objects.get(specification, "/EF"), "/UF"
    )
    size = objects.get_int(objects.get(stream, "/Params"), "/Size")
    name = objects.get_text(specification, "/UF") or objects.get_text(specification, "/F") or "ohne Namen"
    return Attachment(name[:300], size)


def _pictures(pdf: pikepdf.Pdf, numbers: dict[tuple[int, int], int]) -> tuple[int, tuple[UndescribedPicture, ...]]:
    """How many figures and formulas the tags name, and those of them without alternative text."""
    count, missing = 0, []
    for element in structure.elements(pdf):
        if element.role not in ("Figure", "Formula"):
            continue
        count += 1
        if not element.alt and not element.actual_text:
            missing.append(UndescribedPicture(element.page_number(numbers), element.role))
    return count, tuple(missing)


def _hidden_layers(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """Names of layers that are switched off when the file opens: content that a reader does not see."""
    properties = objects.get(pdf.Root, "/OCProperties")
    configuration = objects.get(properties, "/D")
    layers = objects.items(objects.get(configuration, "/OFF"))
    if objects.get_name(configuration, "/BaseState") == "OFF":
        shown = {objects.identity(layer) for layer in objects.items(objects.get(configuration, "/ON"))}
        layers = [
            layer for layer in objects.items(objects.get(properties, "/OCGs")) if objects.identity(layer) not in shown
        ]
    names = [objects.get_text(layer, "/Name") for layer in layers]
    return tuple(name for name in names if name)
