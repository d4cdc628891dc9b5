"""How long the editor takes to open, and a draft to be saved, with 20,000 pages: ``script/bench editor``.

Whole requests through Django's test client, beside PostgreSQL on the same machine. The goals (95th percentile, on 2
cores): 800 ms for opening, 600 ms for saving. Needs a database of its own that it may fill: set OGL_DATA_DIR to an
empty folder; one that ``script/bench search --full`` has filled does as well.
"""

import argparse
import time

from tests.bench.forms import largest_form, one_paragraph
from tests.bench.search import percentiles, prepared_database

PAGES_OF_SAMPLES = 100_000  # PDF pages; a fifth as many pages of the site come with them


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure opening the editor and saving a draft.")
    parser.add_argument("--scale", type=int, default=PAGES_OF_SAMPLES, help="PDF pages of sample content")
    parser.add_argument("--rounds", type=int, default=20, help="how often each page is opened and saved")
    arguments = parser.parse_args()
    prepared_database("bench-search", arguments.scale)
    from django.test import Client
    from wagtail.models import Page

    from events.models import EventPage
    from labs.models import LabPage
    from news.models import NewsPage
    from ogl_portal.users.models import User
    from publications.models import PublicationPage

    print(f"{Page.objects.count():,} pages".replace(",", "."), flush=True)
    editor, _ = User.objects.get_or_create(username="bench", is_superuser=True, is_staff=True)
    client = Client()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    print(f"{'Millisekunden: p50 / p95 / p99':<28}{'Öffnen':>30}{'Entwurf sichern':>30}")
    for model in (NewsPage, EventPage, LabPage, PublicationPage):
        page = model.objects.exclude(slug__startswith="muster-").first()
        assert page is not None
        opening, saving = _measure(client, f"/admin/pages/{page.pk}/edit/", arguments.rounds)
        print(f"{model._meta.verbose_name!s:<28}{percentiles(opening):>30}{percentiles(saving):>30}", flush=True)


def _measure(client: object, address: str, rounds: int) -> tuple[list[float], list[float]]:
    opening, saving = [], []
    for number in range(rounds + 1):
        started = time.perf_counter()
        html = client.get(address).content.decode()  # type: ignore[attr-defined]
        opened = time.perf_counter()
        values = largest_form(html) | {"teaser": f"Probe {number}"}
        if "body-count" in html or 'id="body"' in html:
            values |= one_paragraph(f"Probe {number}")
        sent = time.perf_counter()
        answer = client.post(address, values)  # type: ignore[attr-defined]
        done = time.perf_counter()
        if answer.status_code != 302:
            raise SystemExit(f"{address} did not save: {answer.status_code}")
        if number:  # the first round fills caches
            opening.append((opened - started) * 1000)
            saving.append((done - sent) * 1000)
    return opening, saving


if __name__ == "__main__":
    main()
