"""After something was published, the pages that were read most are made again before somebody asks."""

import logging
import threading
from collections.abc import Callable

from django.db import connection

from ogl_portal.page_cache.keeping import Address

MOST = 20  # pages: a second of work

logger = logging.getLogger(__name__)


class Warmer:
    """Calls ``make`` for addresses, one after the other, in a thread that lives as long as there are some."""

    def __init__(self, make: Callable[[Address], object]) -> None:
        self.make = make
        self._waiting: list[Address] = []
        self._lock = threading.Lock()
        self._is_running = False

    def warm(self, addresses: list[Address]) -> None:
        """Instead of those that still wait: they belong to a state that is over."""
        with self._lock:
            self._waiting = addresses[:MOST]
            if not self._waiting or self._is_running:
                return
            self._is_running = True
        threading.Thread(target=self._run, name="warm-pages", daemon=True).start()

    def _run(self) -> None:
        try:
            while address := self._next():
                self.make(address)
        except Exception:  # whoever asks for the page is told
            logger.exception("Pages could not be made in advance.")
            with self._lock:
                self._is_running = False
        finally:
            connection.close()

    def _next(self) -> Address | None:
        with self._lock:
            if self._waiting:
                return self._waiting.pop(0)
            self._is_running = False
            return None
