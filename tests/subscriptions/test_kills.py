"""Whatever dies when: every subscriber has the edition, and nobody has a second one."""

import multiprocessing
import random
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from ogl_portal.mail.models import MailState, QueuedMail
from ogl_portal.mail.sending import send_due
from ogl_portal.subscriptions import editions
from ogl_portal.subscriptions.models import Edition, Rhythm
from tests.factories import NewsPageFactory, Portal
from tests.mail.conftest import sink  # noqa: F401  a fixture
from tests.mail.sink import MailSink
from tests.subscriptions.factories import SubscriptionFactory

SUBSCRIBERS = 150
KILLS = 40
LEASE = timedelta(seconds=1)  # after which a mail that a dead process had in hand is tried again
FORK = multiprocessing.get_context("fork")


def hand_out() -> None:
    """What the worker's threads do, without their pauses."""
    while True:
        editions.run(timezone.localdate())
        send_due(lease=LEASE)


def waiting() -> bool:
    unfinished = Edition.objects.filter(finished_at=None).exists()
    return unfinished or QueuedMail.objects.filter(state=MailState.WAITING).exists()


@pytest.mark.usefixtures("transactional_db")
def test_none_missing_none_twice_after_random_kills(
    sink: MailSink,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    settings,
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    monkeypatch.setattr(editions, "BATCH", 7)
    monkeypatch.setattr(editions, "BATCHES", 1)
    cache.clear()
    portal = Portal.build()
    NewsPageFactory(parent=portal.news)
    subscribers = {f"leser{number}@example.org" for number in range(SUBSCRIBERS)}
    for address in subscribers:
        SubscriptionFactory(address=address)

    kills = 0
    for _ in range(KILLS):
        connection.close()  # a fork must not share it
        process = FORK.Process(target=hand_out)
        process.start()
        process.join(timeout=random.uniform(0.02, 0.35))
        assert process.is_alive(), "it ended by itself"
        process.kill()
        process.join()
        kills += 1
    seen_before_the_end = len(sink.mails)
    while waiting():
        editions.run(timezone.localdate())
        if not send_due(lease=LEASE):
            time.sleep(0.1)  # until the lease of the last dead process is over

    by_reader: dict[str, set[str]] = {}
    for mail in sink.mails:
        by_reader.setdefault(str(mail["To"]), set()).add(str(mail["Message-ID"]))
    assert set(by_reader) == subscribers, "none missing"
    assert {len(ids) for ids in by_reader.values()} == {1}, "none twice"
    repeated = len(sink.mails) - SUBSCRIBERS
    assert repeated <= kills, (
        f"the same message again, once for each kill at most; {seen_before_the_end} before the end"
    )
    assert Counter(Edition.objects.values_list("rhythm", flat=True)) == {rhythm.value: 1 for rhythm in Rhythm}
    assert QueuedMail.objects.count() == SUBSCRIBERS
