"""Advisory locks: all in one module, no number twice, and held against other connections as long as they say."""

from pathlib import Path

import psycopg
import pytest

from ogl_portal.jobs.locks import Lock, lock_until_commit, locked

ROOT = Path(__file__).parents[2]


def may_lock(other: psycopg.Connection, lock: Lock, key: str) -> bool:
    row = other.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [int(lock), key]).fetchone()
    if row and row[0]:
        other.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [int(lock), key])
    return bool(row and row[0])


def test_no_other_module_writes_locks_of_its_own() -> None:
    folders = ("ogl_portal", "labs", "news", "events", "publications")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py") if "advisory_" in path.read_text()]
    assert [str(path.relative_to(ROOT)) for path in files] == ["ogl_portal/jobs/locks.py"]


@pytest.mark.parametrize("waits", [True, False])
def test_a_lock_is_held_while_the_block_runs(somebody_else: psycopg.Connection, *, waits: bool) -> None:
    with locked(Lock.SCHEDULED_JOB, "a", waits=waits) as is_held:
        assert is_held
        assert not may_lock(somebody_else, Lock.SCHEDULED_JOB, "a")
        assert may_lock(somebody_else, Lock.SCHEDULED_JOB, "b")
        assert may_lock(somebody_else, Lock.SEARCH_ENTRY, "a")
    assert may_lock(somebody_else, Lock.SCHEDULED_JOB, "a")


def test_who_does_not_wait_is_told(somebody_else: psycopg.Connection) -> None:
    somebody_else.execute("SELECT pg_advisory_lock(%s, hashtext('a'))", [int(Lock.SCHEDULED_JOB)])
    with locked(Lock.SCHEDULED_JOB, "a", waits=False) as is_held:
        assert not is_held
    somebody_else.execute("SELECT pg_advisory_unlock_all()")


def test_a_lock_until_the_commit(somebody_else: psycopg.Connection) -> None:
    """The transaction is that of the test."""
    lock_until_commit(Lock.SEARCH_ENTRY, "a")
    assert not may_lock(somebody_else, Lock.SEARCH_ENTRY, "a")
    assert may_lock(somebody_else, Lock.SEARCH_ENTRY, "b")
