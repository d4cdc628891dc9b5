"""Everything a program can tell about a running site, in one report: ``script/audit [URL]``.

Exit code 0: no fault. 1: faults, which stand in the report. 2: the site could not be looked at.
"""

import argparse
import datetime
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from tests.audit import firefox
from tests.audit.crawl import Answer, crawl, fetch
from tests.audit.lighthouse import Score, measure
from tests.audit.report import Audit
from tests.audit.visit import visit_all
from tests.browser.chromium import MISSING, find_chromium
from tests.browser.pages import PAGES
from tests.html_checker import complaints

settings.configure(USE_I18N=False, USE_TZ=False)  # for the template of the report; no other setting is needed

ROOT = Path(__file__).resolve().parents[2]
LOCAL = {"127.0.0.1", "localhost", "::1"}
# Chromium shows a page that comes as »not found«, Lighthouse refuses it.
WITHOUT_LIGHTHOUSE = {"not-found", "english-not-found"}


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/audit", description=__doc__)
    parser.add_argument("site", nargs="?", default="http://127.0.0.1:8000", metavar="URL", help="default: %(default)s")
    parser.add_argument("--out", type=Path, default=ROOT / "var/audit/audit.html", help="the report; JSON goes beside")
    parser.add_argument("--workers", type=int, default=2, help="browsers at once (default: %(default)s)")
    parser.add_argument("--limit", type=int, help="open only the first N pages in the browser")
    parser.add_argument(
        "--closely",
        type=int,
        metavar="N",
        help="axe and »without JavaScript«, which take long, on the first N pages only",
    )
    parser.add_argument("--firefox", action="store_true", help="every kind of page in Firefox as well")
    parser.add_argument("--lighthouse", action="store_true", help="Lighthouse over every kind of page as well")
    parser.add_argument(
        "--record", action="store_true", help="store the result as the proof on the privacy page; for a local site"
    )
    given = parser.parse_args()
    given.site = given.site.rstrip("/")
    parts = urlsplit(given.site)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        parser.error(f"»{given.site}« is no address; it begins with http:// or https://")
    if given.record and parts.hostname not in LOCAL:
        parser.error("--record writes to the database of this machine and works for a site on it only")
    if given.record and given.limit:
        parser.error("--record wants every address: leave out --limit")
    return given


def invalid_pages(answers: list[Answer]) -> dict[str, list[str]]:
    """What the Nu HTML checker says, by address."""
    with tempfile.TemporaryDirectory() as folder:
        for number, answer in enumerate(answers):
            Path(folder, f"{number}.html").write_text(answer.html, encoding="utf-8")
        found = complaints(Path(folder))
    return {answers[int(name.removesuffix(".html"))].address: errors for name, errors in found.items()}


def record(audit: Audit) -> None:
    """Hand the proof to the site; it looks for its database as ``script/server`` does."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "proof.json")
        file.write_text(json.dumps(audit.privacy), encoding="utf-8")
        subprocess.run([sys.executable, ROOT / "manage.py", "record_privacy_proof", file], check=True)


def lighthouse_scores(site: str, pages: list[Answer], chromium: str) -> list[Score]:
    """Lighthouse over every kind of page."""
    by_address = {answer.address: answer for answer in pages}
    scores = []
    for address in (address for kind, address in PAGES.items() if kind not in WITHOUT_LIGHTHOUSE):
        answer = by_address.get(address) or fetch(site, address)
        if answer.status == 200:
            scores.append(measure(site, answer, chromium))
            say(f"Lighthouse {address}: {scores[-1].points} {'; '.join(scores[-1].lost)}")
    return scores


def main() -> int:
    given = arguments()
    chromium = find_chromium()
    if not chromium:
        say(MISSING)
        return 2
    ours = firefox.find_firefox() if given.firefox else None
    if given.firefox and not ours:
        say(firefox.MISSING)
        return 2
    audit = Audit(given.site, datetime.datetime.now().astimezone().replace(microsecond=0))
    try:
        audit.answers = crawl(given.site, say)
    except OSError as error:
        say(f"{given.site} antwortet nicht ({error}). Läuft die Website? script/server startet sie.")
        return 2
    pages = [answer for answer in audit.answers if answer.is_html]
    say(f"{len(pages)} Seiten: HTML wird geprüft …")
    audit.invalid = invalid_pages(pages)
    wanted = [answer.address for answer in pages][: given.limit]
    for visit in visit_all(given.site, wanted, chromium, given.workers, given.closely):
        audit.visits.append(visit)
        say(f"[{len(audit.visits)}/{len(wanted)}] {visit.address}: {'; '.join(visit.faults()) or 'gut'}")
    for visited in firefox.visit_in_firefox(given.site, PAGES.values(), ours) if ours else ():
        audit.firefox.append(visited)
        say(f"Firefox {visited.address}: {'; '.join(visited.faults()) or 'gut'}")
    if given.lighthouse:
        audit.scores = lighthouse_scores(given.site, pages, chromium)
    audit.write(given.out)
    if given.record and any(visit.broken_off for visit in audit.visits):
        say("Nicht alle Besuche kamen zu einem Ende; es wurde kein Nachweis aufgenommen.")
    elif given.record:
        record(audit)
    for name, seen, faults in audit.figures:
        say(f"{faults:6} Mängel bei {seen:5} Adressen  {name}")
    say(f"Bericht: {given.out}")
    return 1 if audit.faults else 0


if __name__ == "__main__":
    sys.exit(main())
