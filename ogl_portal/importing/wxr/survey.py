"""The first look through an export: what is in it, how its parts belong together, and what they will become."""

import datetime
import hashlib
import re
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import IO
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.html import strip_tags

from ogl_portal.importing.raised import flattened
from ogl_portal.importing.wxr.addresses import (
    composed,
    host_of,
    is_files_host,
    number_in,
    originals,
    path_of,
    unedited,
    unwrapped,
    upload_path,
    without_size,
)
from ogl_portal.importing.wxr.reader import ExportHeader, ExportItem, read

MOST_ITEMS = 200_000
# What WordPress keeps beside texts: menus, styles, history. None of it is a text that readers see.
SILENT_KINDS = {
    "revision", "nav_menu_item", "custom_css", "customize_changeset", "oembed_cache", "user_request", "wp_template",
    "wp_template_part", "wp_global_styles", "wp_navigation", "wp_font_family", "wp_font_face", "acf-field",
    "acf-field-group",
}  # fmt: skip
UNWANTED_STATES = {"trash": "lag im Papierkorb", "auto-draft": "war ein leerer, automatischer Entwurf"}


class TargetKind(StrEnum):
    """What an item becomes."""

    NEWS = "Meldung"
    PAGE = "Seite"
    FILE = "Datei"
    NOTHING = "–"


@dataclass
class Entry:
    """An item without its body: enough to place it and to find it by its addresses."""

    key: str
    number: int
    target: TargetKind
    kind: str
    title: str
    status: str
    slug: str
    post_id: str
    parent_id: str
    order: int
    link: str
    guid: str
    creator: str
    moment: datetime.datetime | None
    attachment_url: str = ""
    file_path: str = ""
    alt: str = ""
    caption: str = ""
    has_password: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        """Old addresses of the item, as redirects keep them."""
        query = {"page": "page_id", "attachment": "attachment_id"}.get(self.kind, "p")
        found = [path_of(self.link)] if self.link else []
        found += [f"/?{query}={self.post_id}"] if self.post_id.isdigit() else []
        found += [path_of(self.guid)] if "://" in self.guid and number_in(self.guid) else []
        return [path for path in dict.fromkeys(found) if path not in ("", "/")]


@dataclass
class Survey:
    """Everything of an export but its bodies."""

    channel: ExportHeader = field(default_factory=ExportHeader)
    entries: list[Entry] = field(default_factory=list)
    by_id: dict[str, Entry] = field(default_factory=dict)
    by_path: dict[str, Entry] = field(default_factory=dict)
    by_file: dict[str, Entry] = field(default_factory=dict)
    file_hosts: set[str] = field(default_factory=set)
    by_edited_file: dict[str, Entry] = field(default_factory=dict)
    reusable: dict[str, str] = field(default_factory=dict)
    galleries: dict[str, list[str]] = field(default_factory=dict)
    silent: int = 0

    @property
    def source(self) -> str:
        """By what the site that an export comes from is known again."""
        return host_of(self.channel.base_url) or self.channel.title or "unbekannt"

    def is_own(self, address: str) -> bool:
        host = host_of(address)
        return bool(host) and (host == host_of(self.channel.base_url) or host in self.file_hosts)

    def file(self, address: str) -> Entry | None:
        """The attachment that an address names, whatever size of it; one of exactly that name comes first."""
        path = upload_path(address)
        if not path:
            return None
        exact = (self.by_file.get(name) for name in originals(path))
        return next(filter(None, exact), None) or self.by_edited_file.get(unedited(without_size(path)))

    def of_target(self, *targets: TargetKind) -> list[Entry]:
        return [entry for entry in self.entries if entry.target in targets]


def survey(file: IO[bytes]) -> Survey:
    """Read an export once. Raises UnreadableExportError when it is none."""
    result = Survey()
    seen: set[str] = set()
    for item in read(file, result.channel):
        if item.number > MOST_ITEMS:
            break
        if item.kind in SILENT_KINDS:
            result.silent += 1
            continue
        if item.kind == "wp_block":
            result.reusable[item.post_id] = item.content
            continue
        entry = entry_of(item)
        if entry.key in seen:
            entry.key = f"{entry.key}#{fingerprint_of(item)}"
            entry.notes.append("Diese Nummer kommt in der Datei mehrfach vor.")
            if entry.key in seen:
                entry.target = TargetKind.NOTHING
                entry.notes.append("Der Eintrag steht wortgleich schon weiter oben.")
        seen.add(entry.key)
        if not result.is_own(entry.link):
            entry.link = ""
        result.entries.append(entry)
        _index(result, entry)
    _place(result)
    return result


