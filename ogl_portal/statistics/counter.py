"""Counting in the memory of a process, and writing the sums down every few seconds.

A request only adds one to a number. A thread of its own stores them (``OGL_USAGE_SECONDS``), and the end of the process
does. What a kill -9 takes is what was counted since: at most these seconds.
"""

import atexit
import datetime
import logging
import multiprocessing.util
import os
import threading
import time

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from ogl_portal.statistics.store import add

logger = logging.getLogger(__name__)

# Addresses of a few seconds. The site has some thousand; what is beyond is not counted rather than kept.
MOST = 20_000


class Today:
    """The day in Berlin; worked out anew when it ends, since that takes longer than all the rest of counting."""

    def __init__(self) -> None:
        self._known = (0.0, datetime.date.min)  # one object, so that threads see both or neither

    def day(self) -> datetime.date:
        end, day = self._known
        if time.time() < end:
            return day
        day = timezone.localdate()
        midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
        self._known = (timezone.make_aware(midnight).timestamp(), day)
        return day


class RequestCounter:
    """Counts by day and address; one of each process, for all its threads."""

    def __init__(self) -> None:
        self._counts: dict[tuple[datetime.date, str], int] = {}
        self._today = Today()
        self._lock = threading.Lock()
        self._storing = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()

    def count(self, address: str) -> None:
        key = (self._today.day(), address)
        with self._lock:
            self._add(key, 1)
            if self._thread is None and settings.OGL_USAGE_SECONDS:
                self._start()

    def store(self) -> None:
        """Write down what was counted; on a failure of the database it is kept for the next time."""
        with self._storing:
            with self._lock:
                counts, self._counts = self._counts, {}
            if not counts:
                return
            try:
                add(counts)
            except (DatabaseError, InterfaceError) as error:
                logger.warning("The sums of requests wait for the database: %s", type(error).__name__)
                with self._lock:
                    for key, number in counts.items():
                        self._add(key, number)

    def _add(self, key: tuple[datetime.date, str], number: int) -> None:
        before = self._counts.get(key, 0)
        if before or len(self._counts) < MOST:
            self._counts[key] = before + number

    def _start(self) -> None:
        """With the first request: a process that was forked after that begins anew (``_forget_parent``)."""
        self._thread = threading.Thread(target=self._keep_storing, daemon=True, name="usage-statistics")
        self._thread.start()
        # Workers of granian are processes of multiprocessing, which end without atexit.
        multiprocessing.util.Finalize(None, self._finish, exitpriority=10)
        atexit.register(self._finish)

    def _keep_storing(self) -> None:
        while not self._stop.wait(settings.OGL_USAGE_SECONDS):
            self._store_and_close()

    def _finish(self) -> None:
        self._stop.set()
        self._store_and_close()

    def _store_and_close(self) -> None:
        try:
            self.store()
        except Exception:
            logger.exception("Requests could not be counted")  # the site goes on; these few are lost
        finally:
            connection.close()

    def forget_parent(self) -> None:
        """In a fork: what the parent has counted is the parent's, and its thread did not come along."""
        self.__init__()  # type: ignore[misc]


counter = RequestCounter()
os.register_at_fork(after_in_child=counter.forget_parent)
