"""Make the file that the public gets: nothing that runs, nothing that gives people away, and the facts from our record.

Kept: tags, links, bookmarks, form fields with their labels, layers, page labels, everything that is drawn. The same
input and record give the same bytes. A signed file is copied as it is, because any change would break the signature;
what only looks signed is cleaned as any other (`signatures`).
"""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from publications.pdf import images, inspect, objects, opening, signatures, xmp

RECIPE = 3
"""Version of what is done here. A change that gives other bytes for the same input raises it."""


@dataclass(frozen=True)
class PublicRecord:
    """What our record says about the document, and the file shall say too. `language` is a BCP 47 tag."""

    title: str
    language: str = "de"
    licence_uri: str = ""
    licence_name: str = ""
    publisher: str = ""
    description: str = ""
    identifier: str = ""
    date: str = ""


@dataclass(frozen=True)
class Removed:
    """`kind` is a name as in Inspection.active_content, or one of "attachment", "author", "software", "metadata",
    "image metadata", "private data", "comment author", "redaction note", "dates"."""

    kind: str
    count: int


@dataclass(frozen=True)
class CleanedPDF:
    """`signature`: what is to be believed of the signatures. A file with a real one was left untouched (`signed`); then
    `removed` is empty, and `kept_active` says what would run, load or be unpacked at readers
    (`inspect.active_content`)."""

    sha256: str
    size: int
    removed: tuple[Removed, ...]
    signature: signatures.Verdict
    kept_active: dict[str, int] = field(default_factory=dict)
    recipe: int = RECIPE

    @property
    def signed(self) -> bool:
        return self.signature == "real"


class UncleanError(Exception):
    """Active content is still in the result: a fault of this module. The result has been deleted."""


def clean(source: Path, target: Path, *, record: PublicRecord) -> CleanedPDF:
    """Write the public form of `source` to `target`. Raises opening.CannotOpen, or UncleanError (never expected)."""
    source, target = Path(source), Path(target)
    with opening.open_pdf(source) as opened:
        pdf = opened.pdf
        content = list(objects.dictionaries(pdf))
        verdict = signatures.look(source, opened, content).verdict
        if verdict == "real":
            shutil.copyfile(source, target)
            return _result(target, Counter(), verdict, kept_active=inspect.active_content(pdf))
        a_part = xmp.read(objects.get(pdf.Root, "/Metadata")).a_part
        removed = _clean(pdf, content, record)
        modes = pikepdf.ObjectStreamMode
        pdf.save(
            target,
            linearize=True,
            deterministic_id=True,
            encryption=False,
            # PDF/A-1 is based on PDF 1.4, which knows no object streams.
            object_stream_mode=modes.disable if a_part == "1" else modes.generate,
        )
    if any(entry in inspect.ACTIVE_ACTIONS | inspect.ACTIVE_ANNOTATIONS for entry in removed):
        _verify(target)
    return _result(target, removed, verdict)


_Content = list[tuple[Any, dict[str, Any]]]
"""All dictionaries of a file with their entries, as objects.dictionaries gives them."""


def _verify(target: Path) -> None:
    """Look once more whether anything active is left, as where something was found there may be more."""
    with pikepdf.open(target) as result:
        left = {kind for _, content in objects.dictionaries(result) for kind, _ in inspect.active_actions(content)}
    if left:
        target.unlink()
        raise UncleanError(", ".join(sorted(left)))


def _result(
    target: Path, removed: Counter[str], verdict: signatures.Verdict, kept_active: dict[str, int] | None = None
) -> CleanedPDF:
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    entries = tuple(Removed(kind, count) for kind, count in sorted(removed.items()) if count)
    return CleanedPDF(digest, target.stat().st_size, entries, verdict, kept_active or {})


def _clean(pdf: pikepdf.Pdf, content: _Content, record: PublicRecord) -> Counter[str]:
    removed: Counter[str] = Counter()
    facts = xmp.read(objects.get(pdf.Root, "/Metadata"))
    removed["attachment"] = _count_attachments(content)
    dropped = _drop_annotations(pdf, removed)
    for dictionary, entries in content:
        _clean_actions(dictionary, entries, removed)
        _clean_private(dictionary, entries, removed)
        _forget_annotations(dictionary, dropped)
    _clean_catalog(pdf, removed)
    _write_record(pdf, record, facts, removed)
    return removed


def _count_attachments(content: _Content) -> int:
    """How many files are embedded, each once; those that hang on a page are told as such."""
    files = {inspect.embedded_file(entries) for _, entries in content}
    on_pages = {
        inspect.embedded_file(objects.get(entries, "/FS"))
        for _, entries in content
        if objects.get_name(entries, "/Subtype") == "FileAttachment"
    }
    return len(files - on_pages - {None})


