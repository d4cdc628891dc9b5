"""Ask a ClamAV daemon about a file, over its own INSTREAM protocol (clamd(8)); no client library needed."""

import socket
import struct
from dataclasses import dataclass
from typing import IO

CHUNK_BYTES = 64 * 1024
TIMEOUT_SECONDS = 60.0


class ScannerUnavailableError(Exception):
    """The daemon is configured but does not answer as it should."""


@dataclass(frozen=True)
class Scan:
    """``threat`` is the name of what was found, empty for a clean file."""

    threat: str = ""

    @property
    def is_clean(self) -> bool:
        return not self.threat


def scan(file: IO[bytes], address: str) -> Scan:
    """Send the whole file to the daemon at ``address`` (``unix:/path`` or ``host:port``), and rewind it.

    Raises ScannerUnavailableError when the daemon cannot be reached or refuses (say, above its StreamMaxLength).
    """
    try:
        file.seek(0)
        with _connect(address) as connection:
            connection.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK_BYTES):
                connection.sendall(struct.pack("!I", len(chunk)) + chunk)
            connection.sendall(struct.pack("!I", 0))
            answer = _read_answer(connection)
        file.seek(0)
    except OSError as error:
        raise ScannerUnavailableError(f"The ClamAV daemon at {address} cannot be reached: {error}") from error
    if answer.endswith(" OK"):
        return Scan()
    if answer.endswith(" FOUND"):
        return Scan(threat=answer.removeprefix("stream: ").removesuffix(" FOUND"))
    raise ScannerUnavailableError(f"The ClamAV daemon at {address} answered: {answer}")


def _connect(address: str) -> socket.socket:
    if address.startswith("unix:"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(TIMEOUT_SECONDS)
        connection.connect(address.removeprefix("unix:"))
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=TIMEOUT_SECONDS)


def _read_answer(connection: socket.socket) -> str:
    answer = b""
    while chunk := connection.recv(4096):
        answer += chunk
    return answer.rstrip(b"\0").decode("utf-8", errors="replace").strip()
