"""A cache of Django's framework in the memory of a process: bounded in bytes, least recently used goes first.

Django's own counts entries, of which one may have a thousand times the size of another, and copies what it keeps.
"""

import sys
import threading
from collections import OrderedDict
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

OF_AN_ENTRY = 1_000  # bytes that an entry costs beside its content: keys, headers, the objects around them


class _Kept:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.entries: OrderedDict[Any, Any] = OrderedDict()
        self.size = 0


_kept: dict[str, _Kept] = {}


class BoundedMemory(BaseCache):
    """Keeps objects as they are, of which nobody may change one. ``LOCATION``: its name; ``OPTIONS``: ``max_bytes``.

    Nothing expires: who asks looks whether what it gets is still in force.
    """

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.max_bytes = int(params.get("OPTIONS", {})["max_bytes"])
        self._kept = _kept.setdefault(name, _Kept())

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        kept = self._kept
        with kept.lock:
            if key not in kept.entries:
                return default
            kept.entries.move_to_end(key)
            return kept.entries[key]

    def set(self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep ``value``, whose ``len`` is its size in bytes."""
        kept = self._kept
        size = _size(key, value)
        if size > self.max_bytes:
            return
        with kept.lock:
            if key in kept.entries:
                kept.size -= _size(key, kept.entries.pop(key))
            kept.entries[key] = value
            kept.size += size
            while kept.size > self.max_bytes:
                kept.size -= _size(*kept.entries.popitem(last=False))

    def delete(self, key: Any, version: int | None = None) -> bool:
        kept = self._kept
        with kept.lock:
            if key not in kept.entries:
                return False
            kept.size -= _size(key, kept.entries.pop(key))
            return True

    def values(self) -> list[Any]:
        """All that is kept; the one asked for last stands last."""
        with self._kept.lock:
            return list(self._kept.entries.values())

    def clear(self) -> None:
        with self._kept.lock:
            self._kept.entries.clear()
            self._kept.size = 0


def _size(key: Any, value: Any) -> int:
    return OF_AN_ENTRY + sys.getsizeof(key) + len(value)