def _clean_actions(dictionary: Any, content: dict[str, Any], removed: Counter[str]) -> None:
    """Take off every active action; an inactive action keeps those of its followers that are inactive too."""
    found = Counter(kind for kind, _ in inspect.active_actions(content))
    if not found:
        return
    removed.update(found)
    if inspect.is_trigger_dictionary(objects.get(dictionary, "/AA")):
        del dictionary["/AA"]
    for key in inspect.ACTION_KEYS:
        value = objects.get(dictionary, key)
        if value is None:
            continue
        kept = [
            item
            for item in objects.items(value)
            if not (isinstance(item, Dictionary) and inspect.is_active_action(item))
        ]
        if len(kept) == len(objects.items(value)):
            continue
        if kept and isinstance(value, Array):
            dictionary[key] = Array(kept)
        else:
            del dictionary[key]


# Keys that hold private data of the program that wrote the file, a copy of its metadata, or a way to its workshop.
_PRIVATE_KEYS = {
    "/PieceInfo": "private data",
    "/LastModified": "dates",
    "/Metadata": "metadata",
    "/OPI": "private data",
    "/AF": "attachment",
    "/EF": "attachment",
    "/SpiderInfo": "private data",
    "/Thumb": "private data",
}

# What a resource may be, whatever its name: a font that happens to be called EF must stay.
_RESOURCE_TYPES = frozenset({"Font", "XObject", "ExtGState", "Pattern", "OCG", "OCMD", "ColorSpace", "Shading"})


def _is_private(key: str, value: Any) -> bool:
    """Whether the value under one of _PRIVATE_KEYS is the thing itself and not a resource of that name."""
    if key == "/LastModified":
        return isinstance(value, pikepdf.String)
    if key == "/EF":
        return inspect.is_embedded_file(value)
    if key == "/Thumb":
        return isinstance(value, Stream)
    kind = objects.get_name(value, "/Type")
    if key == "/Metadata":
        return kind in ("Metadata", "")
    return kind not in _RESOURCE_TYPES and objects.get(value, "/FunctionType") is None


def _clean_private(dictionary: Any, content: dict[str, Any], removed: Counter[str]) -> None:
    is_stream = isinstance(dictionary, Stream)
    for key, kind in _PRIVATE_KEYS.items():
        if key not in content or key not in dictionary:
            continue
        if key == "/Metadata" and objects.get_name(content, "/Type") == "Catalog":
            continue  # replaced by our own
        if not _is_private(key, content[key]):
            continue
        del dictionary[key]
        if kind != "attachment":  # counted by file, not by mention
            removed[kind] += 1
    subtype = objects.get_name(content, "/Subtype")
    if "/T" in content and "/Rect" in content and subtype in inspect.COMMENT_ANNOTATIONS | {"Popup"}:
        del dictionary["/T"]
        removed["comment author"] += 1
    if "/Rect" in content and _is_of_redaction(content):
        _forget_redaction_note(dictionary, content, removed)
    if is_stream and subtype == "Image" and images.drop_metadata(dictionary):
        removed["image metadata"] += 1


REDACTION = "Zum Schwärzen markiert"
"""What a redaction mark says in place of its note: an annotation has to say something (PDF/UA-1, 7.18.1)."""


def _is_of_redaction(content: dict[str, Any]) -> bool:
    """Whether an annotation marks what is to be blackened, or answers or shows such a mark."""
    return "Redact" in (
        objects.get_name(content, "/Subtype"),
        objects.get_name(content.get("/IRT"), "/Subtype"),
        objects.get_name(content.get("/Parent"), "/Subtype"),
    )


def _forget_redaction_note(annotation: Any, content: dict[str, Any], removed: Counter[str]) -> None:
    """Take off who marked the place and why: the mark itself is for staff to apply, its note was never for readers."""
    if "/T" in annotation:
        del annotation["/T"]
        removed["comment author"] += 1
    noted = False
    for key in ("/RC", "/Subj", "/Contents"):
        if key in content and objects.get_text(content, key) != REDACTION:
            del annotation[key]
            noted = True
    if noted:
        annotation["/Contents"] = pikepdf.String(REDACTION)
        removed["redaction note"] += 1


def has_redaction_notes(path: Path) -> bool:
    """Whether a file that was cleaned by an older recipe still names who marked what is to be blackened, and why.
    Raises opening.CannotOpen."""
    with opening.open_pdf(Path(path)) as opened:
        return any(
            "/Rect" in content
            and _is_of_redaction(content)
            and ("/T" in content or objects.get_text(content, "/Contents") not in ("", REDACTION))
            for _, content in objects.dictionaries(opened.pdf)
        )


_SHOWN = frozenset({"RichMedia", "Movie", "Screen", "3D"})
"""Media annotations that have a picture of their own on the page; a paper clip or loudspeaker has none worth
keeping."""

_STAMP_KEYS = frozenset(
    {"/Type", "/Subtype", "/Rect", "/AP", "/AS", "/F", "/P", "/Contents", "/StructParent", "/Lang", "/OC", "/Border"}
)


