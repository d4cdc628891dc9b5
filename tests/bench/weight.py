"""What a reader's browser loads for each kind of page: ``script/bench weight``.

A real Chromium with an empty cache opens every kind of page (``tests.browser.pages``) on a telephone and on a desk, and
counts what comes over the line: requests, and kilobytes of HTML, styles, fonts, pictures and scripts as they are sent.
Pictures that are loaded when they come near are counted where they are near from the beginning. The totals have the
headers in them; the sizes of HTML and styles are those of the bodies, which is what compression can do something about.

Ends with 1 where a page is over budget. ``--json FILE`` keeps the figures; ``--site ADDRESS`` measures a site that runs
already instead of starting one on a data folder of its own (``OGL_DATA_DIR``, else var/bench-weight).
"""

import argparse
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import ARGUMENTS, MISSING, find_chromium
from tests.browser.pages import PAGES

CHECKOUT = Path(__file__).resolve().parents[2]
WIDTHS = (360, 1280)
KIB = 1024
FIRST_ROUND = 14 * KIB  # HTML and styles of what most readers see first fit into the first packets of a connection
FIRST_PAGES = ("home", "lab", "news", "event")
WITHOUT_PICTURES = 60 * KIB
WITH_PICTURES = 120 * KIB
REQUESTS = 6  # pictures come on top
KINDS = {"Document": "html", "Stylesheet": "css", "Font": "fonts", "Image": "pictures", "Script": "scripts"}
# Read from a file that is processed in the background after the first start.
NEEDS_FILES = ("reading", "reading-tables", "reading-part", "quote")
PATIENCE = 600.0


@dataclass
class Weight:
    """Bytes of the bodies by kind; ``total`` with headers; ``requests`` without those for pictures."""

    requests: int = 0
    pictures_asked: int = 0
    total: int = 0
    with_headers: dict[str, int] = field(default_factory=dict)
    bodies: dict[str, int] = field(default_factory=dict)

    def body(self, *kinds: str) -> int:
        return sum(self.bodies.get(kind, 0) for kind in kinds)

    @property
    def without_pictures(self) -> int:
        return self.total - self.with_headers.get("pictures", 0)


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure what each kind of page weighs.")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--site", help="the address of a site that runs already")
    parser.add_argument("--only", nargs="+", help="kinds of page")
    arguments = parser.parse_args()
    program = find_chromium()
    if not program:
        raise SystemExit(MISSING)
    pages = {name: address for name, address in PAGES.items() if not arguments.only or name in arguments.only}
    data = Path(os.environ.get("OGL_DATA_DIR") or CHECKOUT / "var" / "bench-weight")
    with ExitStack() as stack:
        base = arguments.site or stack.enter_context(_running_site(data))
        for name in ("home", *NEEDS_FILES):
            _wait_for(base, PAGES[name])
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        figures = {
            name: {width: _weigh(browser, base.rstrip("/") + address, width) for width in WIDTHS}
            for name, address in pages.items()
        }
        browser.close()
    complaints = _print(figures)
    if arguments.json:
        kept = {
            name: {width: asdict(weight) for width, weight in by_width.items()} for name, by_width in figures.items()
        }
        arguments.json.write_text(json.dumps(kept, indent=1))
    return 1 if complaints else 0


@contextmanager
def _running_site(data: Path) -> Iterator[str]:
    """The site on ``data``; the first start fills it, which takes minutes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {
        **os.environ,
        "OGL_DATA_DIR": str(data),
        "OGL_ADMIN_PASSWORD": "only-for-a-measurement-on-this-machine",
        "PORT": str(port),
    }
    command = [sys.executable, "-m", "ogl_portal.operations.server"]
    with subprocess.Popen(command, cwd=CHECKOUT, env=environ, stdout=sys.stderr, start_new_session=True) as server:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)


def _wait_for(base: str, address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while (status := _status(base, address)) != 200:
        if time.monotonic() > deadline:
            raise SystemExit(f"{address} is not there after {PATIENCE:.0f} seconds (status {status}).")
        time.sleep(2)


def _status(base: str, address: str) -> int | None:
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=60)
    try:
        connection.request("GET", address)
        return connection.getresponse().status
    except OSError:
        return None  # it begins to serve when it is filled
    finally:
        connection.close()


def _weigh(browser: Browser, address: str, width: int) -> Weight:
    """What one page loads in a browser that has nothing yet."""
    weight = Weight()
    kinds: dict[str, str] = {}
    headers: dict[str, float] = {}
    with browser.new_context(viewport={"width": width, "height": 800}) as visitor:
        page = visitor.new_page()
        events = visitor.new_cdp_session(page)

        def asked(event: dict[str, Any]) -> None:
            kind = kinds[event["requestId"]] = KINDS.get(event.get("type", ""), "other")
            if kind == "pictures":
                weight.pictures_asked += 1
            else:
                weight.requests += 1

        def answered(event: dict[str, Any]) -> None:
            headers[event["requestId"]] = event["response"]["encodedDataLength"]  # all that has come until then

        def ended(event: dict[str, Any]) -> None:
            kind = kinds.get(event["requestId"], "other")
            size = round(event["encodedDataLength"])
            body = size - round(headers.get(event["requestId"], 0))
            weight.total += size
            weight.with_headers[kind] = weight.with_headers.get(kind, 0) + size
            weight.bodies[kind] = weight.bodies.get(kind, 0) + body

        events.on("Network.requestWillBeSent", asked)
        events.on("Network.responseReceived", answered)
        events.on("Network.loadingFinished", ended)
        events.send("Network.enable")
        page.goto(address, wait_until="networkidle")
    return weight


def _print(figures: dict[str, dict[int, Weight]]) -> list[str]:
    """The table, and what is over budget."""
    print(f"{'':<26}width requests  +pict.   html    css  fonts scripts  pict.  total (KB of 1024 bytes)")
    complaints = []
    for name, by_width in figures.items():
        for width, weight in by_width.items():
            sizes = [weight.body(kind) / KIB for kind in ("html", "css", "fonts", "scripts", "pictures")]
            cells = f"{sizes[0]:>7.1f}{sizes[1]:>7.1f}{sizes[2]:>7.1f}{sizes[3]:>8.1f}{sizes[4]:>7.1f}"
            asked = f"{weight.requests:>9}{weight.pictures_asked:>8}"
            print(f"{name:<26}{width:>5}{asked}{cells}{weight.total / KIB:>7.1f}")
            complaints += [f"{name} at {width} px: {complaint}" for complaint in _over_budget(name, weight)]
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return complaints


def _over_budget(name: str, weight: Weight) -> list[str]:
    first = weight.body("html", "css")
    limits = [
        ("HTML and styles", first, FIRST_ROUND if name in FIRST_PAGES else first),
        ("all but pictures", weight.without_pictures, WITHOUT_PICTURES),
        ("all", weight.total, WITH_PICTURES),
    ]
    found = [f"{what} {size / KIB:.1f} KB, more than {limit / KIB:.0f}" for what, size, limit in limits if size > limit]
    if weight.requests > REQUESTS:
        found.append(f"{weight.requests} requests beside pictures, more than {REQUESTS}")
    return found


if __name__ == "__main__":
    raise SystemExit(main())
