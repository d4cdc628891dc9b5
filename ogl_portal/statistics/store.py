"""Adding up in the database: one statement for as many sums as there are, whoever else adds to the same ones."""

import datetime
from collections import Counter
from collections.abc import Mapping

from django.conf import settings
from django.db import connection

from ogl_portal.statistics.models import DailyRequests
from ogl_portal.statistics.targets import CountedTarget, targets

Counts = Mapping[tuple[datetime.date, str], int]

_ADD = """
    INSERT INTO statistics_dailyrequests (day, kind, page, version, count)
    SELECT * FROM unnest(%s::date[], %s::varchar[], %s::integer[], %s::integer[], %s::bigint[])
    ON CONFLICT (day, kind, page, version) DO UPDATE SET count = statistics_dailyrequests.count + excluded.count
"""


def add(counts: Counts) -> int:
    """Add what was counted by day and address (``rules.asked_for``); how many of it stood for something."""
    known = targets({path for _, path in counts})
    sums: Counter[tuple[datetime.date, CountedTarget]] = Counter()
    for (day, path), number in counts.items():
        if path in known:
            sums[day, known[path]] += number
    if sums:
        # In one order everywhere, so that two processes never wait for each other's rows in turn.
        rows = [(day, str(what.kind), what.page, what.version, sums[day, what]) for day, what in sorted(sums)]
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [list(column) for column in zip(*rows, strict=True)])
    return sum(sums.values())


def forget_old(today: datetime.date) -> None:
    """A daily job: delete what is older than the operator wants to keep. By default nothing is."""
    if settings.OGL_USAGE_KEEP_MONTHS:
        oldest = today - datetime.timedelta(days=31 * settings.OGL_USAGE_KEEP_MONTHS)
        DailyRequests.objects.filter(day__lt=oldest).delete()
