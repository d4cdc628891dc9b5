"""Sends what was drawn, undoes what it did, and says what was wrong with the answers."""

import difflib
import re
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from lxml import etree, html
from wagtail.models import Page, Site

from tests.hostile.drawing import HostileRequest
from tests.hostile.judging import faults_of
from tests.hostile.stage import Stage, client_for

# What runs after a commit and touches no file: a file that is gone would stay gone when the database is turned back.
_AFTER_COMMIT = ("ogl_portal.search.", "ogl_portal.media.tasks", "ogl_portal.redirects.")
_DOORS = (
    "wagtailadmin_home",
    "wagtailimages:index",
    "wagtaildocs:index",
    "wagtailimages_chooser:choose",
    "wagtaildocs_chooser:choose",
    "wagtailadmin_choose_page",
)
_AGO = re.compile(r"(?:vor )?\d+\s(?:Sekunde|Minute|Stunde)n?|gerade eben|gerade|eben|jetzt|\s+", re.IGNORECASE)


@dataclass
class Report:
    """What came of a run."""

    faults: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[tuple[float, HostileRequest]] = field(default_factory=list)
    """CPU seconds of this process, and which request took them."""
    saved: int = 0

    def middle(self) -> float:
        return sorted(seconds for seconds, _ in self.seconds)[len(self.seconds) // 2]

    def __str__(self) -> str:
        if not self.seconds:
            return "no requests"
        ordered = sorted(seconds for seconds, _ in self.seconds)
        longest, which = max(self.seconds, key=lambda timed: timed[0])
        counts = ", ".join(f"{count} × {status}" for status, count in sorted(self.statuses.items()))
        return (
            f"{len(ordered)} requests: {counts}; {self.saved} forged forms were taken. "
            f"CPU: {sum(ordered):.0f} s in all, "
            f"{1000 * self.middle():.0f} ms in the middle, at most {longest:.2f} s by {str(which)[:200]}"
        )


def try_one(stage: Stage, request: HostileRequest, report: Report) -> Any:
    client = client_for(stage, request.role)
    with transaction.atomic():
        waiting = list(connection.run_on_commit)
        started = time.process_time()
        response = client.generic(
            request.method, request.address, request.body, request.content_type, **request.headers
        )
        text = b"".join(response).decode(errors="replace")
        report.seconds.append((time.process_time() - started, request))
        report.statuses[response.status_code] += 1
        found = faults_of(response, text, stage.planted(request.role))
        if request.editor and was_taken(response):
            report.saved += 1
            found += aftermath(stage, request, len(waiting))
        transaction.set_rollback(True)
    connection.run_on_commit = waiting
    if request.method not in ("GET", "HEAD", "OPTIONS", "TRACE"):
        forget()
    report.faults += [f"{request}: {fault}{_where(response)}" for fault in found]
    return response


def slow(stage: Stage, report: Report) -> list[str]:
    """Requests that take seconds and a hundred times as long as others, each time they are sent."""
    found = []
    for seconds, request in report.seconds:
        if seconds > 2 and seconds > 100 * report.middle():
            again = Report()
            for _ in range(2):
                try_one(stage, request, again)
            if min(least for least, _ in again.seconds) > 2:
                found.append(f"{seconds:.1f} s: {request}")
    return found


def was_taken(response: Any) -> bool:
    return (response.status_code == 302 and response["Location"].split("?")[0] != reverse("wagtailadmin_login")) or (
        response.status_code == 200 and response.get("Content-Type", "").startswith("application/json")
    )


def aftermath(stage: Stage, request: HostileRequest, before: int) -> list[str]:
    """What is stored now has to be shown: in its editor, on its public page, and in what is made of it later."""
    found = []
    forget()
    for _, run, *_ in connection.run_on_commit[before:]:
        if run.__module__.startswith(_AFTER_COMMIT):
            run()
    record = stage.forms.get(request.editor)
    page = Page.objects.filter(pk=record.pk).first() if isinstance(record, Page) else None
    public = page.url if page and page.live else stage.world.portal.home.url
    for role, address in (("administrator", request.editor), ("anonymous", public)):
        response = client_for(stage, role).get(address)
        text = b"".join(response).decode(errors="replace")
        found += [f"afterwards {address} {fault}{_where(response)}" for fault in faults_of(response, text, ())]
    return found


def forget() -> None:
    """What is remembered outside the database was turned back there without a word."""
    cache.clear()
    Site.clear_site_root_paths_cache()


def seen(stage: Stage) -> dict[str, str]:
    """The words that readers and staff see at the site's main doors, but for how long ago something was."""
    pages = [
        ("anonymous", address) for address in ("/", "/suche/?q=Bericht", "/ergebnisse/ein-bericht/", "/labore/labor-a/")
    ]
    pages += [("administrator", reverse(name)) for name in _DOORS]
    with transaction.atomic():  # looking leaves traces as well: a search is counted
        found = {address: _words_at(client_for(stage, role), address) for role, address in pages}
        transaction.set_rollback(True)
    return found


def _words_at(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    is_dialog = response.headers["Content-Type"].startswith("application/json")
    tree = html.fromstring(response.json()["html"] if is_dialog else b"".join(response).decode())
    etree.strip_elements(tree, "script", "template", with_tail=False)
    return _AGO.sub(" ", tree.text_content())


def changes(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Words that stand somewhere in one of the two only."""
    found = []
    for address, words in before.items():
        told = [word for word in difflib.ndiff(words.split(), after[address].split()) if word[0] in "+-"]
        found += [f"{address}: {' '.join(told)[:500]}"] if told else []
    return found


def _where(response: Any) -> str:
    """The last lines of a crash that are ours or Wagtail's."""
    if not getattr(response, "exc_info", None):
        return ""
    kind, value, trace = response.exc_info
    frames = traceback.extract_tb(trace)[-4:]
    lines = " < ".join(f"{frame.filename.split('site-packages/')[-1]}:{frame.lineno}" for frame in reversed(frames))
    return f" – {kind.__name__}: {str(value)[:160]} ({lines})"