def _drop_annotations(pdf: pikepdf.Pdf, removed: Counter[str]) -> set[tuple[int, int]]:
    """Take annotations that hold a file or media off their pages; the object numbers of those taken off.

    Media that show a picture stay as that picture (a stamp that does nothing), so that the page looks the same.
    """
    dropped: set[tuple[int, int]] = set()
    for page in pdf.pages:
        annotations = objects.get(page.obj, "/Annots")
        if not isinstance(annotations, Array):
            continue
        kept = []
        for annotation in objects.items(annotations):
            kind = objects.get_name(annotation, "/Subtype")
            if kind not in inspect.ACTIVE_ANNOTATIONS:
                kept.append(annotation)
                continue
            removed[kind] += 1
            number = objects.identity(annotation)
            if kind in _SHOWN and objects.get(objects.get(annotation, "/AP"), "/N") is not None:
                _make_stamp(annotation)
                kept.append(annotation)
            elif number:
                dropped.add(number)
        if len(kept) == len(annotations):
            continue
        if kept:
            page.obj["/Annots"] = Array(kept)
        else:
            del page.obj["/Annots"]
    return dropped


def _make_stamp(annotation: Any) -> None:
    for key in objects.keys(annotation):
        if key not in _STAMP_KEYS:
            del annotation[key]
    annotation["/Subtype"] = Name("/Stamp")


def _forget_annotations(dictionary: Any, dropped: set[tuple[int, int]]) -> None:
    """Take references to dropped annotations out of the structure tree, so that nothing leads to them any more."""
    if not dropped:
        return
    if objects.identity(objects.get(dictionary, "/Parent")) in dropped:
        del dictionary["/Parent"]
    if objects.identity(objects.get(dictionary, "/Popup")) in dropped:
        del dictionary["/Popup"]
    kids = objects.get(dictionary, "/K")
    if kids is None:
        return
    before = objects.items(kids)
    after = [kid for kid in before if objects.identity(objects.get(kid, "/Obj")) not in dropped]
    if len(after) < len(before):
        dictionary["/K"] = Array(after)


def _clean_catalog(pdf: pikepdf.Pdf, removed: Counter[str]) -> None:
    root = pdf.Root
    names = objects.get(root, "/Names")
    scripts = sum(1 for _ in objects.name_tree(objects.get(names, "/JavaScript")))
    removed["JavaScript"] += scripts
    for key in (
        "/JavaScript",
        "/EmbeddedFiles",
        "/Renditions",
        "/AlternatePresentations",
        "/URLS",
        "/IDS",
        "/Templates",
    ):
        _delete(names, key)
    for key in ("/Collection", "/Perms", "/DSS", "/Legal", "/Requirements", "/Extensions"):
        _delete(root, key)
    opening_action = objects.get(root, "/OpenAction")
    if isinstance(opening_action, Dictionary) and objects.get_name(opening_action, "/S") != "GoTo":
        # For instance Named/Print, which opens a print dialog unasked.
        del root["/OpenAction"]
        removed["OpenAction"] += 1
    form = objects.get(root, "/AcroForm")
    if objects.get(form, "/XFA") is not None:
        del form["/XFA"]
        removed["XFA"] += 1
        _delete(root, "/NeedsRendering")


def _delete(dictionary: Any, key: str) -> None:
    if isinstance(dictionary, Dictionary) and key in dictionary:
        del dictionary[key]


_INFO_KINDS = {
    "/Author": "author",
    "/Creator": "software",
    "/Producer": "software",
    "/CreationDate": "dates",
    "/ModDate": "dates",
}


def _write_record(pdf: pikepdf.Pdf, record: PublicRecord, facts: xmp.Facts, removed: Counter[str]) -> None:
    info = objects.get(pdf.trailer, "/Info")
    for key in objects.keys(info) if isinstance(info, Dictionary) else []:
        if key != "/Title":
            removed[_INFO_KINDS.get(key, "metadata")] += 1
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    title = " ".join(record.title.split()) or facts.title
    root = pdf.Root
    pdf.trailer["/Info"] = pdf.make_indirect(Dictionary(Title=pikepdf.String(title)))
    language = _language(objects.get_text(root, "/Lang"), record.language)
    if language:
        root["/Lang"] = pikepdf.String(language)
    if not isinstance(objects.get(root, "/ViewerPreferences"), Dictionary):
        root["/ViewerPreferences"] = Dictionary()
    root["/ViewerPreferences"]["/DisplayDocTitle"] = True
    packet = xmp.packet(
        title=title,
        language=language,
        licence_uri=record.licence_uri,
        licence_name=record.licence_name,
        publisher=record.publisher,
        description=record.description,
        identifier=record.identifier,
        date=record.date,
        ua_part=facts.ua_part if facts.ua_part in ("1", "2") else "",
        a_part=facts.a_part if facts.a_part in ("1", "2", "3") else "",
        a_level=facts.a_level if facts.a_level in ("A", "B", "U") else "",
    )
    stream = pikepdf.Stream(pdf, packet)
    stream["/Type"] = Name("/Metadata")
    stream["/Subtype"] = Name("/XML")
    root["/Metadata"] = pdf.make_indirect(stream)


def _language(existing: str, recorded: str) -> str:
    """The record's language, unless the file says the same more exactly ("de-AT" for "de")."""
    if existing and recorded and existing.lower().split("-")[0] == recorded.lower().split("-")[0]:
        return existing
    return recorded or existing
