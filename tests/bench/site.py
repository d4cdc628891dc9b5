"""How many requests the whole site answers: ``script/bench site``.

One run, in turns, so that a busy machine slows all alike:

- the site as it is (a page is kept after the first request),
- the site with nothing kept (``OGL_PAGE_CACHE_MB=0``),
- an empty view of Django without middleware in the same web server, behind the same front,
- where there is an nginx: a plain file of the size of the start page from it, and the site behind it as
  ``deploy/nginx.conf`` has it, without TLS.

For each kind of page: requests a second (median of the turns), p50, p95 and p99 in milliseconds, bytes as they are
sent; what making it costs in processor time and queries (``page_cost``). Driven by wrk where it is installed, else by
threads of this program, whose figures are lower and still comparable with one another. ``--json FILE`` keeps all of it,
``--compare FILE`` prints the ratio to what an earlier run has kept: figures of another day are no more than a hint,
those of ``page_cost --against`` are of one run.
"""

import argparse
import http.client
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

CHECKOUT = Path(__file__).resolve().parents[2]
CONNECTIONS = 16
ACCEPTED = "br, gzip"

# wrk prints p50, p75, p90 and p99 by itself.
REPORT = """
done = function(summary, latency, requests)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("ogl %f %f %f %f %d %d\\n", summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, failed,
    summary.bytes / summary.requests))
end
"""
EMPTY = """
import os
from pathlib import Path
from django.conf import settings
settings.configure(SECRET_KEY="x", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[], DEBUG=False)
import django
django.setup()
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.urls import re_path
from ogl_portal.web.front import Allowance, Front
urlpatterns = [re_path("", lambda request: HttpResponse())]
application = Front(WSGIHandler(), lambda environ: Allowance(0), threads=2, patience=5, folder=Path("."))
"""


@dataclass(frozen=True)
class Rate:
    """Requests a second, milliseconds, requests that failed, and bytes of an answer with its headers."""

    rate: float
    p50: float
    p95: float
    p99: float
    failed: int
    size: float


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how many requests the site answers.")
    parser.add_argument("--scale", type=int, default=0, help="scale of sample content")
    parser.add_argument("--turns", type=int, default=3, help="turns of all servers")
    parser.add_argument("--seconds", type=float, default=3, help="how long each page is asked for in a turn")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--compare", type=Path, help="print the ratio to the figures in this file")
    parser.add_argument("--only", nargs="+", help="kinds of page")
    arguments = parser.parse_args()
    data = Path(os.environ.get("OGL_DATA_DIR") or CHECKOUT / "var" / "bench-site")
    addresses = _fill(data, arguments.scale)
    if arguments.only:
        addresses = {name: address for name, address in addresses.items() if name in arguments.only}
    costs = _costs(data, arguments.scale)
    rates: dict[str, dict[str, list[Rate]]] = {}
    with ExitStack() as stack:
        servers = {name: stack.enter_context(server) for name, server in _servers(data).items()}
        if nginx := shutil.which("nginx"):
            servers["behind nginx"] = stack.enter_context(_nginx_in_front(nginx, servers["kept"]))
        for _ in range(arguments.turns):
            for page, address in addresses.items():
                for name, base in servers.items():
                    rates.setdefault(page, {}).setdefault(name, []).append(_drive(base, address, arguments.seconds))
    figures = {
        "scale": arguments.scale,
        "costs": costs,
        "rates": {page: {name: asdict(_median(found)) for name, found in by.items()} for page, by in rates.items()},
    }
    _print(figures)
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1))
    if arguments.compare:
        _compare(figures, json.loads(arguments.compare.read_text()))


# --- What is measured --------------------------------------------------------


def _environment(data: Path, **more: str) -> dict[str, str]:
    return {
        **os.environ,
        "OGL_DATA_DIR": str(data),
        "OGL_ADMIN_PASSWORD": "only-for-a-measurement-on-this-machine",
        "OGL_WORKERS": "2",
        **more,
    }


