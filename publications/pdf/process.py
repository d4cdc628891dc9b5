"""Run a function over a hostile file in a child process that cannot hang, or take all memory, or read our secrets.

The child is a fresh interpreter (never a fork of a threaded server), with an environment of its own that holds no
setting of the site, in an empty folder of its own. It sees the files that it is given and no others, no network and no
socket (`confinement`). One child serves all steps over one file; when a step breaks a limit, the child is killed, and
the next step gets a new one.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import pickle
import resource
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Self

from publications.pdf import confinement

TIME_LIMIT = 20.0
SHORTEST_CALL = 0.2  # seconds; in less no child process has begun
"""Seconds of wall clock for one step."""

MEMORY_LIMIT = 880 * 1024 * 1024
"""Bytes of address space for the child, so that child and waiting worker together stay below 1 GB."""

FILE_LIMIT = 1024 * 1024 * 1024
"""Bytes of the largest file that the child may write."""

_HEADER = struct.Struct(">Q")
_ENVIRONMENT_KEPT = ("LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH")
_BUILTINS_ALLOWED = {"set", "frozenset", "complex", "bytearray", "range"}


class StageFailed(Exception):  # noqa: N818
    """A step broke a limit or crashed.

    `code` is "timeout", "memory", "crash" or "error"; `detail` is for the log (English, may name Python classes).
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


