"""What the portal does by itself: when, how often, and what happens when it fails."""

import datetime
import threading

import pytest
from django.core.management import call_command
from django.db import connections

from ogl_portal.core import duties
from ogl_portal.core.models import DutyRun

BERLIN_NIGHT = datetime.datetime(2027, 1, 31, 23, 30, tzinfo=datetime.UTC)  # 1 February in Berlin


@pytest.fixture(autouse=True)
def _no_other_duties(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duties, "_duties", {})


def at(day: int, hour: int = 8, minute: int = 0) -> datetime.datetime:
    return datetime.datetime(2027, 3, day, hour, minute, tzinfo=datetime.UTC)


@pytest.mark.django_db
class TestWhen:
    def test_once_a_day_and_again_on_the_next(self) -> None:
        days: list[datetime.date] = []
        duties.daily("test.note", days.append)
        for moment in (at(1), at(1, 22), at(2), at(2, 9), at(5)):
            duties.run_due(moment)
        assert [day.day for day in days] == [1, 2, 5]

    def test_the_day_is_that_of_berlin(self) -> None:
        days: list[datetime.date] = []
        duties.daily("test.note", days.append)
        duties.run_due(BERLIN_NIGHT)
        duties.run_due(BERLIN_NIGHT + datetime.timedelta(hours=1))
        assert days == [datetime.date(2027, 2, 1)]

    def test_every_few_minutes(self) -> None:
        runs: list[datetime.date] = []
        duties.every("test.often", minutes=5, run=runs.append)
        for moment in (at(1, 8, 0), at(1, 8, 4), at(1, 8, 5), at(1, 8, 9), at(1, 8, 11)):
            duties.run_due(moment)
        assert len(runs) == 3

    def test_the_command_tells_what_was_done(self, capsys: pytest.CaptureFixture[str]) -> None:
        duties.daily("test.note", lambda _: None)
        call_command("run_duties")
        call_command("run_duties")
        assert capsys.readouterr().out == "test.note: done\ntest.note: not due\n"


@pytest.mark.django_db
def test_a_duty_that_fails_is_noted_and_tried_again_and_keeps_no_other_from_its_turn() -> None:
    tries: list[datetime.date] = []

    def fail(day: datetime.date) -> None:
        tries.append(day)
        raise ValueError("no address")

    done: list[datetime.date] = []
    duties.daily("test.fails", fail)
    duties.daily("test.works", done.append)
    assert duties.run_due(at(1)) == ["test.works"]
    assert DutyRun.objects.get(name="test.fails").error == "ValueError: no address"
    assert duties.run_due(at(1, 9)) == []
    assert (len(tries), len(done)) == (2, 1)

    duties.daily("test.fails", tries.append)
    assert duties.run_due(at(1, 10)) == ["test.fails"]
    assert DutyRun.objects.get(name="test.fails").error == ""


@pytest.mark.usefixtures("transactional_db")
def test_two_workers_do_not_do_the_same_work() -> None:
    begun, go_on = threading.Event(), threading.Event()
    runs: list[datetime.date] = []

    def slow(day: datetime.date) -> None:
        runs.append(day)
        begun.set()
        assert go_on.wait(timeout=30)

    def other_worker() -> None:
        duties.run_due(at(1))
        connections.close_all()

    duties.daily("test.slow", slow)
    thread = threading.Thread(target=other_worker)
    thread.start()
    assert begun.wait(timeout=30)
    assert duties.run_due(at(1)) == []
    go_on.set()
    thread.join(timeout=30)
    assert duties.run_due(at(1)) == []
    assert len(runs) == 1


@pytest.mark.usefixtures("transactional_db")
def test_the_loop_runs_until_it_is_told_to_stop() -> None:
    stop = threading.Event()
    duties.daily("test.stop", lambda _: stop.set())

    def loop() -> None:
        duties.keep_running(stop, tick=0)
        connections.close_all()

    thread = threading.Thread(target=loop)
    thread.start()
    thread.join(timeout=30)
    assert not thread.is_alive()
    assert DutyRun.objects.get(name="test.stop").last_run_at is not None


@pytest.mark.django_db
def test_daily_and_frequent_duties_can_be_kept_apart() -> None:
    duties.daily("test.slow", lambda _: None)
    duties.every("test.often", minutes=0, run=lambda _: None)
    frequent = [duties.run_due(at(1), which=duties.is_frequent) for _ in range(2)]
    assert frequent == [["test.often"], ["test.often"]]


@pytest.mark.django_db
def test_a_duty_that_waits_for_another_server_holds_up_no_other() -> None:
    duties.every("test.often", minutes=0, run=lambda _: None)
    duties.every("test.waits", minutes=0, run=lambda _: None, apart=True)
    assert duties.run_due(at(1), which=duties.is_frequent) == ["test.often"]
    assert duties.run_due(at(1)) == ["test.often", "test.waits"]


def test_each_duty_belongs_to_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    whiches: list[duties.Which] = []
    monkeypatch.setattr(threading.Thread, "start", lambda thread: whiches.append(thread._args[2]))  # type: ignore[attr-defined]
    duties.daily("test.daily", lambda _: None)
    duties.every("test.often", minutes=0, run=lambda _: None)
    duties.every("test.waits", minutes=0, run=lambda _: None, apart=True)
    duties.start_threads()
    threads = [[duty.name for duty in duties.registered() if which(duty)] for which in whiches]
    assert threads == [["test.daily"], ["test.often"], ["test.waits"]]
