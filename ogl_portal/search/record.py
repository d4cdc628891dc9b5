"""The record of searches that staff read: words and numbers of a day, nothing about anybody (L-DSGVO-1)."""

import datetime
import re

from django.db import connection
from django.utils import timezone

from ogl_portal.search.models import SearchedWords

KEPT_DAYS = 90
LONGEST = 100
# What may name a person or reach one has no place here: addresses, long numbers.
_PRIVATE = re.compile(r"\S*[@/\\]\S*|\S*\d{5,}\S*")


def record(text: str, results: int) -> None:
    """Count a search. The first one of a day also forgets what has grown too old.

    Nobody waits for the disk here: what a power cut takes is a count of the last second.
    """
    words = " ".join(_PRIVATE.sub(" ", text.casefold()).split())[:LONGEST]
    if len(words) < 2:
        return
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH hurry AS (SELECT set_config('synchronous_commit', 'off', true))
            INSERT INTO search_searchedwords (day, words, searches, results) SELECT %s, %s, 1, %s FROM hurry
            ON CONFLICT (day, words) DO UPDATE SET
                searches = search_searchedwords.searches + 1, results = excluded.results
            RETURNING searches, NOT EXISTS (SELECT 1 FROM search_searchedwords WHERE day = %s)
            """,
            [today, words, min(results, 2_000_000_000), today],
        )
        _, is_first_of_day = cursor.fetchone()
    if is_first_of_day:
        forget_old(today)


def forget_old(today: datetime.date) -> int:
    """Delete what is older than ``KEPT_DAYS``; returns how many rows went."""
    oldest = today - datetime.timedelta(days=KEPT_DAYS)
    return SearchedWords.objects.filter(day__lt=oldest).delete()[0]
