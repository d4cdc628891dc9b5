"""What the portal does by itself: when, how often, and what happens when it fails."""

import datetime
import threading

import pytest
from django.core.management import call_command
from django.db import connections

from ogl_portal.jobs import scheduled
from ogl_portal.jobs.models import JobRun

BERLIN_NIGHT = datetime.datetime(2027, 1, 31, 23, 30, tzinfo=datetime.UTC)  # 1 February in Berlin


@pytest.fixture(autouse=True)
def _no_other_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduled, "_jobs", {})


def at(day: int, hour: int = 8, minute: int = 0) -> datetime.datetime:
    return datetime.datetime(2027, 3, day, hour, minute, tzinfo=datetime.UTC)


@pytest.mark.django_db
class TestWhen:
    def test_once_a_day_and_again_on_the_next(self) -> None:
        days: list[datetime.date] = []
        scheduled.daily("test.note", days.append)
        for moment in (at(1), at(1, 22), at(2), at(2, 9), at(5)):
            scheduled.run_due(moment)
        assert [day.day for day in days] == [1, 2, 5]

    def test_the_day_is_that_of_berlin(self) -> None:
        days: list[datetime.date] = []
        scheduled.daily("test.note", days.append)
        scheduled.run_due(BERLIN_NIGHT)
        scheduled.run_due(BERLIN_NIGHT + datetime.timedelta(hours=1))
        assert days == [datetime.date(2027, 2, 1)]

    def test_every_few_minutes(self) -> None:
        runs: list[datetime.date] = []
        scheduled.every("test.often", minutes=5, run=runs.append)
        for moment in (at(1, 8, 0), at(1, 8, 4), at(1, 8, 5), at(1, 8, 9), at(1, 8, 11)):
            scheduled.run_due(moment)
        assert len(runs) == 3

    def test_the_command_tells_what_was_done(self, capsys: pytest.CaptureFixture[str]) -> None:
        scheduled.daily("test.note", lambda _: None)
        call_command("run_scheduled_jobs")
        call_command("run_scheduled_jobs")
        assert capsys.readouterr().out == "test.note: done\ntest.note: not due\n"


@pytest.mark.django_db
def test_a_job_that_fails_is_noted_and_tried_again_and_keeps_no_other_from_its_turn() -> None:
    tries: list[datetime.date] = []

    def fail(day: datetime.date) -> None:
        tries.append(day)
        raise ValueError("no address")

    done: list[datetime.date] = []
    scheduled.daily("test.fails", fail)
    scheduled.daily("test.works", done.append)
    assert scheduled.run_due(at(1)) == ["test.works"]
    assert JobRun.objects.get(name="test.fails").error == "ValueError: no address"
    assert scheduled.run_due(at(1, 9)) == []
    assert (len(tries), len(done)) == (2, 1)

    scheduled.daily("test.fails", tries.append)
    assert scheduled.run_due(at(1, 10)) == ["test.fails"]
    assert JobRun.objects.get(name="test.fails").error == ""


@pytest.mark.usefixtures("transactional_db")
def test_two_workers_do_not_do_the_same_work() -> None:
    begun, go_on = threading.Event(), threading.Event()
    runs: list[datetime.date] = []

    def slow(day: datetime.date) -> None:
        runs.append(day)
        begun.set()
        assert go_on.wait(timeout=30)

    def other_worker() -> None:
        scheduled.run_due(at(1))
        connections.close_all()

    scheduled.daily("test.slow", slow)
    thread = threading.Thread(target=other_worker)
    thread.start()
    assert begun.wait(timeout=30)
    assert scheduled.run_due(at(1)) == []
    go_on.set()
    thread.join(timeout=30)
    assert scheduled.run_due(at(1)) == []
    assert len(runs) == 1


@pytest.mark.usefixtures("transactional_db")
def test_the_loop_runs_until_it_is_told_to_stop() -> None:
    stop = threading.Event()
    scheduled.daily("test.stop", lambda _: stop.set())

    def loop() -> None:
        scheduled.keep_running(stop, tick=0)
        connections.close_all()

    thread = threading.Thread(target=loop)
    thread.start()
    thread.join(timeout=30)
    assert not thread.is_alive()
    assert JobRun.objects.get(name="test.stop").last_run_at is not None


@pytest.mark.django_db
def test_daily_and_frequent_jobs_can_be_kept_apart() -> None:
    scheduled.daily("test.slow", lambda _: None)
    scheduled.every("test.often", minutes=0, run=lambda _: None)
    frequent = [scheduled.run_due(at(1), which=scheduled.is_frequent) for _ in range(2)]
    assert frequent == [["test.often"], ["test.often"]]


@pytest.mark.django_db
def test_a_job_that_waits_for_another_server_holds_up_no_other() -> None:
    scheduled.every("test.often", minutes=0, run=lambda _: None)
    scheduled.every("test.waits", minutes=0, run=lambda _: None, apart=True)
    assert scheduled.run_due(at(1), which=scheduled.is_frequent) == ["test.often"]
    assert scheduled.run_due(at(1)) == ["test.often", "test.waits"]


def test_each_job_belongs_to_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    whiches: list[scheduled.Which] = []
    monkeypatch.setattr(threading.Thread, "start", lambda thread: whiches.append(thread._args[2]))  # type: ignore[attr-defined]
    scheduled.daily("test.daily", lambda _: None)
    scheduled.every("test.often", minutes=0, run=lambda _: None)
    scheduled.every("test.waits", minutes=0, run=lambda _: None, apart=True)
    scheduled.start_threads()
    threads = [[job.name for job in scheduled.registered() if which(job)] for which in whiches]
    assert threads == [["test.daily"], ["test.often"], ["test.waits"]]
