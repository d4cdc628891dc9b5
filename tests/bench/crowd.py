"""Many readers, an editor who publishes every second, and crawlers: ``script/bench crowd``.

A site of four processes is started and asked over its socket:

- **readers**: so many at once as ``--readers`` says, each with a connection of its own, while somebody publishes every
  second. Each publishing puts the same number into the name of the site and into the title of a news item, in one
  transaction: a page with two numbers would be half old, half new. Beside them somebody signed in, whose name no reader
  may be shown. Counted are answers, errors, mixed pages, names, and by how many milliseconds an old page outlived the
  publishing at most.
- **memory**: ``--requests`` requests of twenty thousand addresses, those of pages and then of lists; the memory of the
  largest web process at each tenth. ``OGL_DATA_DIR`` names a data folder with more pages.
- **crawler**: different queries, as many as ``--requests``, one in a hundred by a name that the page reads, beside a
  reader of the start page: whether it is still given from memory, and how much slower than before.

Exits with 1 where something was wrong. ``--json FILE`` keeps the figures.
"""

import argparse
import asyncio
import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.bench.search import prepared_database
from tests.bench.site import CHECKOUT, server_of_site

PLANTED = "Kiefernzapfen Laterne"
LIMIT_MB, LATEST_MS = 250, 1000
ADDRESSES = ("/", "/aktuelles/", "/aktuelles/zwischenbericht/", "/labore/", "/ergebnisse/", "/labore/brandis/")
_MARK = re.compile(rb"Stand (\d+)x")


@dataclass
class Seen:
    """What the readers have been given."""

    answers: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    mixed: int = 0
    names: int = 0
    oldest: float = 0.0  # seconds by which a page outlived a publishing


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the site under many readers.")
    parser.add_argument("--readers", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    arguments = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    prepared_database("bench-crowd")
    os.environ["OGL_DATA_DIR"] = os.environ.get("OGL_DATA_DIR") or str(CHECKOUT / "var" / "bench-crowd")
    figures: dict[str, Any] = {}
    with server_of_site(Path(os.environ["OGL_DATA_DIR"]), OGL_WORKERS="4") as base:
        figures["readers"] = readers(base, arguments.readers, arguments.seconds)
        print(f"{arguments.readers} readers: {figures['readers']}", flush=True)
        print(f"Memory of the largest web process, MB, at each tenth of {arguments.requests}:", flush=True)
        figures["memory"] = memory(base, arguments.requests)
        figures["crawler"] = crawler(base, arguments.requests)
        print(f"Beside a crawler: {figures['crawler']}", flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1))
    if faults := list(_faults(figures)):
        raise SystemExit("; ".join(faults))


def _faults(figures: dict[str, Any]) -> Any:
    found = figures["readers"]
    for name in ("errors", "mixed", "names"):
        if found[name]:
            yield f"{name}: {found[name]}"
    if found["oldest page, ms"] > LATEST_MS:
        yield f"an old page was given {found['oldest page, ms']} ms after the publishing"
    if max(figures["memory"]) > LIMIT_MB or figures["memory"][-1] > 1.1 * figures["memory"][4]:
        yield f"memory is not flat below {LIMIT_MB} MB"
    if figures["crawler"]["start page from memory"] < 0.99:
        yield "the crawler pushed the start page out"


# --- Readers and an editor ---------------------------------------------------


def readers(base: str, many: int, seconds: int) -> dict[str, Any]:
    from django.test import Client

    from ogl_portal.users.models import User

    editor, _ = User.objects.get_or_create(username="crowd", is_superuser=True, is_staff=True)
    User.objects.filter(pk=editor.pk).update(first_name="Kiefernzapfen", last_name="Laterne")
    client = Client()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    cookie = f"Cookie: sessionid={client.cookies['sessionid'].value}\r\n"
    published: list[tuple[float, int]] = []
    end = time.monotonic() + seconds
    publisher = threading.Thread(target=_publish, args=(end, published))
    _publish_once(0)
    published.append((time.monotonic(), 0))
    publisher.start()
    seen = Seen()
    asyncio.run(_read_all(base, many, end, cookie, published, seen))
    publisher.join()
    return {
        "publishings": len(published) - 1,
        "answers": seen.answers,
        "errors": dict(seen.errors),
        "mixed": seen.mixed,
        "names": seen.names,
        "oldest page, ms": round(seen.oldest * 1000),
    }


def _publish(end: float, published: list[tuple[float, int]]) -> None:
    from django.db import connection

    number = 0
    while time.monotonic() < end - 1:
        time.sleep(1)
        number += 1
        _publish_once(number)
        published.append((time.monotonic(), number))
    connection.close()


def _publish_once(number: int) -> None:
    from django.db import transaction
    from wagtail.models import Site

    from news.models import NewsPage

    with transaction.atomic():
        Site.objects.update(site_name=f"Stand {number}x")
        page = NewsPage.objects.get(slug="zwischenbericht")
        page.title = f"Stand {number}x"
        page.save_revision().publish()


