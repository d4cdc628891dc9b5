"""A virus scanner for tests: it speaks INSTREAM, keeps what it got, and answers what a test sets."""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator


class Daemon:
    """``answer`` may look at what was sent. ``received``: each file that came, in this order."""

    def __init__(self) -> None:
        self.answer: Callable[[bytes], str] = lambda _: "stream: OK"
        self.received: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:  # closed
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(len(b"zINSTREAM\0")) == b"zINSTREAM\0"
                data = b""
                while length := struct.unpack("!I", stream.read(4))[0]:
                    data += stream.read(length)
                self.received.append(data)
                connection.sendall(self.answer(data).encode() + b"\0")

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


def running() -> Iterator[Daemon]:
    """For a fixture."""
    daemon = Daemon()
    threading.Thread(target=daemon.serve, daemon=True).start()
    yield daemon
    daemon.close()