class _CarefulUnpickler(pickle.Unpickler):
    """Builds nothing but our own result classes and plain values: the child has read a hostile file."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith("publications.pdf.") and module != __name__ and "." not in name:
            found = getattr(importlib.import_module(module), name)
            if isinstance(found, type):
                return found
        if module == __name__ and name == "StageFailed":
            return StageFailed
        if module == "builtins" and name in _BUILTINS_ALLOWED:
            return getattr(importlib.import_module("builtins"), name)
        if (module, name) in {("pathlib", "PosixPath"), ("pathlib", "Path")}:
            return getattr(importlib.import_module("pathlib"), name)
        raise pickle.UnpicklingError(f"{module}.{name} may not come out of the child")


class Sandbox:
    """A child process for the steps over one file. Use as a context manager; not for more than one thread.

    The child may read `reads` and write below `writes` (which it may read as well): files and folders that are there
    when the first step begins.
    """

    def __init__(self, *, reads: Iterable[Path] = (), writes: Iterable[Path] = (), memory: int = MEMORY_LIMIT) -> None:
        self._memory = memory
        self._reads, self._writes = ([_absolute(path) for path in paths] for paths in (reads, writes))
        self._scratch = Path()
        # A Popen with both pipes open, or None.
        self._child: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def call(self, function: Callable[..., Any], *args: Any, seconds: float = TIME_LIMIT, **kwargs: Any) -> Any:
        """What `function(*args, **kwargs)` returns or raises in the child.

        `function` must be importable (module level); arguments are pickled; results may hold plain values and the
        dataclasses of this package. Raises StageFailed when the step takes longer than `seconds`, needs more memory
        than allowed, crashes, or raises something that is not an exception of this package.
        """
        child = self._started()
        deadline = time.monotonic() + seconds
        # The child is in another folder.
        args = tuple(_absolute(value) if isinstance(value, Path) else value for value in args)
        message = pickle.dumps((function.__module__, function.__qualname__, args, kwargs, seconds))
        try:
            child.stdin.write(_HEADER.pack(len(message)) + message)
            child.stdin.flush()
            header = self._read(child, _HEADER.size, deadline)
            answer = self._read(child, _HEADER.unpack(header)[0], deadline)
        except TimeoutError:
            self._kill()
            raise StageFailed("timeout", f"no answer within {seconds:g} s") from None
        except (EOFError, BrokenPipeError):
            status = self._kill()
            if status == -signal.SIGXCPU:
                raise StageFailed("timeout", "used up its processor time") from None
            code = "memory" if status == -signal.SIGABRT else "crash"
            raise StageFailed(code, f"the child ended with status {status}") from None
        try:
            succeeded, value = _CarefulUnpickler(io.BytesIO(answer)).load()
        except Exception as error:
            self._kill()
            raise StageFailed("crash", f"unreadable answer: {error}") from None
        if succeeded:
            return value
        if isinstance(value, StageFailed) and value.code == "memory":
            self._kill()
        raise value

    def close(self) -> None:
        """End the child. Safe to call twice."""
        if self._child is not None:
            self._kill()

    def _started(self) -> Any:
        if self._child is None or self._child.poll() is not None:
            self.close()
            environment = {key: os.environ[key] for key in _ENVIRONMENT_KEPT if key in os.environ}
            environment["PYTHONPATH"] = os.pathsep.join(str(Path(path).absolute()) for path in sys.path if path)
            self._scratch = Path(tempfile.mkdtemp(prefix="ogl-pdf-child-"))
            environment["TMPDIR"] = str(self._scratch)
            allowed = pickle.dumps((self._reads, [*self._writes, self._scratch]))
            # One arena and no thread pools: they would count as memory without being used.
            environment |= {"MALLOC_ARENA_MAX": "1", "OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}
            self._child = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    "from publications.pdf.process import serve; serve()",
                    str(self._memory),
                    allowed.hex(),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                cwd=self._scratch,
                start_new_session=True,
            )
        return self._child

    def _kill(self) -> int | None:
        """Kill and reap the child, and empty its folder; its exit status, which is negative for a signal."""
        child, self._child = self._child, None
        if child is None:
            return None
        try:
            return self._reap(child)
        finally:
            shutil.rmtree(self._scratch, ignore_errors=True)

    @staticmethod
    def _reap(child: Any) -> int:
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()
        try:
            return int(child.wait(timeout=0.2))
        except subprocess.TimeoutExpired:
            child.kill()
            return int(child.wait())

    @staticmethod
    def _read(child: Any, size: int, deadline: float) -> bytes:
        descriptor = child.stdout.fileno()
        parts: list[bytes] = []
        missing = size
        while missing:
            remaining = deadline - time.monotonic()
            if remaining <= 0 or not select.select([descriptor], [], [], remaining)[0]:
                raise TimeoutError
            part = os.read(descriptor, min(missing, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)


def _absolute(path: Path) -> Path:
    return Path(path).absolute()


def run(
    function: Callable[..., Any], *args: Any, reads: Iterable[Path] = (), seconds: float = TIME_LIMIT, **kwargs: Any
) -> Any:
    """One step in a child of its own; see `Sandbox.call`."""
    with Sandbox(reads=reads) as sandbox:
        return sandbox.call(function, *args, seconds=seconds, **kwargs)


def serve() -> None:
    """The child's side: answer calls from standard input until it closes. Arguments: the memory limit, and what it may
    read and write, pickled."""
    memory, (reads, writes) = int(sys.argv[1]), pickle.loads(bytes.fromhex(sys.argv[2]))  # noqa: S301 (from our parent)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_LIMIT, FILE_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    confinement.confine(reads, writes)
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not mix with the answers.
    os.dup2(2, 1)
    while header := requests.read(_HEADER.size):
        message = requests.read(_HEADER.unpack(header)[0])
        answer = _answer(message)
        answers.write(_HEADER.pack(len(answer)) + answer)
        answers.flush()


def _answer(message: bytes) -> bytes:
    module, name, args, kwargs, seconds = pickle.loads(message)  # noqa: S301 (from our own parent)
    _limit_processor_time(seconds)
    try:
        result = getattr(importlib.import_module(module), name)(*args, **kwargs)
        return pickle.dumps((True, result))
    except MemoryError:
        failure: Exception = StageFailed("memory", "out of memory")
    except RecursionError:
        failure = StageFailed("error", "nested too deeply")
    except Exception as error:
        if type(error).__module__.startswith("publications.pdf."):
            failure = error
        elif "bad alloc" in str(error) or "bad_alloc" in str(error):
            failure = StageFailed("memory", "out of memory")
        else:
            failure = StageFailed("error", f"{type(error).__name__}: {error}"[:500])
    return pickle.dumps((False, failure))


def _limit_processor_time(seconds: float) -> None:
    """A second net below the wall clock: it also ends a child whose parent was killed in the middle."""
    used = time.process_time()
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used + seconds) + 3, hard))
