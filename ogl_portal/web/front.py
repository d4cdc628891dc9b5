"""What the web server calls first: a request reaches Django whole and within its limits, or not at all.

granian's WSGI interface gives each request a thread before its body has come, does not say which bytes a header's name
was written with, and ends no wait. So its own interface (RSGI) is served here, and Django is called as by any WSGI
server (PEP 3333). What that stops:

- Open uploads and slow readers that hold all threads: bodies are collected, and files sent, without one.
- Large bodies of strangers: they are counted while they come, and what is above ``largest_body`` is not kept.
- Bodies that never end: ``patience`` and ``SLOWEST`` end them.
- Bodies that break off, and would pass for whole ones when they come in chunks.
- A charset that is none (``is_readable``): Django ends before its first middleware.
- ``X_Forwarded_For`` beside ``X-Forwarded-For``: CGI's names of headers are the same for both, so that a sender could
  speak in the proxy's name. No header with an underscore is taken (RFC 3875, 4.1.18; CVE-2015-0219 is of that kind).

Why not elsewhere: docs/engineering/decisions/0022-own-front.md.
"""

import asyncio
import io
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import IO, Any, Protocol

from ogl_portal.web.content_type import is_readable

Headers = list[tuple[str, str]]
Environ = dict[str, Any]
WSGIApplication = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

SMALL = 64 * 1024  # bytes that everybody may send: the longest form for readers, each letter written as six characters
SLOWEST = 10_000  # bytes a second below which a body is given up, counted after the first seconds of patience
PASSED_OVER = 10_000_000  # bytes of a refused body that are read and forgotten: browsers show an answer only then
IN_MEMORY = 256 * 1024  # bytes of a body; larger ones wait in a file without a name, of which a crash leaves nothing

OF_REFUSALS = [("connection", "close"), ("cache-control", "no-store"), ("x-content-type-options", "nosniff")]
BAD_HEADER = (
    HTTPStatus.BAD_REQUEST,
    "Die Anfrage trägt eine Kopfzeile mit einem Unterstrich im Namen; das Portal nimmt keine an.",
)
BAD_TYPE = (
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "Das Portal liest UTF-8. Was gesendet wurde, ist anders verschlüsselt; es wurde nichts gespeichert.",
)
BROKEN_OFF = (
    HTTPStatus.BAD_REQUEST,
    "Die Übertragung ist abgerissen. Es wurde nichts gespeichert. Bitte senden Sie noch einmal.",
)
TOO_SLOW = (
    HTTPStatus.REQUEST_TIMEOUT,
    "Die Übertragung hat zu lange gedauert. Es wurde nichts gespeichert. Bitte senden Sie noch einmal.",
)


class RequestScope(Protocol):
    """What granian says of a request (RSGI 1.6)."""

    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    authority: str | None
    headers: Any


@dataclass(frozen=True)
class Allowance:
    """How many bytes somebody may send, and what is said where it is more."""

    size: int
    status: HTTPStatus = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    sentence: str = (
        "Das ist mehr, als dieses Formular annimmt. Es wurde nichts gespeichert. Bitte gehen Sie zurück und kürzen Sie "
        "Ihren Text."
    )


