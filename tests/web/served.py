"""The web server itself, in front of a small site, for what only shows over a socket.

It is forked from the tests (as ``script/server`` forks it), so it starts at once and sees their settings and files.
"""

import multiprocessing
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ogl_portal.operations.server import ListenAddress, run_web


@dataclass(frozen=True)
class Reply:
    status: int
    head: str
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def is_plain(self) -> bool:
        """Whether the front answered; Django's pages are HTML."""
        return "content-type: text/plain" in self.head.lower()


@dataclass(frozen=True)
class Served:
    """A running web server."""

    port: int

    def connect(self, start: bytes) -> socket.socket:
        """A connection on which ``start`` was sent."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        connection.sendall(start)
        return connection

    def ask(self, method: str, target: str, *headers: str, body: bytes = b"") -> Reply:
        """One request, byte by byte as it stands here, and its answer."""
        lines = [f"{method} {target} HTTP/1.1", "Host: testserver", "Connection: close", *headers, "", ""]
        with self.connect("\r\n".join(lines).encode() + body) as connection:
            return reply(connection)


def reply(connection: socket.socket) -> Reply:
    """What comes on a connection until the server closes it."""
    received = b""
    while part := connection.recv(65536):
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    return Reply(int(head.split(b" ", 2)[1]), head.decode("latin-1"), body)


@contextmanager
def web_server() -> Iterator[Served]:
    """Serve the database that Django has now. No connection of this process may be open: the fork would share it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = multiprocessing.get_context("fork").Process(target=run_web, args=(ListenAddress("127.0.0.1", port),))
    process.start()
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and process.is_alive():
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield Served(port)
    finally:
        process.terminate()
        process.join(30)
        process.kill()
        process.join()