async def _read_all(
    base: str, many: int, end: float, cookie: str, published: list[tuple[float, int]], seen: Seen
) -> None:
    tasks = [_read(base, number, end, "", published, seen) for number in range(many)]
    tasks += [_read(base, number, end, cookie, published, Seen()) for number in range(3)]
    await asyncio.gather(*tasks)


async def _read(
    base: str, number: int, end: float, headers: str, published: list[tuple[float, int]], seen: Seen
) -> None:
    """One reader: one page after the other, on a connection that stays open."""
    turn, connection = number, None
    await asyncio.sleep(random.random())  # they do not come in one moment
    while time.monotonic() < end:
        address = ADDRESSES[turn % len(ADDRESSES)]
        turn += 1
        asked = time.monotonic()
        try:
            connection = connection or await asyncio.open_connection(*_place(base))
            status, body = await asyncio.wait_for(_ask(connection, address, headers), 60)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            seen.errors[type(error).__name__] += 1
            connection = None
            continue
        seen.answers += 1
        if status != 200:
            seen.errors[str(status)] += 1
            continue
        _look(body, asked, published, seen)
    if connection:
        connection[1].close()


def _look(body: bytes, asked: float, published: list[tuple[float, int]], seen: Seen) -> None:
    numbers = {int(number) for number in _MARK.findall(body)}
    seen.mixed += len(numbers) > 1
    seen.names += PLANTED.encode() in body
    # The last that was whole before the request began: what was published later may or may not be shown.
    over = [moment for moment, number in published if moment <= asked and numbers and number > max(numbers)]
    if over:
        seen.oldest = max(seen.oldest, asked - over[0])


async def _ask(connection: Any, address: str, headers: str = "") -> tuple[int, bytes]:
    reader, writer = connection
    writer.write(f"GET {address} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    if length is None:
        raise OSError("An answer without a length")
    return int(head.split(b" ", 2)[1]), await reader.readexactly(int(length[1]))


def _place(base: str) -> tuple[str, int]:
    parts = urlsplit(base)
    return parts.hostname or "", parts.port or 80


# --- Memory, and crawlers ----------------------------------------------------


def memory(base: str, requests: int) -> list[int]:
    """Megabytes of the largest process of the web server, at each tenth."""
    addresses = [page.url for page in _pages()]
    addresses += [f"/aktuelles/?seite={number}" for number in range(20_000 - len(addresses))]
    found = []
    for _ in range(10):
        asyncio.run(_ask_many(base, random.choices(addresses, k=requests // 10)))
        found.append(max(_megabytes()))
        print(found[-1], flush=True)
    return found


def _pages() -> list[Any]:
    from wagtail.models import Page

    from ogl_portal.core.public import public

    return [page for page in public(Page.objects).order_by("pk")[:20_000] if page.url]


def crawler(base: str, requests: int) -> dict[str, float]:
    quiet, _ = asyncio.run(_waits(base, 200))
    queries = [f"/aktuelles/?{'unsinn' if number % 100 else 'seite'}={number}" for number in range(requests)]

    async def both() -> tuple[list[float], float]:
        crawling = asyncio.create_task(_ask_many(base, queries))
        found = await _waits(base, 200)
        await crawling
        return found

    busy, kept = asyncio.run(both())
    return {
        "start page alone, ms": round(statistics.median(quiet) * 1000, 2),
        "beside, ms": round(statistics.median(busy) * 1000, 2),
        "start page from memory": kept,
        "megabytes": max(_megabytes()),
    }


async def _ask_many(base: str, addresses: list[str]) -> None:
    waiting = list(addresses)

    async def ask() -> None:
        connection = await asyncio.open_connection(*_place(base))
        while waiting:
            await _ask(connection, waiting.pop())
        connection[1].close()

    await asyncio.gather(*(ask() for _ in range(16)))


async def _waits(base: str, times: int) -> tuple[list[float], float]:
    """Seconds until the start page came, and which share of it came from memory."""
    connection, waits, kept = await asyncio.open_connection(*_place(base)), [], 0
    for _ in range(times):
        started = time.monotonic()
        connection[1].write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        head = await connection[0].readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        await connection[0].readexactly(int(length[1]) if length else 0)
        waits.append(time.monotonic() - started)
        kept += b"ogl; hit" in head
        await asyncio.sleep(0.02)
    return waits, kept / times


def _megabytes() -> list[int]:
    """Memory of each process that answers requests, its own and its part of what others share (PSS)."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines() if "ogl_portal.operations.server" in line]
    parents = {pid: parent for pid, parent, *_ in rows if _is_of_this_site(pid)}
    found = []
    for pid, parent in parents.items():
        if parents.get(parent) not in parents:
            continue  # the server, what it starts for jobs, and what starts the web processes
        match = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
        found.append(int(match[1]) // 1000 if match else 0)
    return found


def _is_of_this_site(pid: str) -> bool:
    try:
        environ = Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return False
    return f"OGL_DATA_DIR={os.environ['OGL_DATA_DIR']}".encode() in environ.split(b"\0")


if __name__ == "__main__":
    sys.exit(main())
