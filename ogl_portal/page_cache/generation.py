"""Which state of the content is in force, known in every process without asking for each request.

A thread of each process asks the database every ``EVERY`` seconds, as long as there are requests. It reads how many
transactions have changed something that readers may see (``ContentChange``). Rows of a transaction become visible with
what it has changed, so whoever sees a state sees all that belongs to it.
"""

import datetime
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from psycopg.pq import TransactionStatus

from ogl_portal.page_cache.models import ContentChange
from ogl_portal.page_cache.moments import next_moments

EVERY = 0.4  # seconds between two questions
SURE = 0.8  # seconds after an answer for which nobody waits for the next one
IDLE = 10.0  # seconds without a request after which nothing is asked any more
TIMEOUT = 2  # seconds after which a database that does not answer is away

Number = tuple[int, int]
NUMBER = f"SELECT count(*), coalesce(sum(id), 0)::bigint FROM {ContentChange._meta.db_table}"  # noqa: S608  our own table

made_from: ContextVar[Number | None] = ContextVar("made_from", default=None)
"""The number of the state that is read inside ``one_state``."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ContentState:
    """What pages are made from; each change and each moment that passes begins another one.

    Attributes:
        number: of the changes, as ``read`` gives it.
        ends: when pages change by themselves.
        hides: when something is shown no longer by itself, or None.
        began: ``time.monotonic()`` since when it is known; pages made before may have missed such a moment.
    """

    number: Number
    ends: datetime.datetime
    hides: datetime.datetime | None
    began: float = 0.0


@dataclass(frozen=True)
class KnownState:
    """``state`` is None where nobody knows it. With ``is_away`` it is the last that the database has told."""

    state: ContentState | None
    is_away: bool = False


def read() -> Number:
    """The number of the changes: how many, and the sum of theirs. One query, of some hundred rows at most."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBER)
        count, total = cursor.fetchone()
    return count, total


@contextmanager
def one_state() -> Iterator[Number]:
    """All that is read inside is of one moment, whoever writes meanwhile; gives the number of its state."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; {NUMBER}")
            cursor.nextset()
            number: Number = cursor.fetchone()
        token = made_from.set(number)
        try:
            yield number
        finally:
            made_from.reset(token)


def check_whole() -> None:
    """Raise OperationalError where a statement inside ``one_state`` failed: nothing after it was read or written."""
    if connection.connection.info.transaction_status == TransactionStatus.INERROR:
        raise OperationalError("The transaction was broken off.")


class Watch:
    """Asks for the state in a thread of its own, which begins with the first request, so after a fork."""

    def __init__(self) -> None:
        self._state: ContentState | None = None
        self._answered = self._asked = self._failed = float("-inf")
        self._thread: threading.Thread | None = None
        self._wake = threading.Event()
        self._told = threading.Condition()
        self._is_over = False

    def known(self) -> KnownState:
        """The state in force; no query. Waits for an answer where the last is older than ``SURE`` seconds."""
        now = self._asked = time.monotonic()
        if now - max(self._answered, self._failed) > SURE and threading.current_thread() is not self._thread:
            self._start()
            self._wake.set()
            with self._told:
                self._told.wait_for(lambda: max(self._answered, self._failed) >= now, TIMEOUT)
        state, is_away = self._state, time.monotonic() - self._answered > SURE
        if state is None:
            return KnownState(None, is_away)
        moment = timezone.now()
        if moment < state.ends:
            return KnownState(state, is_away)
        if is_away:
            return KnownState(None if state.hides and moment >= state.hides else state, is_away)
        return KnownState(self._begin(state.number, moment, now))

    def stop(self) -> None:
        """End the thread, for tests: a process that ends takes it along."""
        self._is_over = True
        self._wake.set()
        if self._thread:
            self._thread.join()

    def _start(self) -> None:
        with self._told:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="content-state", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while not self._is_over:
            self._wake.wait(EVERY if time.monotonic() - self._asked < IDLE else None)
            self._wake.clear()
            asked = time.monotonic()
            try:
                if connection.connection is None:
                    with connection.cursor() as cursor:
                        cursor.execute("SET statement_timeout = %s", [TIMEOUT * 1000])
                moment = timezone.now()
                self._begin(read(), moment, asked)
                self._answered = asked
            except (DatabaseError, InterfaceError) as error:
                if self._failed <= self._answered:  # the first time
                    logger.warning("The state of the content is not known: %s", error)
                connection.close()
                self._failed = asked
            with self._told:
                self._told.notify_all()
        connection.close()

    def _begin(self, number: Number, moment: datetime.datetime, since: float) -> ContentState:
        """The state that ``number`` belongs to, which held at ``moment``, by the other clock ``since``."""
        state = self._state
        if state is None or state.number != number or moment >= state.ends:
            state = self._state = ContentState(number, *next_moments(moment), since)
        return state


watch = Watch()
