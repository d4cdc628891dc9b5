"""Work that the portal does by itself, once a day or every few minutes: reminders, deletions, whatever apps register.

An app registers in its ``ready()``::

    scheduled.daily("editorial.content_checks", store_daily)      # once a calendar day, store_daily(today)
    scheduled.every("editorial.schedule", minutes=0, run=publish)  # again and again, here at every tick

A daily job runs at the first tick after midnight (Europe/Berlin), or at the next start.

When a job last ran is kept in the database, so that a restart repeats nothing and a day on which the site was down
is made up for. A job that fails is logged and tried again; it never keeps the others from their turn. Jobs run in
threads of the worker (``start_threads``): a daily job may take its time, what is done every minute does not wait for
it, and a job that may have to wait for another server stands ``apart``, in a thread of its own. ``manage.py
run_scheduled_jobs`` runs all, where a scheduler of the operator calls it.
"""

import datetime
import logging
import operator
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from ogl_portal.jobs.locks import Lock, locked
from ogl_portal.jobs.models import JobRun

logger = logging.getLogger(__name__)

TICK_SECONDS = 30.0
Run = Callable[[datetime.date], object]


@dataclass(frozen=True)
class ScheduledJob:
    """``run`` gets the present day (Europe/Berlin). ``interval`` is None for once a calendar day."""

    name: str
    run: Run
    interval: datetime.timedelta | None = None
    apart: bool = False

    def is_due(self, last_run: datetime.datetime | None, now: datetime.datetime) -> bool:
        """Whether it is time again, ``last_run`` being when it last came to its end."""
        if last_run is None:
            return True
        if self.interval is not None:
            return now - last_run >= self.interval
        return timezone.localdate(now) > timezone.localdate(last_run)


Which = Callable[[ScheduledJob], bool]
_jobs: dict[str, ScheduledJob] = {}


def any_job(job: ScheduledJob) -> bool:
    return True


def is_daily(job: ScheduledJob) -> bool:
    return job.interval is None


def is_frequent(job: ScheduledJob) -> bool:
    return job.interval is not None and not job.apart


def daily(name: str, run: Run) -> None:
    """Register ``run`` to be called once a day. ``name`` stays the same for ever: the database keeps it."""
    _jobs[name] = ScheduledJob(name, run)


def every(name: str, *, minutes: int, run: Run, apart: bool = False) -> None:
    """Register ``run`` to be called again each time that ``minutes`` have passed since its last end."""
    _jobs[name] = ScheduledJob(name, run, datetime.timedelta(minutes=minutes), apart)


def registered() -> list[ScheduledJob]:
    """All jobs in the order in which they were registered."""
    return list(_jobs.values())


def run_due(now: datetime.datetime | None = None, which: Which = any_job) -> list[str]:
    """Run what is due of ``which`` jobs and give the names of those that came to their end.

    Two processes that do this at once share the work: a job that one is at is left alone by the other. A job makes
    its own transactions: what it has finished stays finished when it fails later.
    """
    now = now or timezone.now()
    return [job.name for job in registered() if which(job) and _run(job, now)]


def _run(job: ScheduledJob, now: datetime.datetime) -> bool:
    with locked(Lock.SCHEDULED_JOB, job.name, waits=False) as alone:
        record, _ = JobRun.objects.get_or_create(name=job.name)
        if not alone or not job.is_due(record.last_run_at, now):
            return False
        try:
            job.run(timezone.localdate(now))
        except OperationalError:
            raise  # the database itself: the caller waits for it
        except Exception as error:
            logger.exception("The job %s failed and will be tried again", job.name)
            record.error = f"{type(error).__name__}: {error}"[:500]
            record.save(update_fields=["error"])
            return False
        record.last_run_at, record.error = now, ""
        record.save(update_fields=["last_run_at", "error"])
    return True


def start_threads() -> None:
    """Do the jobs for as long as this process lives: daily ones in one thread, frequent ones in another."""
    apart: list[Which] = [partial(operator.eq, job) for job in registered() if job.apart]
    for which in (is_daily, is_frequent, *apart):
        threading.Thread(target=keep_running, args=[threading.Event(), TICK_SECONDS, which], daemon=True).start()


def keep_running(stop: threading.Event, tick: float = TICK_SECONDS, which: Which = any_job) -> None:
    """Run what is due every ``tick`` seconds until ``stop`` is set; outlives a database that is away for a while."""
    while not stop.is_set():
        try:
            run_due(which=which)
        except (DatabaseError, InterfaceError) as error:
            logger.warning("The jobs wait for the database: %s", error)
        finally:
            close_old_connections()
        stop.wait(tick)