def entry_of(item: ExportItem) -> Entry:
    """The entry of an item on its own; the same item always gives the same."""
    notes: list[str] = []
    kind = item.kind
    target = {"post": TargetKind.NEWS, "page": TargetKind.PAGE, "attachment": TargetKind.FILE}.get(
        kind, TargetKind.PAGE
    )
    if kind not in ("post", "page", "attachment"):
        notes.append(f"Die Inhaltsart »{kind}« gibt es hier nicht; daraus wird eine Seite.")
    if reason := UNWANTED_STATES.get(item.status):
        target = TargetKind.NOTHING
        notes.append(f"Der Eintrag {reason}.")
    number = item.post_id if item.post_id.isdigit() else ""
    if not number and not item.guid:
        notes.append("Der Eintrag hat weder Nummer noch Kennung; erkannt wird er an seinem Inhalt.")
    title = " ".join(strip_tags(flattened(item.title)).split())
    if not title:
        title = f"Ohne Titel ({number or item.number})"
        notes.append("Der Eintrag hat keinen Titel.")
    if kind == "attachment" and (description := " ".join(strip_tags(item.content).split())):
        notes.append(f"Beschreibung im Export: {description[:2000]}")
    moment = moment_of(item.dates)
    if moment is None and target is TargetKind.NEWS:
        notes.append("Das Datum fehlt oder ist unlesbar. Bitte ergänzen.")
    return Entry(
        key=f"{kind}-{number}" if number else f"{kind}-{item.guid or fingerprint_of(item)}",
        number=item.number,
        target=target,
        kind=kind,
        title=title,
        status=item.status,
        slug=item.slug,
        post_id=number,
        parent_id=item.parent_id,
        order=int(item.order) if re.fullmatch(r"-?\d{1,6}", item.order) else 0,
        link=item.link,
        guid=item.guid,
        creator=item.creator,
        moment=moment,
        attachment_url=unwrapped(item.attachment_url or (item.guid if kind == "attachment" else "")),
        file_path=item.meta.get("_wp_attached_file", ""),
        alt=item.meta.get("_wp_attachment_image_alt", ""),
        caption=" ".join(strip_tags(flattened(item.excerpt)).split()),
        has_password=item.has_password,
        notes=notes,
    )


def fingerprint_of(item: ExportItem) -> str:
    text = "\0".join((item.kind, item.title, item.link, item.content, *item.dates))
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]


def moment_of(dates: tuple[str, ...]) -> datetime.datetime | None:
    """The first date that can be read: local time of the site, then UTC, then the one of the feed."""
    zones = (ZoneInfo(settings.TIME_ZONE), datetime.UTC, datetime.UTC)
    for text, zone in zip(dates, zones, strict=True):
        for parse in (datetime.datetime.fromisoformat, parsedate_to_datetime):
            try:
                moment = parse(text.strip())
            except (ValueError, TypeError, IndexError):
                continue
            if 1990 <= moment.year <= 2100:
                return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return None


def _index(result: Survey, entry: Entry) -> None:
    if entry.target is TargetKind.NOTHING:
        return
    if entry.post_id:
        result.by_id.setdefault(entry.post_id, entry)
    for path in entry.paths:
        result.by_path.setdefault(path, entry)
    if entry.target is TargetKind.FILE:
        if is_files_host(host := host_of(entry.attachment_url)):
            result.file_hosts.add(host)
        for path in filter(None, (upload_path(entry.attachment_url), composed(entry.file_path))):
            result.by_file.setdefault(path, entry)
            if (name := unedited(path)) != path:
                result.by_edited_file.setdefault(name, entry)
        if entry.parent_id not in ("", "0"):
            result.galleries.setdefault(entry.parent_id, []).append(entry.post_id)


def _place(result: Survey) -> None:
    """Sort pages so that each stands behind its parent; parents that are missing or go in a circle are let go."""
    for entry in result.of_target(TargetKind.PAGE):
        seen = {entry.post_id}
        above: Entry | None = entry
        while above is not None and above.parent_id not in ("", "0"):
            parent = result.by_id.get(above.parent_id)
            if parent is None or parent.target is not TargetKind.PAGE or parent.post_id in seen:
                if above is entry:
                    entry.notes.append("Die übergeordnete Seite fehlt; die Seite steht gleich unter der Startseite.")
                above.parent_id = ""
                break
            seen.add(parent.post_id)
            above = parent

    def depth(entry: Entry) -> int:
        count, above = 0, entry
        while above.parent_id not in ("", "0") and count < len(result.entries):
            above, count = result.by_id[above.parent_id], count + 1
        return count

    pages = sorted(result.of_target(TargetKind.PAGE), key=lambda entry: (depth(entry), entry.order, entry.number))
    result.entries = [entry for entry in result.entries if entry.target is not TargetKind.PAGE] + pages
