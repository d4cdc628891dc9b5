"""Reading a proxy's access log in the combined format of nginx and Apache, plain or compressed.

Needed where pages come from a cache in front of the site, which then does not see them asked for. A line tells less
than a request: neither prefetching nor ranges of a file nor a session. So 206 is not counted (viewers begin with a
200), and the proxy has to leave staff out of the log (docs/engineering/statistics.md).
"""

import datetime
import gzip
import hashlib
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast
from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ogl_portal.statistics.models import CountedLog
from ogl_portal.statistics.robots import is_robot
from ogl_portal.statistics.rules import COUNTED_STATUS, asked_for, is_public
from ogl_portal.statistics.store import add

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONGEST = 65_536  # bytes of a line; what is longer no proxy writes
_QUOTED = r'"((?:[^"\\]|\\.)*)"'
_LINE = re.compile(
    r"^\S+ \S+ \S+ \[(?P<day>\d\d)/(?P<month>\w{3})/(?P<year>\d{4}):(?P<time>\d\d:\d\d:\d\d) (?P<zone>[+-]\d{4})\] "
    r'"(?P<method>[A-Z]+) (?P<target>[^\s"]+) HTTP/[\d.]+" (?P<status>\d{3}) \S+ '
    rf"{_QUOTED} (?P<agent>{_QUOTED})"
)


@dataclass
class LogCount:
    """What came of a log: ``counted`` requests that stood for something, in ``lines`` new ones."""

    lines: int = 0
    unreadable: int = 0
    counted: int = 0
    was_known: bool = False
    counts: Counter[tuple[datetime.date, str]] = field(default_factory=Counter)


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The file's lines, unpacked if it is compressed; told by its first bytes, not by its name."""
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        if is_packed:
            with gzip.open(file) as unpacked:
                yield cast(IO[bytes], unpacked)
        else:
            yield file


@transaction.atomic
def count_log(log: IO[bytes]) -> LogCount:
    """Count the lines that no call has counted before, all or none of them.

    A last line without its end is left for the next call: the proxy is still writing it.

    Raises:
        OSError, EOFError, zlib.error: the file cannot be read to its end; nothing is counted then.
    """
    found = LogCount()
    first = log.readline(LONGEST)
    if not first.endswith(b"\n"):
        return found
    mark = _mark(first)
    CountedLog.objects.get_or_create(first_line=mark)
    known = CountedLog.objects.select_for_update().get(first_line=mark)  # whoever counts it now is waited for
    found.was_known = known.offset > 0
    place, line = len(first), first
    search_path = reverse("search")
    while line.endswith(b"\n"):
        if place > known.offset:
            found.lines += 1
            _count_line(line.decode("utf-8", "replace"), search_path, found)
        line = log.readline()
        place += len(line)
    known.offset = max(known.offset, place - len(line))
    known.save()
    found.counted = add(found.counts)
    return found


def _mark(line: bytes) -> str:
    """Known again, but not read: the line holds an address, so its hash is keyed with the site's secret."""
    return salted_hmac("ogl_portal.statistics.log", hashlib.sha256(line).digest(), algorithm="sha256").hexdigest()


def _count_line(line: str, search_path: str, found: LogCount) -> None:
    match = _LINE.match(line)
    day = _day(match) if match else None
    if match is None or day is None:
        found.unreadable += 1
        return
    target = urlsplit(match["target"]) if not match["target"].startswith("//") else None
    if match["method"] != "GET" or int(match["status"]) not in COUNTED_STATUS or target is None:
        return
    path = unquote(target.path)
    if is_public(path) and not is_robot(match["agent"].strip('"-')):
        found.counts[day, asked_for(path, target.query, search_path)] += 1


def _day(match: re.Match[str]) -> datetime.date | None:
    """The day in Berlin."""
    try:
        month = MONTHS.index(match["month"]) + 1
        text = f"{match['year']}-{month:02d}-{match['day']}T{match['time']}{match['zone']}"
        return timezone.localdate(datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z"))
    except ValueError:
        return None


CANNOT_READ = (OSError, EOFError, zlib.error)
