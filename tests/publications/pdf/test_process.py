"""The child process: answers come back, limits hold, secrets stay away."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from publications.pdf import process
from publications.pdf.accept import RefusedPDF, refusal
from publications.pdf.process import Sandbox, StageFailed

TESTS = Path(__file__).parents[2]
"""What the child reads here: its functions. They are run in it, so they stand at module level."""


def run(function: Callable[..., Any], *args: Any) -> Any:
    return process.run(function, *args, reads=[TESTS])


def double(number: int) -> int:
    return 2 * number


def sleep_for(seconds: float) -> str:
    time.sleep(seconds)
    return "awake"


def take_memory(size: int) -> int:
    return len(bytearray(size))


def refuse() -> None:
    raise refusal("password", filename="a.pdf")


def fail() -> None:
    raise ValueError("wrong")


def die() -> None:
    os.kill(os.getpid(), 11)


def environment() -> dict[str, str]:
    return dict(os.environ)


def foreign_object() -> object:
    return Path.cwd


def recurse() -> None:
    recurse()


def test_one_child_answers_several_calls() -> None:
    with Sandbox(reads=[TESTS]) as sandbox:
        assert [sandbox.call(double, number) for number in (1, 2, 3)] == [2, 4, 6]


def test_a_step_that_hangs_is_killed_and_the_next_one_runs() -> None:
    with Sandbox(reads=[TESTS]) as sandbox:
        with pytest.raises(StageFailed) as caught:
            sandbox.call(sleep_for, 600.0, seconds=0.5)
        assert caught.value.code == "timeout"
        assert sandbox.call(double, 4) == 8


def test_memory_is_bounded() -> None:
    with pytest.raises(StageFailed) as caught:
        run(take_memory, 2 * 1024**3)
    assert caught.value.code == "memory"


def test_exceptions_of_the_package_come_through_and_others_by_name() -> None:
    with pytest.raises(RefusedPDF) as refused:
        run(refuse)
    assert refused.value.code == "password"
    with pytest.raises(StageFailed) as failed:
        run(fail)
    assert (failed.value.code, failed.value.detail) == ("error", "ValueError: wrong")


def test_a_crash_is_an_answer_too() -> None:
    with pytest.raises(StageFailed) as caught:
        run(die)
    assert caught.value.code == "crash"


def test_endless_recursion_is_an_error() -> None:
    with pytest.raises(StageFailed) as caught:
        run(recurse)
    assert caught.value.code == "error"


def test_the_child_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://user:secret@localhost/x")
    assert not [key for key in run(environment) if "DATABASE" in key or "DJANGO" in key or "OGL" in key]


def test_only_known_classes_come_out_of_the_child() -> None:
    with pytest.raises(StageFailed) as caught:
        run(foreign_object)
    assert caught.value.code == "crash"
