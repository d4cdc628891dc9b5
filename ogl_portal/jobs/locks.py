"""Advisory locks: what one process does at a time, on all machines that share the database. The only ones there are.

PostgreSQL knows a lock by two numbers: that of a ``Lock``, and one made of a key, where many things have their own.
A lock of the session is free again when the process dies.
"""

import enum
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@enum.unique
class Lock(enum.IntEnum):
    """Numbers that nothing else on the database server uses; 7_640_001 is that of the tests' template database.

    The next one is free. A scheduled job needs none: it is locked by its name.
    """

    PREPARING = 7_640_000  # of the site, as a server starts
    SEARCH_ENTRY = 7_640_002  # by the key of the entry
    SCHEDULED_JOB = 7_640_003  # by the name of the job
    PROGRAMME = 7_640_004  # while its content is loaded
    SEARCH_REBUILD = 7_640_005
    STAFF_SEARCH_REBUILD = 7_640_006
    WORDPRESS_IMPORT = 7_640_010
    DOCUMENT = 7_640_007  # by its key, while it is looked through
    FILE_VERSION = 7_640_020  # by the key of the version that the pipeline is at


@contextmanager
def locked(lock: Lock, key: str = "", *, waits: bool = True) -> Iterator[bool]:
    """Hold a lock of the session: for as long as the block runs nobody else does.

    With ``waits=False`` it gives False at once where somebody else holds it; the block runs all the same, so ask.
    """
    with connection.cursor() as cursor:
        function = "pg_advisory_lock" if waits else "pg_try_advisory_lock"
        cursor.execute(f"SELECT {function}(%s, hashtext(%s))", [lock, key])
        is_held = waits or bool(cursor.fetchone()[0])
    try:
        yield is_held
    finally:
        if is_held and connection.connection and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [lock, key])


def lock_until_commit(lock: Lock, key: str = "") -> None:
    """Wait for a lock, and hold it to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [lock, key])
