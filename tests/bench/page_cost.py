"""What one page costs to make: ``script/bench page_cost``. Called by ``script/bench site`` as well.

In one process, without a web server: processor time (median), SQL queries and bytes of each kind of page, made anew
each time. ``--against FOLDER`` measures another checkout in turns with this one and prints the ratio: each has a
database of its own, filled alike. ``--json`` prints one JSON object for machines.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[2]
PAGES = {
    "home": "/",
    "list": "/aktuelles/",
    "lab": "/labore/brandis/",
    "publication": "",
    "reading view": "",
    "news": "",
    "event": "",
    "search": "/suche/?q=Kommune",
    "admin edit": "",
}
"""Kinds of page; where no address stands, that of the largest one of the programme is looked up."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what a page costs to make.")
    parser.add_argument("--rounds", type=int, default=30, help="times that each page is made")
    parser.add_argument("--scale", type=int, default=0, help="scale of sample content (manage.py make_sample_content)")
    parser.add_argument("--against", type=Path, help="another checkout, measured in turns with this one")
    parser.add_argument("--turns", type=int, default=3, help="turns of the two checkouts")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--addresses", action="store_true", help="print only which pages they are, as JSON")
    arguments = parser.parse_args()
    if arguments.against:
        _compare(arguments)
        return
    if arguments.addresses:
        prepared(arguments.scale)
        print(json.dumps({name: address for name, (_, address) in _addresses().items()}))
        return
    costs = measured(arguments.rounds, arguments.scale)
    if arguments.json:
        print(json.dumps(costs))
        return
    print(f"{'':<14}{'ms':>8}{'queries':>9}{'KB':>8}")
    for name, cost in costs.items():
        print(f"{name:<14}{cost['milliseconds']:>8.1f}{cost['queries']:>9}{cost['bytes'] / 1000:>8.1f}")


def _compare(arguments: argparse.Namespace) -> None:
    runs: dict[Path, list[dict[str, dict[str, float]]]] = {HERE: [], arguments.against.resolve(): []}
    for _ in range(arguments.turns):
        for checkout, found in runs.items():
            command = [sys.executable, __file__, "--json", f"--rounds={arguments.rounds}", f"--scale={arguments.scale}"]
            data = checkout / "var" / "bench-page-cost"
            environment = {**os.environ, "PYTHONPATH": str(checkout), "OGL_DATA_DIR": str(data)}
            output = subprocess.run(command, cwd=checkout, env=environment, check=True, capture_output=True, text=True)
            found.append(json.loads(output.stdout.splitlines()[-1]))
    print(f"{'':<14}{'here':>8}{'there':>8}{'ratio':>8}   milliseconds of processor time, medians; queries here, there")
    ours, theirs = runs.values()
    for name in ours[0]:
        here, there = (statistics.median(run[name]["milliseconds"] for run in found) for found in (ours, theirs))
        queries = f"{ours[0][name]['queries']}, {theirs[0][name]['queries']}"
        print(f"{name:<14}{here:>8.1f}{there:>8.1f}{here / there:>8.2f}   {queries}")


def measured(rounds: int, scale: int) -> dict[str, dict[str, float]]:
    """Milliseconds of processor time, queries and bytes of each of ``PAGES``; raises SystemExit where one fails."""
    prepared(scale)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    costs: dict[str, dict[str, float]] = {}
    for name, (client, address) in _addresses().items():
        times = []
        for number in range(rounds + 3):
            started = time.process_time()
            response = client.get(address)
            size = len(response.content)
            if number >= 3:  # the first ones fill caches of code and of templates
                times.append((time.process_time() - started) * 1000)
            if response.status_code != 200:
                raise SystemExit(f"{address} answered {response.status_code}")
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        costs[name] = {"milliseconds": statistics.median(times), "queries": len(queries), "bytes": size}
    return costs


def prepared(scale: int) -> None:
    os.environ["OGL_PAGE_CACHE_MB"] = "0"  # what is kept costs nothing
    from tests.bench.search import prepared_database

    prepared_database("bench-page-cost", scale)


def _addresses() -> dict[str, tuple[object, str]]:
    from django.test import Client

    from events.models import EventPage
    from news.models import NewsPage
    from ogl_portal.users.models import User
    from publications.models import FileVersion, PublicationPage

    editor, _ = User.objects.get_or_create(username="bench", is_superuser=True, is_staff=True)
    reader, staff = Client(), Client()
    staff.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")

    def largest(model: Any, size: Callable[[Any], int]) -> Any:
        own = model.objects.live().exclude(slug__startswith="muster-")
        return max(own, key=lambda page: (size(page), page.pk))

    publication = largest(PublicationPage, lambda page: page.labs.count())
    version = max(FileVersion.objects.filter(publication__live=True), key=lambda one: (one.page_count or 0, one.pk))
    news = largest(NewsPage, lambda page: len(str(page.body)))
    event = largest(EventPage, lambda page: len(str(page.body)))
    found = dict(PAGES) | {
        "publication": publication.url,
        "reading view": f"{version.publication.url}lesen/",
        "news": news.url,
        "event": event.url,
        "admin edit": f"/admin/pages/{news.pk}/edit/",
    }
    return {name: (staff if name.startswith("admin") else reader, address) for name, address in found.items()}


if __name__ == "__main__":
    main()
