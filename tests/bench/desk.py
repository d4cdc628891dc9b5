"""How long the dashboard, the reports and the nightly work take with 20,000 pages: ``script/bench desk``.

Whole requests through Django's test client, beside PostgreSQL on the same machine; then each job once, and once more
as on a day without changes. Links are collected and not called: that would be load on other hosts. Needs a database as
``script/bench editor`` does.
"""

import argparse
import time
from collections.abc import Callable

from tests.bench.editor import PAGES_OF_SAMPLES
from tests.bench.search import percentiles, prepared_database

CALLS_OTHERS = "links.check"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the dashboard, the reports and the scheduled.")
    parser.add_argument("--scale", type=int, default=PAGES_OF_SAMPLES, help="PDF pages of sample content")
    parser.add_argument("--rounds", type=int, default=10, help="how often each address is opened")
    arguments = parser.parse_args()
    prepared_database("bench-search", arguments.scale)
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone
    from wagtail.models import Page

    from ogl_portal.jobs import scheduled
    from ogl_portal.links.collect import collect
    from ogl_portal.users.models import User
    from ogl_portal.workplace.reports import Report

    today = timezone.localdate()
    print(f"{Page.objects.count():,} pages".replace(",", "."), flush=True)
    print(f"{'Sekunden':<50}{'zuerst':>10}{'noch einmal':>14}")
    nightly: dict[str, Callable[[], object]] = {
        job.name: lambda job=job: job.run(today)  # type: ignore[misc]
        for job in scheduled.registered()
        if job.name != CALLS_OTHERS
    }
    for name, run in {**nightly, "links.collect": collect}.items():
        print(f"{name:<50}{_seconds(run):>10.2f}{_seconds(run):>14.2f}", flush=True)

    editor, _ = User.objects.get_or_create(username="bench", is_superuser=True, is_staff=True)
    client = Client()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    print(f"{'Millisekunden: p50 / p95 / p99':<50}")
    addresses = [reverse("wagtailadmin_home"), *(reverse(one.index_url_name) for one in Report.__subclasses__())]
    for address in addresses:
        times = [_seconds(lambda address=address: _open(client, address)) * 1000 for _ in range(arguments.rounds + 1)]
        print(f"{address:<50}{percentiles(times[1:]):>24}", flush=True)  # the first round fills caches


def _open(client: object, address: str) -> None:
    answer = client.get(address)  # type: ignore[attr-defined]
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")


def _seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
