"""Checks all links, each host at most once a second. A run that was killed goes on where it was."""

import datetime
import time
from collections.abc import Callable

from django.conf import settings
from django.utils import timezone

from ogl_portal.links.collect import collect
from ogl_portal.links.fetch import LinkAnswer, fetch
from ogl_portal.links.models import FAULTS, Link, LinkState

AGAIN_AFTER = datetime.timedelta(hours=20)
FEW = 2
PAUSE = 1.0  # seconds between two calls of one host

Fetch = Callable[[str], LinkAnswer]


def check_links_daily(today: datetime.date) -> None:
    """The daily job; ``OGL_CHECK_LINKS=no`` keeps the portal from calling other sites."""
    collect()
    if settings.OGL_CHECK_LINKS:
        check_links()


def check_links(
    fetch: Fetch = fetch, *, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
) -> int:
    """Call every link that was not called in the last 20 hours; gives their number. Each answer is stored at once."""
    due = Link.objects.exclude(state=LinkState.OWN).exclude(checked_at__gt=timezone.now() - AGAIN_AFTER)
    waiting: dict[str, list[int]] = {}
    for pk, host in due.order_by("pk").values_list("pk", "host"):
        waiting.setdefault(host, []).append(pk)
    called: dict[str, float] = {}
    answers: dict[int, LinkState] = {}
    while waiting:
        for host in list(waiting):  # in turn, so that the pause of one host is the work of the others
            link = Link.objects.filter(pk=waiting[host].pop(0)).first()
            if not waiting[host]:
                del waiting[host]
            if link is None:
                continue
            if host in called and (rest := called[host] + PAUSE - clock()) > 0:
                sleep(rest)
            answer = fetch(link.url)
            _store(link, answer)
            answers[link.pk], called[host] = answer.state, clock()
    if len(answers) > FEW and set(answers.values()) == {LinkState.UNREACHABLE}:
        # Nobody answers at all: then it is the portal itself that has no way out, and no link is to blame.
        Link.objects.filter(pk__in=answers).update(state=LinkState.NEW, failures=0)
    return len(answers)


def _store(link: Link, answer: LinkAnswer) -> None:
    link.state, link.status, link.target, link.detail = answer.state, answer.status, answer.target[:1000], answer.detail
    link.failures = min(link.failures + 1, 30_000) if answer.state in FAULTS else 0
    link.checked_at = timezone.now()
    link.save()
