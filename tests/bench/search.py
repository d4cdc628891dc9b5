"""How long a search takes as the content grows: ``script/bench search``, at full size with ``--full``.

Whole requests are timed, HTML included, in one process through Django's test client, beside PostgreSQL on the same
machine. The goals (p95, 2 cores, 100,000 PDF pages and 20,000 other items): 80 ms for ordinary queries, 200 ms for the
worst kind, 30 ms for suggestions; 2 s until a document of 200 pages that was just published can be found.
The samples are those of `manage.py make_sample_content`; scale 100 is that size.
Needs a database of its own that it may fill: set OGL_DATA_DIR to an empty folder.
"""

import argparse
import os
import statistics
import time
from pathlib import Path

SCALES = (1, 10)
FULL = (1, 10, 100)
ROUNDS = 5

ORDINARY = (
    *("Klimaschutzkonzept Kommune", "Bürgerbeteiligung Haushalt", "Wirkungsmodell"),
    *("Jugendbeteiligung in Brandis", "Losverfahren Bürgerrat", "Netzwerkworkshop 2021"),
    *("Beteiligungsplattform Würzburg", "Open Government Partnership", "Digitalambulanzen Bremen"),
    *("Leitbild Zivilgesellschaft", "Laumer", "978-3-96317-246-5", "Hochschule Rhein-Waal"),
    *("Fehlerfreundlichkeit", "Bürger:innen Transparenz", "1. Dezember 2022", "Kulturhaus Beucha"),
    "Datensafari",
)  # fmt: skip
WORST = {
    "ein sehr häufiges Wort": ("Kommune", "und", "Muster", "Daten"),
    "Tippfehler": ("Klimaschuzkonzept", "Wirkungsmodel Komune", "Beteiligungsplatform", "Bürgerat"),
    "lange Wortfolge": (
        '"offene Kommune und die Bürgerbeteiligung in der Region"',
        '"das ist nicht was du mir in der Verwaltung"',
        "was ist in der Verwaltung mit den Daten und der Transparenz für die Region",
        "Kommune OR Daten OR Verwaltung OR Region -Muster",
    ),
    "10.000 Zeichen": ("Kommune " * 1_250, "*" * 10_000, '"' * 5_000 + "😀" * 5_000),
}
SUGGESTIONS = ("bu", "bür", "bürgerb", "wirk", "mu", "muster kom", "open gov", "wurz", "k", "un")
LONG_DOCUMENT = 200  # pages
FILTERED = ("q=Kommune&labor=brandis", "q=Daten&jahr=2021&art=meldung", "q=Region&seite=20", "q=Verwaltung&land=SN")


def main() -> None:
    arguments = _arguments()
    prepared_database("bench-search")
    rows: dict[str, dict[int, list[float]]] = {}
    scales = tuple(arguments.scales or (FULL if arguments.full else SCALES))
    for scale in scales:
        _grow_to(scale)
        for name, times in _measure(arguments.rounds).items():
            rows.setdefault(name, {})[scale] = times
        _print(rows, scales)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure search at several sizes of the index.")
    parser.add_argument("--full", action="store_true", help="also at scale 100, with 100,000 PDF pages")
    parser.add_argument("--scales", type=int, nargs="+", help="of sample content, smallest first")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each query is asked")
    return parser.parse_args()


def prepared_database(name: str, scale: int = 0) -> None:
    """Set Django up on a data folder of its own, with the programme's content and sample content of this scale."""
    if not os.environ.get("OGL_DATA_DIR") and not os.environ.get("DATABASE_URL"):
        os.environ["OGL_DATA_DIR"] = str(Path(__file__).resolve().parents[2] / "var" / name)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ogl_portal.settings.local")
    from ogl_portal import environment

    environment.ensure_database()
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from wagtail.models import Page

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    if Page.objects.count() < 20:
        call_command("load_programme", verbosity=0)
        call_command("rebuild_search", verbosity=0)
    if scale:
        _grow_to(scale)


def _grow_to(scale: int) -> None:
    from django.core.management import call_command

    from tests.bench import samples

    if samples.there() < scale:
        started = time.monotonic()
        call_command("make_sample_content", scale=scale, verbosity=0)
        print(f"Scale {scale}: filled and indexed in {time.monotonic() - started:.0f} s", flush=True)


def _measure(rounds: int) -> dict[str, list[float]]:
    from django.test import Client

    client = Client()
    kinds = {"gewöhnlich": [f"/suche/?{_q(text)}" for text in ORDINARY]}
    kinds |= {name: [f"/suche/?{_q(text)}" for text in texts] for name, texts in WORST.items()}
    kinds["gefiltert, geblättert"] = [f"/suche/?{query}" for query in FILTERED]
    kinds["Vorschläge"] = [f"/suche/vorschlaege/?{_q(text)}" for text in SUGGESTIONS]
    times: dict[str, list[float]] = {}
    for name, addresses in kinds.items():
        for address in addresses:
            client.get(address)  # once to warm the caches of the database, as an index in use is
            for _ in range(rounds):
                started = time.perf_counter()
                response = client.get(address)
                times.setdefault(name, []).append((time.perf_counter() - started) * 1000)
                if response.status_code != 200:
                    raise SystemExit(f"{address[:80]} answered {response.status_code}")
    times[f"Dokument, {LONG_DOCUMENT} Seiten, in den Index"] = [_index_long_document() for _ in range(rounds)]
    return times


def _index_long_document() -> float:
    """Milliseconds until the pages of a document of LONG_DOCUMENT pages stand in the index, the commit included."""
    from ogl_portal.search import indexing
    from publications.models import DocumentPage, FileVersion

    version = FileVersion.objects.filter(publication__slug__startswith="muster-").earliest("pk")
    there = version.pages.count()
    texts = DocumentPage.objects.exclude(version=version).values_list("text", flat=True)[: LONG_DOCUMENT - there]
    DocumentPage.objects.bulk_create(
        DocumentPage(version=version, number=number, label=str(number), text=text)
        for number, text in enumerate(texts, there + 1)
    )
    started = time.perf_counter()
    indexing.reindex_page(version.publication_id)
    return (time.perf_counter() - started) * 1000


def _q(text: str) -> str:
    from urllib.parse import urlencode

    return urlencode({"q": text})


def percentiles(times: list[float]) -> str:
    """p50, p95 and p99 of milliseconds."""
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return f"{cuts[49]:.1f} / {cuts[94]:.1f} / {cuts[98]:.1f}"


def _print(rows: dict[str, dict[int, list[float]]], scales: tuple[int, ...]) -> None:
    print(f"\n{'Millisekunden: p50 / p95 / p99':<38}" + "".join(f"{scale:>24,} Seiten" for scale in scales))
    for name, by_scale in rows.items():
        cells = ""
        for scale in scales:
            if times := by_scale.get(scale):
                cells += f"{percentiles(times):>31}"
        print(f"{name:<38}{cells}")


if __name__ == "__main__":
    main()