def _fill(data: Path, scale: int) -> dict[str, str]:
    """The addresses of the pages that are asked for: those of readers."""
    command = [sys.executable, "-m", "tests.bench.page_cost", "--addresses", f"--scale={scale}"]
    output = subprocess.run(
        command, cwd=CHECKOUT, env=_environment(data), check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    found: dict[str, str] = json.loads(output.splitlines()[-1])
    return {name: address for name, address in found.items() if not name.startswith("admin")}


def _costs(data: Path, scale: int) -> dict[str, dict[str, float]]:
    command = [sys.executable, "-m", "tests.bench.page_cost", "--json", f"--scale={scale}"]
    output = subprocess.run(
        command, cwd=CHECKOUT, env=_environment(data), check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    found: dict[str, dict[str, float]] = json.loads(output.splitlines()[-1])
    return found


def _servers(data: Path) -> dict[str, Any]:
    """Each server by name, as a context that gives its address."""
    found: dict[str, Any] = {
        "kept": server_of_site(data),
        "made anew": server_of_site(data, OGL_PAGE_CACHE_MB="0"),
        "empty view": _empty_view(),
    }
    if nginx := shutil.which("nginx"):
        found["file from nginx"] = _nginx_with_file(nginx, data)
    return found


@contextmanager
def _process(command: list[str], port: int, **options: Any) -> Iterator[str]:
    """Run a server until the block ends; it has a minute to begin."""
    with subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, **options) as process:
        try:
            deadline = time.monotonic() + 60
            while not _answers(port):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(f"{command[0]} does not serve.")
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def server_of_site(data: Path, **environment: str) -> Iterator[str]:
    port = _free_port()
    environ = _environment(data, PORT=str(port), **environment)
    with _process([sys.executable, "-m", "ogl_portal.operations.server"], port, cwd=CHECKOUT, env=environ) as address:
        yield address


@contextmanager
def _empty_view() -> Iterator[str]:
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "empty_site.py").write_text(EMPTY)
        command = [sys.executable, "-m", "granian", "--interface", "rsgi", "--workers", "2", "--no-ws"]
        command += ["--host", "127.0.0.1", "--port", str(port), "empty_site:application"]
        environ = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{CHECKOUT}"}
        environ.pop("DJANGO_SETTINGS_MODULE", None)
        with _process(command, port, cwd=folder, env=environ, stderr=subprocess.DEVNULL) as address:
            yield address


NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 2;
events {{ worker_connections 512; }}
http {{
    access_log off; sendfile on; keepalive_requests 1000000;
    client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
    uwsgi_temp_path {folder}; scgi_temp_path {folder};
    {inside}
}}
"""


FILE = """
    server {{
        listen 127.0.0.1:{port}; root {folder}/root;
        location / {{ default_type text/html; add_header Content-Encoding br; try_files /page.html =404; }}
    }}