class RefusedError(Exception):
    """The request is not handed on; the message is for the sender."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Front:
    """An RSGI application around a WSGI application.

    Args:
        application: what answers; it is called in one of ``threads`` threads.
        largest_body: says for an environ without a body how much may come; called in a thread, and only for more than
            ``SMALL``.
        patience: seconds that may pass without a byte of the body.
        folder: where large bodies wait.
    """

    def __init__(
        self,
        application: WSGIApplication,
        largest_body: Callable[[Environ], Allowance],
        *,
        threads: int,
        patience: float,
        folder: Path,
    ) -> None:
        self.application, self.largest_body = application, largest_body
        self.patience, self.folder = patience, folder
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="django")  # its threads begin with the first request

    async def __rsgi__(self, scope: RequestScope, protocol: Any) -> None:
        loop = asyncio.get_running_loop()
        body: IO[bytes] = io.BytesIO()
        try:
            environ = environ_of(scope)
            if "CONTENT_LENGTH" in environ or "transfer-encoding" in scope.headers:
                body = await self._body(environ, protocol)
                environ["CONTENT_LENGTH"] = str(body.seek(0, io.SEEK_END))
                body.seek(0)
            environ["wsgi.input"] = body
            answer = await loop.run_in_executor(self.pool, run, self.application, environ)
            answer.send(protocol)
        except RefusedError as refused:
            headers = [("content-type", "text/plain; charset=utf-8"), *OF_REFUSALS]
            protocol.response_str(refused.status.value, headers, f"{refused}\n")
        finally:
            body.close()

    async def _body(self, environ: Environ, protocol: Any) -> IO[bytes]:
        """The whole body, as it came. RefusedError where it is too large, too slow or not whole."""
        declared = _declared(environ)
        allowed = Allowance(SMALL)
        if declared is None or declared > SMALL:
            loop = asyncio.get_running_loop()
            allowed = await loop.run_in_executor(self.pool, self.largest_body, environ)
        parts = _in_time(protocol, self.patience)
        if (declared or 0) > allowed.size:
            if "HTTP_EXPECT" not in environ:  # who asks before sending is told at once
                await _pass_over(parts)
            raise RefusedError(allowed.status, allowed.sentence)
        body: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY, dir=str(self.folder))  # noqa: SIM115  closed by the caller
        try:
            size = 0
            async for part in parts:
                size += len(part)
                if size > allowed.size:
                    await _pass_over(parts)
                    raise RefusedError(allowed.status, allowed.sentence)
                body.write(part)
            if declared is not None and size != declared:
                raise RefusedError(*BROKEN_OFF)
        except BaseException:
            body.close()
            raise
        return body


async def _in_time(protocol: Any, patience: float) -> AsyncIterator[bytes]:
    """The parts of a body. RefusedError where nothing comes for ``patience`` seconds, too little, or not all of it.

    granian ends every body with one empty part; two of them say that it broke off (or had trailers; nobody sends them).
    """
    loop = asyncio.get_running_loop()
    began, size, empty = loop.time(), 0, 0
    parts = aiter(protocol)
    while True:
        try:
            async with asyncio.timeout(patience):
                part = await anext(parts)
        except StopAsyncIteration:
            break
        except TimeoutError:
            raise RefusedError(*TOO_SLOW) from None
        size += len(part)
        empty += not part
        if loop.time() - began > patience + size / SLOWEST:
            raise RefusedError(*TOO_SLOW)
        if part:
            yield bytes(part)
    if empty > 1:
        raise RefusedError(*BROKEN_OFF)


async def _pass_over(parts: AsyncIterator[bytes]) -> None:
    size = 0
    with suppress(RefusedError):
        async for part in parts:
            size += len(part)
            if size > PASSED_OVER:
                return


def environ_of(scope: RequestScope) -> Environ:
    """What PEP 3333 wants to be told of a request, without its body. RefusedError for a header with an underscore."""
    server, _, port = scope.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "HTTP_HOST": scope.authority or "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.file_wrapper": FileToSend,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name in scope.headers.keys():  # noqa: SIM118  not a dictionary
        if "_" in name:
            raise RefusedError(*BAD_HEADER)
        value = ",".join(scope.headers.get_all(name))
        if name == "content-type" and not is_readable(value):
            raise RefusedError(*BAD_TYPE)
        if name in ("content-type", "content-length"):
            environ[name.upper().replace("-", "_")] = value
        elif name != "transfer-encoding":  # ours ends with the body being whole
            environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
    return environ


def _declared(environ: Environ) -> int | None:
    """What Content-Length says; granian has refused one that is no number, or beside another."""
    length = environ.get("CONTENT_LENGTH", "")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 20 else None


# --- Answers -----------------------------------------------------------------


class FileToSend:
    """``wsgi.file_wrapper``: a file that Django answers with, from where it stands."""

    def __init__(self, file: Any, block_size: int = 8192) -> None:
        self.file, self.block_size = file, block_size

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.file.read(self.block_size), b"")

    def close(self) -> None:
        self.file.close()


@dataclass
class FrontAnswer:
    """What the application has answered: bytes, or where in which file they stand."""

    status: int = 500
    headers: Headers = field(default_factory=list)
    content: bytes = b""
    path: str = ""
    span: tuple[int, int] = (0, 0)

    def send(self, protocol: Any) -> None:
        """Hand it to the web server, which sends it at the pace of the reader; files without us reading them."""
        if self.path:
            protocol.response_file_range(self.status, self.headers, self.path, *self.span)
        else:
            protocol.response_bytes(self.status, self.headers, self.content)


def run(application: WSGIApplication, environ: Environ) -> FrontAnswer:
    """The answer of ``application``, taken and closed in this thread, whose database connection it uses."""
    answer = FrontAnswer()

    def start_response(status: str, headers: Headers, exc_info: Any = None) -> None:
        answer.status, answer.headers = int(status.split(" ", 1)[0]), headers

    result = application(environ, start_response)
    try:
        if isinstance(result, FileToSend):
            length = int(dict(answer.headers).get("Content-Length") or -1)
            answer.path, answer.span = _place(result.file, length)
        if not answer.path:
            answer.content = b"".join(result)
    finally:
        if hasattr(result, "close"):
            result.close()
    return answer


def _place(file: Any, length: int) -> tuple[str, tuple[int, int]]:
    """The path of ``file`` and its bytes from where it stands, or ``""`` where it has none that lasts."""
    while hasattr(file, "file"):  # Django's files and parts of them wrap the real one
        if isinstance(file, tempfile._TemporaryFileWrapper):
            return "", (0, 0)  # gone as soon as it is closed
        file = file.file
    try:
        opened, start = os.fstat(file.fileno()), file.tell()
        path = Path(file.name)
        if length > 0 and path.is_absolute() and os.path.samestat(opened, path.stat()):
            return str(path), (start, start + length)
    except (AttributeError, OSError, TypeError, ValueError):
        pass
    return "", (0, 0)
