"""What counting costs a request: ``script/bench counting``.

Two kinds of request through the WSGI handler, each with and without counting, in turns within one run, so that a busy
machine slows both: an answer that a cache keeps (nothing but the handler and an answer that is there already), and the
start page of the programme, uncached, with all middleware. Beside the ratio stands the difference in microseconds: what
a server process on its own needs for a request (about 300 µs with granian on 2 cores) is the measure for it. Then the
queries of a request, and how long storing takes.

Needs a database of its own that it may fill: set OGL_DATA_DIR to an empty folder.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

from tests.bench.search import prepared_database

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what counting costs.")
    parser.add_argument("--rounds", type=int, default=15, help="turns of each kind")
    parser.add_argument("--cached", type=int, default=2_000, help="cached requests in a turn")
    parser.add_argument("--uncached", type=int, default=30, help="uncached requests in a turn")
    arguments = parser.parse_args()
    prepared_database("bench-counting")
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.db import connection
    from django.http import HttpResponse
    from django.test import RequestFactory
    from django.test.utils import CaptureQueriesContext

    from ogl_portal.statistics.counter import counter
    from ogl_portal.statistics.middleware import CountingMiddleware

    settings.OGL_USAGE_SECONDS = 0  # storing is measured by itself
    environ = RequestFactory(headers={"user-agent": FIREFOX}).get("/").environ
    body = b"x" * 30_000

    def kept(request: Any) -> HttpResponse:
        return HttpResponse(body)

    handlers = {}
    for counting in ("off", "server"):
        settings.OGL_COUNTING = counting
        cached, whole = WSGIHandler(), WSGIHandler()
        cached._middleware_chain = kept if counting == "off" else CountingMiddleware(kept)
        handlers[counting] = (cached, whole)
    for name, place, number in (("cached", 0, arguments.cached), ("uncached", 1, arguments.uncached)):
        times: dict[str, list[float]] = {"off": [], "server": []}
        for _ in range(arguments.rounds + 1):
            for counting, pair in handlers.items():
                times[counting].append(_seconds(pair[place], environ, number))
        without, counted = (statistics.median(times[counting][1:]) / number for counting in ("off", "server"))
        ratios = [one / other for one, other in zip(times["off"][1:], times["server"][1:], strict=True)]
        print(
            f"{name:<10}{1 / without:>10.0f} requests/s without{1 / counted:>10.0f} with counting"
            f"{statistics.median(ratios):>8.3f} of it{(counted - without) * 1e6:>8.1f} µs more",
            flush=True,
        )
    for counting, (_, whole) in handlers.items():
        with CaptureQueriesContext(connection) as queries:
            _ask(whole, environ)
        print(f"queries of an uncached request, counting {counting}: {len(queries)}")
    for path in range(1_000):
        counter.count(f"/{path}/")
    started = time.perf_counter()
    counter.store()
    print(f"storing what 1.000 addresses brought: {(time.perf_counter() - started) * 1000:.0f} ms, in the background")


def _ask(handler: Callable[..., Any], environ: dict[str, Any]) -> None:
    answer = handler(dict(environ), lambda *_: None)
    for _ in answer:
        pass
    answer.close()


def _seconds(handler: Callable[..., Any], environ: dict[str, Any], number: int) -> float:
    started = time.perf_counter()
    for _ in range(number):
        _ask(handler, environ)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
