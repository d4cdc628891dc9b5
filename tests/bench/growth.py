"""Whether pages slow down as content grows: ``script/bench growth``.

Every kind of page for readers and the screens of the admin, made anew in one process without a web server, at two
scales of sample content (``manage.py make_sample_content``) that lie in a data folder each. The two are measured in
turns, and the ratio of the larger to the smaller is printed: p50, p95 (whole answer, database included), processor time
(of this process and of the database's for it, as far as that is on this machine), queries and bytes. The goal: p95 at
scale 100 at most 1.5 times that at scale 1. Where the machine has other work, processor time is what can be compared.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[2]
READERS = {
    "home": "/",
    "news": "",
    "event": "",
    "publication": "",
    "reading view": "",
    "lab": "",
    "topic": "",
    "text": "",
    "news list": "/aktuelles/",
    "news of a lab": "/aktuelles/?labor={lab}",
    "last of news": "/aktuelles/?seite=20",
    "archive": "/aktuelles/archiv/",
    "year": "/aktuelles/archiv/2022/",
    "events list": "/termine/",
    "past events": "/termine/?seite=5",
    "results": "/ergebnisse/",
    "labs": "/labore/",
    "topics": "/themen/",
    "literature": "/literatur/",
    "changes": "/aenderungen/",
    "open data": "/daten/",
    "search": "/suche/?q=Kommune",
    "search words": "/suche/?q=Klimaschutzkonzept+Wirkung",
    "search none": "/suche/",
    "search filtered": "/suche/?q=Daten&art=meldung&jahr=2022",
    "suggestions": "/suche/vorschlaege/?q=bürgerb",
    "news feed": "/aktuelles/atom.xml",
    "calendar": "/termine/kalender.ics",
    "changes feed": "/aenderungen/atom.xml",
    "sitemap": "/sitemap.xml",
}
ADMIN = {
    "dashboard": "/admin/",
    "explorer": "/admin/pages/{news_index}/",
    "explorer lab": "/admin/pages/{lab_pk}/",
    "explorer home": "/admin/pages/{home}/",
    "edit news": "/admin/pages/{news_pk}/edit/",
    "edit publication": "/admin/pages/{publication_pk}/edit/",
    "edit event": "/admin/pages/{event_pk}/edit/",
    "edit lab": "/admin/pages/{lab_pk}/edit/",
    "history": "/admin/pages/{news_pk}/history/",
    "admin search": "/admin/pages/search/?q=Kommune",
    "chooser": "/admin/choose-page/?page_type=wagtailcore.page",
    "chooser search": "/admin/choose-page/search/?q=Kommune",
    "chooser below": "/admin/choose-page/{news_index}/",
    "usage": "/admin/pages/usage/news/newspage/",
    "site history": "/admin/reports/site-history/",
    "aging pages": "/admin/reports/aging-pages/",
    "page types": "/admin/reports/page-types-usage/",
    "locked": "/admin/reports/locked/",
    "content check": "/admin/berichte/inhaltspruefung/",
    "reviews": "/admin/berichte/durchsicht/",
    "translations": "/admin/berichte/uebersetzungen/",
    "links": "/admin/berichte/links/",
    "visits": "/admin/berichte/abrufe/",
    "documents": "/admin/berichte/dokumente/",
    "planning": "/admin/planung/",
    "bin": "/admin/papierkorb/",
    "literature entries": "/admin/snippets/publications/literatureentry/",
    "statement": "/admin/barrierefreiheit/erklaerung/",
    "lab teams": "/admin/laborteams/",
    "delete news": "/admin/pages/{news_pk}/delete/",
    "move": "/admin/pages/{news_pk}/move/",
    "searches": "/admin/berichte/suchanfragen/",
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure whether pages slow down as content grows.")
    parser.add_argument("--scales", type=int, nargs=2, default=[1, 100], help="the smaller and the larger")
    parser.add_argument("--rounds", type=int, default=20, help="times that each page is made in a turn")
    parser.add_argument("--turns", type=int, default=3, help="turns of the two scales")
    parser.add_argument("--only", nargs="+", help="kinds of page")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--measure", type=int, metavar="SCALE", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(measured(arguments.measure, arguments.rounds, arguments.only)))
        return
    found: dict[int, list[dict[str, Any]]] = {scale: [] for scale in arguments.scales}
    for _ in range(arguments.turns):
        for scale, runs in found.items():
            runs.append(_run(scale, arguments))
    figures = {scale: _together(runs) for scale, runs in found.items()}
    _print(figures, arguments.scales)
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1))


def _run(scale: int, arguments: argparse.Namespace) -> dict[str, Any]:
    data = HERE / "var" / f"bench-growth-{scale}"
    command = [sys.executable, "-m", "tests.bench.growth", f"--measure={scale}", f"--rounds={arguments.rounds}"]
    command += ["--only", *arguments.only] if arguments.only else []
    environment = {**os.environ, "OGL_DATA_DIR": str(data), "OGL_PAGE_CACHE_MB": "0"}
    output = subprocess.run(command, cwd=HERE, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
    figures: dict[str, Any] = json.loads(output.splitlines()[-1])
    return figures


def measured(scale: int, rounds: int, only: list[str] | None) -> dict[str, Any]:
    """Milliseconds of each answer, queries and bytes, by kind of page."""
    from tests.bench.search import prepared_database

    prepared_database("bench-growth", scale)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from ogl_portal.core import small_tables

    small_tables.analyse()  # as on a site that has been running for a day
    found: dict[str, Any] = {}
    for name, (client, address) in _addresses().items():
        if only and name not in only:
            continue
        times, processor = [], []
        for number in range(rounds + 2):
            started, used = time.perf_counter(), _processor_time()
            response = client.get(address)
            size = len(response.getvalue())
            if number >= 2:  # the first ones fill caches of code and of templates
                times.append((time.perf_counter() - started) * 1000)
                processor.append((_processor_time() - used) * 1000)
        if response.status_code != 200:
            print(f"{name}: {address} answered {response.status_code}", file=sys.stderr)
            continue
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        found[name] = {"times": times, "processor": processor, "queries": len(queries), "bytes": size}
        print(f"scale {scale}, {name}: {min(times):.0f} ms, {len(queries)} queries", file=sys.stderr, flush=True)
    return found


def _processor_time() -> float:
    """Seconds that this process has used, and the one of the database that works for it."""
    from django.db import connection

    connection.ensure_connection()
    schedule = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    of_database = int(schedule.read_text().split()[0]) / 1e9 if schedule.exists() else 0.0
    return time.process_time() + of_database


def _addresses() -> dict[str, tuple[Any, str]]:
    from django.test import Client

    from events.models import EventPage
    from labs.models import LabPage
    from news.models import NewsIndexPage, NewsPage
    from ogl_portal.core.models import Topic
    from ogl_portal.pages.models import HomePage, StandardPage
    from ogl_portal.users.models import User
    from publications.models import PublicationPage

    editor, _ = User.objects.get_or_create(username="bench", is_superuser=True, is_staff=True)
    reader, staff = Client(), Client()
    staff.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")

    def sample(model: Any) -> Any:
        """The same one at every scale, as it was made in the first step."""
        return model.objects.live().filter(slug__startswith="muster-").order_by("pk")[4]

    news, event, publication = sample(NewsPage), sample(EventPage), sample(PublicationPage)
    lab = LabPage.objects.live().order_by("pk")[0]
    topic = Topic.objects.order_by("pk")[0]
    own = {"news": news, "event": event, "publication": publication, "lab": lab, "text": sample(StandardPage)}
    special = {name: page.url for name, page in own.items()}
    special |= {"reading view": f"{publication.url}lesen/", "topic": topic.url}
    keys = {
        "lab": lab.slug,
        "lab_pk": lab.pk,
        "news_pk": news.pk,
        "event_pk": event.pk,
        "publication_pk": publication.pk,
        "news_index": NewsIndexPage.objects.get().pk,
        "home": HomePage.objects.get().pk,
    }
    readers = {name: (reader, special.get(name) or address.format(**keys)) for name, address in READERS.items()}
    return readers | {name: (staff, address.format(**keys)) for name, address in ADMIN.items()}


def _together(runs: list[dict[str, Any]]) -> dict[str, Any]:
    figures = {}
    for name, first in runs[0].items():
        times = [run[name]["times"] for run in runs]
        figures[name] = {
            "p50": statistics.median(statistics.median(found) for found in times),
            "p95": statistics.median(statistics.quantiles(found, n=20, method="inclusive")[18] for found in times),
            "processor": statistics.median(statistics.median(run[name]["processor"]) for run in runs),
            "queries": first["queries"],
            "bytes": first["bytes"],
        }
    return figures


def _print(figures: dict[int, dict[str, Any]], scales: list[int]) -> None:
    small, large = (figures[scale] for scale in scales)
    print(f"milliseconds at scale {scales[0]} and {scales[1]}, and the ratio of the two")
    print(f"{'':<20}{'p50':>16}{'':>7}{'p95':>16}{'':>7}{'processor':>16}{'':>7}{'queries':>12}{'KB':>14}")
    for name in filter(large.get, small):
        a, b = small[name], large[name]
        mark = " !" if b["p95"] > 1.5 * a["p95"] else ""
        print(
            f"{name:<20}{a['p50']:>8.1f}{b['p50']:>8.1f}{b['p50'] / a['p50']:>7.2f}"
            f"{a['p95']:>8.1f}{b['p95']:>8.1f}{b['p95'] / a['p95']:>7.2f}"
            f"{a['processor']:>8.1f}{b['processor']:>8.1f}{b['processor'] / a['processor']:>7.2f}"
            f"{a['queries']:>6}{b['queries']:>6}{a['bytes'] / 1000:>7.0f}{b['bytes'] / 1000:>7.0f}{mark}"
        )


if __name__ == "__main__":
    main()
