"""One run over an export: files first, then every page as a stub, then the texts, so that links find their pages.

Each item is a transaction of its own: a run that is killed loses nothing and takes up its work when it starts again.
What was written is in the sync log of ``load_programme``, which also knows what staff have touched since.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from wagtail.models import Page

from news.models import NewsIndexPage
from ogl_portal.core.slugs import free_slug
from ogl_portal.importing.models import ImportItem, Outcome
from ogl_portal.importing.wxr import media as files
from ogl_portal.importing.wxr import pages
from ogl_portal.importing.wxr.body import convert
from ogl_portal.importing.wxr.parts import fit
from ogl_portal.importing.wxr.reader import ExportItem, UnreadableExportError, read
from ogl_portal.importing.wxr.redirecting import lead_to_file, lead_to_page
from ogl_portal.importing.wxr.resolver import ExportResolver
from ogl_portal.importing.wxr.survey import Entry, TargetKind, survey
from ogl_portal.importing.wxr.uploads import FirstOf, Uploads
from ogl_portal.jobs.locks import Lock, locked
from ogl_portal.pages.models import HomePage
from ogl_portal.sync.log import SyncLog, SyncOutcome, content_hash, page_state
from ogl_portal.users.models import User

logger = logging.getLogger(__name__)

_UNEXPECTED = "Ein unerwarteter Fehler; nur dieser Eintrag ist nicht übernommen. Bitte melden Sie ihn dem Betrieb."


@dataclass(frozen=True)
class Options:
    """``publish``: what was public there becomes public here, with its date, where it keeps the rules of the portal."""

    publish: bool = False
    pdfs_become_publications: bool = False
    create_topics: bool = False


class Listener:
    """Who hears of a run; this one does nothing with it."""

    def progress(self, stage: str, share: float) -> None:
        """The work has come to ``stage``; ``share`` of it (0 to 1) is done."""

    def result(self, result: ImportItem) -> None:
        """An item is through: what became of it; in a preview, what would. It is not saved."""


@contextmanager
def only_run() -> Iterator[None]:
    """Hold a lock; raises UnreadableExportError where another import is at work."""
    with locked(Lock.WORDPRESS_IMPORT, waits=False) as is_alone:
        if not is_alone:
            raise UnreadableExportError(
                "Eine andere Übernahme läuft gerade. Es wurde nichts übernommen. Bitte warten Sie, bis sie fertig ist."
            )
        yield


class WordPressImport:
    """``file`` is read twice and has to be one that can be rewound. ``user`` None: somebody at the terminal.

    ``uploads`` gives the place of the files, once the address of the old site is known.
    """

    def __init__(
        self,
        file: IO[bytes],
        *,
        uploads: Callable[[str], Uploads] | None = None,
        options: Options | None = None,
        user: Any = None,
        is_preview: bool = True,
        listener: Listener | None = None,
    ) -> None:
        self.file, self.user, self.is_preview = file, user, is_preview
        self.options, self.listener = options or Options(), listener or Listener()
        self.make_uploads = uploads or (lambda _: FirstOf())
        self.media: dict[str, files.Media] = {}
        self.page_ids: dict[str, int] = {}

    def run(self) -> list[str]:
        """Take everything over, or say what would be. Gives sentences on the file as a whole.

        Raises:
            UnreadableExportError: nothing can be taken from this file.
        """
        with only_run():
            self.listener.progress("Export lesen", 0.0)
            self.survey = survey(self.file)
            self.news, self.home = NewsIndexPage.objects.first(), HomePage.objects.first()
            if self.news is None or self.home is None:
                raise UnreadableExportError(
                    "Dem Portal fehlt die Startseite oder das Verzeichnis der Meldungen. Bitte beides zuerst anlegen."
                )
            self.sync_log = SyncLog()
            self.topics = pages.Topics(create=self.options.create_topics, is_preview=self.is_preview)
            self.uploads = self.make_uploads(self.survey.channel.base_url)
            self._each("Dateien", self.survey.of_target(TargetKind.FILE), self._file, 0.05, 0.4)
            self._each("Seiten anlegen", self.survey.of_target(TargetKind.NEWS, TargetKind.PAGE), self._stub, 0.4, 0.5)
            self._texts()
            for entry in self.survey.of_target(TargetKind.NOTHING):
                self._tell(entry, Outcome.SKIPPED)
            self.listener.progress("Fertig", 1.0)
        return self._notes()

    def _notes(self) -> list[str]:
        notes = []
        if not self.survey.channel.is_complete:
            notes.append(
                "Die Datei bricht vor ihrem Ende ab. Was davor steht, ist berücksichtigt. Bitte den Export wiederholen "
                "und noch einmal übernehmen; nichts wird doppelt."
            )
        if self.survey.silent:
            notes.append(f"{self.survey.silent} Einträge ohne eigenen Text (Menüs, ältere Versionen) sind ausgelassen.")
        return notes

    def _each(self, stage: str, entries: list[Entry], work: Callable[[Entry], None], start: float, end: float) -> None:
        for number, entry in enumerate(entries):
            self.listener.progress(stage, start + (end - start) * number / len(entries))
            self._guarded(entry, lambda entry=entry: work(entry))  # type: ignore[misc]

    def _texts(self) -> None:
        by_number = {entry.number: entry for entry in self.survey.of_target(TargetKind.NEWS, TargetKind.PAGE)}
        self.file.seek(0)
        total = max(len(self.survey.entries), 1)
        for done, item in enumerate(read(self.file)):
            self.listener.progress("Texte", 0.5 + 0.5 * min(done / total, 1.0))
            entry = by_number.get(item.number)
            if entry is not None and entry.key in self.page_ids:
                self._guarded(entry, lambda entry=entry, item=item: self._text(entry, item))  # type: ignore[misc]

    def _guarded(self, entry: Entry, work: Callable[[], None]) -> None:
        """One item's fault is told and stops no other."""
        try:
            work()
        except ValidationError as error:
            self._tell(entry, Outcome.FAILED, notes=list(error.messages))
        except Exception:
            logger.exception("Import of item %s (%s) failed", entry.number, entry.key)
            self._tell(entry, Outcome.FAILED, notes=[_UNEXPECTED])

    def _tell(self, entry: Entry, outcome: Outcome, *, edit_url: str = "", notes: list[str] | None = None) -> None:
        creator = self.survey.channel.authors.get(entry.creator, entry.creator)
        self.listener.result(
            ImportItem(
                number=entry.number,
                kind=(str(entry.target) if entry.target is not TargetKind.NOTHING else entry.kind)[:80],
                title=entry.title[:255],
                outcome=outcome,
                old_address=(entry.link or entry.attachment_url)[:500],
                edit_url=edit_url,
                notes=[*entry.notes, *(notes or [])],
                data={"creator": creator},
            )
        )

    def _key(self, entry: Entry) -> str:
        key = entry.key if len(entry.key) <= 150 else sha256(entry.key.encode()).hexdigest()
        return f"wxr:{self.survey.source[:100]}:{key}"

    # --- files ---------------------------------------------------------------

    def _file(self, entry: Entry) -> None:
        key = self._key(entry)
        if known := self.sync_log.entry(key):
            if known.target is None:
                self._tell(entry, Outcome.KEPT, notes=["Die Datei wurde hier gelöscht und kommt nicht wieder."])
                return
            medium = self.media[entry.key] = files.media_of(known.target)
            self._tell(entry, Outcome.UNCHANGED, edit_url=medium.edit_url)
            return
        with transaction.atomic():
            found = files.add(
                entry,
                self.uploads,
                self.user,
                pdfs_become_publications=self.options.pdfs_become_publications,
                is_preview=self.is_preview,
            )
            if found is None:
                self._tell(
                    entry, Outcome.SKIPPED, notes=[f"Die Datei fehlt: {entry.file_path or entry.attachment_url}"]
                )
                return
            if not self.is_preview:
                target = found.target
                self.sync_log.record(key, target, state="", content="")
                lead_to_file(entry, target)
        self.media[entry.key] = found
        self._tell(entry, Outcome.CREATED, edit_url=found.edit_url)

    # --- pages ---------------------------------------------------------------

    def _stub(self, entry: Entry) -> None:
        """Make sure that there is a page for the entry, and know its id."""
        key = self._key(entry)
        if known := self.sync_log.entry(key):
            if not Page.objects.filter(pk=known.object_id).exists():
                self._tell(entry, Outcome.KEPT, notes=["Die Seite wurde hier gelöscht und kommt nicht wieder."])
                return
            self.page_ids[entry.key] = known.object_id
            return
        parent = self._parent(entry)
        wanted = pages.wanted_slug(entry)
        slug = free_slug(parent, wanted)
        if slug != wanted:
            entry.notes.append(f"Die Adresse »{wanted}« ist schon vergeben; die Seite heißt »{slug}«.")
        if self.is_preview:
            self.page_ids[entry.key] = 0
            return
        with transaction.atomic():
            title = fit(entry.title, pages.LONGEST_TITLE, [])
            page = parent.add_child(
                instance=pages.PAGE_MODELS[entry.target](title=title, slug=slug, live=False, owner=self._owner(entry))
            )
            self.sync_log.record(key, page, state=page_state(page), content="")
        self.page_ids[entry.key] = page.pk

    def _parent(self, entry: Entry) -> Page:
        if entry.target is TargetKind.NEWS:
            parent: Any = self.news
        else:
            above = self.survey.by_id.get(entry.parent_id)
            pk = self.page_ids.get(above.key) if above else None
            parent = Page.objects.filter(pk=pk).first() if pk else None
        # Read anew each time: the tree's own counts change with every child.
        return Page.objects.get(pk=(parent or self.home).pk)

    def _owner(self, entry: Entry) -> Any:
        return User.objects.filter(username=entry.creator).first() if entry.creator else None

    def _text(self, entry: Entry, item: ExportItem) -> None:
        key = self._key(entry)
        known = self.sync_log.entry(key)
        page = Page.objects.filter(pk=known.object_id).first() if known else None
        resolver = ExportResolver(self.survey, self.media, self.page_ids, entry)
        converted = convert(item.content, resolver, key, item.meta.get("footnotes", ""))
        topics, missing = self.topics.find(item.terms)
        content = pages.content_of(entry, item, converted, topics)
        hash_of_content = content_hash(asdict(content))
        decision = self.sync_log.decide(key, exists=page is not None, state=page_state(page), content=hash_of_content)
        if known is not None and known.content_hash == hash_of_content:
            decision = SyncOutcome.UNCHANGED  # whatever staff have made of it, there is nothing new to bring
        notes = [*converted.notes, *_remarks(item, missing)]
        if decision is SyncOutcome.KEPT:
            notes = ["Der Text hat sich im Export geändert und wurde hier bearbeitet. Die Version hier bleibt."]
        outcome = Outcome[decision.name]
        if known is not None and known.content_hash == "" and decision is SyncOutcome.UPDATED:
            outcome = Outcome.CREATED
        if page is not None and decision is SyncOutcome.UPDATED and not self.is_preview:
            notes += self._write(page.specific, entry, content, topics, hash_of_content)
        elif self._is_wanted_public(entry) and self.is_preview and outcome is Outcome.CREATED:
            notes.append("Wird veröffentlicht, wenn die Seite die Regeln des Portals einhält.")
        self._tell(entry, outcome, edit_url=_edit_url(page), notes=notes)

    def _write(
        self, page: Any, entry: Entry, content: pages.Content, topics: list[Any], hash_of_content: str
    ) -> list[str]:
        """Write a page and its redirects; gives what is to be said of it."""
        notes: list[str] = []
        with transaction.atomic():
            pages.fill(page, content, topics)
            reasons = self._reasons_for_draft(page, entry)
            if reasons:
                notes += reasons
                if not page.live:
                    page.save()
                page.save_revision(user=self.user, clean=False)
            else:
                if entry.moment and not page.first_published_at:
                    page.first_published_at = entry.moment
                    Page.objects.filter(pk=page.pk).update(first_published_at=entry.moment)
                page.save_revision(user=self.user).publish(user=self.user)
            page.refresh_from_db()
            self.sync_log.record(self._key(entry), page, state=page_state(page), content=hash_of_content)
            notes += lead_to_page(entry, page)
        return notes

    def _is_wanted_public(self, entry: Entry) -> bool:
        return self.options.publish and entry.status == "publish" and not entry.has_password

    def _reasons_for_draft(self, page: Any, entry: Entry) -> list[str]:
        """Why a page stays a draft; empty when it is to be published."""
        if not self.options.publish:
            return ["Entwurf."]
        if entry.has_password:
            return ["Entwurf: In WordPress war die Seite durch ein Passwort geschützt."]
        if entry.status != "publish":
            return ["Entwurf: In WordPress war die Seite nicht öffentlich."]
        if self.user is not None and not page.permissions_for_user(self.user).can_publish():
            return ["Entwurf: Zum Veröffentlichen fehlt Ihnen das Recht."]
        return [f"Entwurf: {reason}" for reason in pages.reasons_against_publishing(page)]


def _edit_url(page: Page | None) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else ""


def _remarks(item: ExportItem, missing_topics: list[str]) -> list[str]:
    remarks = []
    if missing_topics:
        remarks.append(f"Ohne Entsprechung bei den Themen: {', '.join(missing_topics)}.")
    if item.comments:
        remarks.append(f"{item.comments} Kommentare von Leser:innen sind nicht übernommen.")
    if not item.creator:
        remarks.append("Wer den Text verfasst hat, steht nicht im Export.")
    return remarks
