"""What every question to the index begins with: the generation that answers, and how long a statement may take."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import OperationalError, connection, transaction

from ogl_portal.search.indexing import remove_expired


class TimedOutError(Exception):
    """The database has ended a statement."""


@contextmanager
def reading() -> Iterator[int]:
    """Statements inside may take so long and no longer, else ``TimedOutError``; gives the generation that answers."""
    generation = _generation()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # Settings last until the end of the transaction. Compiling a plan, or starting a second process for it,
            # costs more than these queries take. The planner takes a narrow table for cheap to scan, since it does not
            # see that each row's vector lies elsewhere: the index wins.
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, true), set_config('jit', 'off', true),"
                " set_config('enable_seqscan', 'off', true), set_config('random_page_cost', '1.1', true),"
                " set_config('max_parallel_workers_per_gather', '0', true), set_config('work_mem', '32MB', true),"
                " set_config('pg_trgm.similarity_threshold', '0.35', true)",
                [str(settings.OGL_SEARCH_TIMEOUT_MS)],
            )
            yield generation
    except OperationalError as error:
        if "statement timeout" not in str(error):
            raise
        raise TimedOutError from error


def _generation() -> int:
    """The generation that answers, after what has expired has left it. One plain query: every search begins with it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current, EXISTS (SELECT 1 FROM search_searchentry WHERE expires_at <= now())"
            " FROM search_searchstate WHERE id = 1"
        )
        current, has_expired = cursor.fetchone()
    if has_expired:
        remove_expired()
    return int(current)