"""


@contextmanager
def _nginx_with_file(nginx: str, data: Path) -> Iterator[str]:
    """One file, of the size of the start page as it is sent, whatever is asked for."""
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "root"
        root.mkdir()
        (root / "page.html").write_bytes(os.urandom(12_800))
        for path in (Path(folder), root, root / "page.html"):
            path.chmod(0o755)
        (Path(folder) / "nginx.conf").write_text(
            NGINX.format(folder=folder, inside=FILE.format(folder=folder, port=port))
        )
        with _process([nginx, "-p", folder, "-c", f"{folder}/nginx.conf"], port, stderr=subprocess.DEVNULL) as address:
            yield address


@contextmanager
def _nginx_in_front(nginx: str, base: str) -> Iterator[str]:
    """The site at ``base`` behind the configuration that is shipped, on a port of this machine."""
    port = _free_port()
    shipped = (CHECKOUT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    before, _, after = shipped.partition("server {\n    listen 80;")
    served = "server {" + after.partition("\nserver {")[2]
    served = re.sub(r"^ *(listen \[|ssl_|server_name).*\n", "", served, flags=re.MULTILINE)
    served = served.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    before = before.replace("127.0.0.1:8000", urlsplit(base).netloc)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        before = before.replace("/var/cache/nginx/ogl_portal", f"{folder}/pages")
        configuration = Path(folder) / "nginx.conf"
        configuration.write_text(NGINX.format(folder=folder, inside=before + served))
        with _process([nginx, "-p", folder, "-c", str(configuration)], port, stderr=subprocess.DEVNULL) as address:
            yield address


# --- Driving -----------------------------------------------------------------


def _drive(base: str, address: str, seconds: float) -> Rate:
    _get(base, address)  # what is kept has been made once
    if wrk := shutil.which("wrk"):
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write(REPORT)
            script.flush()
            command = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "-s", script.name]
            command += ["-H", f"Accept-Encoding: {ACCEPTED}", base + address]
            output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        words = next(line for line in output.splitlines() if line.startswith("ogl ")).split()[1:]
        rate, p50, p95, p99, failed, size = map(float, words)
        return Rate(rate, p50, p95, p99, int(failed), size)
    return _drive_with_threads(base, address, seconds)


def _drive_with_threads(base: str, address: str, seconds: float) -> Rate:
    times: list[float] = []
    sizes: list[int] = []
    failed = 0
    end = time.perf_counter() + seconds

    def ask() -> None:
        nonlocal failed
        connection = http.client.HTTPConnection(urlsplit(base).netloc)
        while time.perf_counter() < end:
            started = time.perf_counter()
            connection.request("GET", address, headers={"Accept-Encoding": ACCEPTED})
            answer = connection.getresponse()
            sizes.append(len(answer.read()))
            times.append((time.perf_counter() - started) * 1000)
            failed += answer.status != 200
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cuts = statistics.quantiles(times, n=100)
    return Rate(len(times) / seconds, cuts[49], cuts[94], cuts[98], failed, statistics.mean(sizes))


def _get(base: str, address: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(base).netloc)
    connection.request("GET", address, headers={"Accept-Encoding": ACCEPTED})
    status = connection.getresponse().status
    connection.close()
    if status != 200:
        raise SystemExit(f"{base}{address} answered {status}")


def _median(found: list[Rate]) -> Rate:
    return sorted(found, key=lambda one: one.rate)[len(found) // 2]


# --- Printing ----------------------------------------------------------------


def _print(figures: dict[str, Any]) -> None:
    print("\nWhat a page costs to make: milliseconds of processor time (median), SQL queries, kilobytes")
    for page, cost in figures["costs"].items():
        print(f"{page:<16}{cost['milliseconds']:>9.1f}{cost['queries']:>6}{cost['bytes'] / 1000:>9.1f}")
    print(f"\nRequests a second, {CONNECTIONS} connections; p50/p95/p99 in ms; kilobytes sent; share of the empty view")
    for page, by in figures["rates"].items():
        empty = by["empty view"]["rate"]
        for name, rate in by.items():
            waits = f"{rate['p50']:.1f}/{rate['p95']:.1f}/{rate['p99']:.1f}"
            failed = f"  {rate['failed']} failed" if rate["failed"] else ""
            size, share = rate["size"] / 1000, rate["rate"] / empty
            print(f"{page:<16}{name:<18}{rate['rate']:>9.0f}{waits:>24}{size:>8.1f}{share:>7.2f}{failed}")


def _compare(figures: dict[str, Any], before: dict[str, Any]) -> None:
    print("\nNow against before: requests a second, each as a share of the empty view of its own run; processor time")
    for page, by in figures["rates"].items():
        if page not in before["rates"]:
            continue
        then = before["rates"][page]
        names = [name for name in by if name in then and name != "empty view"]
        shares = [f"{name} {_share(by, name) / _share(then, name):.2f}" for name in names]
        cost = figures["costs"][page]["milliseconds"] / before["costs"][page]["milliseconds"]
        print(f"{page:<16}{', '.join(shares)}; processor time {cost:.2f}")


def _share(rates: dict[str, Any], name: str) -> float:
    share: float = rates[name]["rate"] / rates["empty view"]["rate"]
    return share


if __name__ == "__main__":
    main()
