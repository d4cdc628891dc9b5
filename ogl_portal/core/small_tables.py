"""PostgreSQL is told how little stands in small tables.

It counts a table by itself only after some fifty changes, and takes one that it never counted for ten pages full of
rows. There is one page of news, of results, of dates: whoever asks for the first of them by its place in the tree was
given it after all pages of the site had been gone through, on each screen of the admin.
"""

import datetime

from django.db import connection

LARGEST = 10 * 8192  # bytes; what is larger, PostgreSQL estimates well enough until it counts


def analyse(today: datetime.date | None = None) -> None:
    """Count all small tables; a second in all. A job of each day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relid::regclass::text FROM pg_stat_user_tables"
            " WHERE schemaname = current_schema() AND pg_relation_size(relid) <= %s",
            [LARGEST],
        )
        if names := [name for (name,) in cursor.fetchall()]:
            cursor.execute(f"ANALYZE {', '.join(names)}")  # names as PostgreSQL quotes them itself
