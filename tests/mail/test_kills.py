"""Senders that are killed (kill -9) at random moments: no mail is missing, none arrives as two different ones.

A mail may arrive twice as the same one, where the sender dies between the server's answer and storing it (decision
0016). How often is counted and bounded.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from django.conf import settings

from ogl_portal.mail import outbox
from ogl_portal.mail.models import MailState, QueuedMail
from tests.mail.sink import MailSink

KILLS = int(os.environ.get("OGL_MAIL_KILLS", "25"))
MAILS = 4 * KILLS
SEED = 20270301
# Loads Django once, then forks a sender for each line that it reads, and says its number.
NURSERY = """
import datetime, os, sys
import django
django.setup()
from ogl_portal.mail.sending import send_due
for _ in sys.stdin:
    child = os.fork()
    if not child:
        while True:
            send_due(lease=datetime.timedelta(seconds=0))
    print(child, flush=True)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""


@pytest.fixture
def nursery(sink: MailSink, database_url: str) -> Iterator["subprocess.Popen[str]"]:
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "ogl_portal.settings.local",
        "OGL_DATA_DIR": str(settings.DATA_DIR),
        "EMAIL_URL": sink.url,
    }
    command = [sys.executable, "-c", NURSERY]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def start_sender(nursery: "subprocess.Popen[str]") -> int:
    print("one more", file=nursery.stdin, flush=True)
    assert nursery.stdout is not None
    return int(nursery.stdout.readline())


def kill(nursery: "subprocess.Popen[str]", sender: int) -> None:
    os.kill(sender, signal.SIGKILL)
    assert nursery.stdout is not None
    assert nursery.stdout.readline() == "gone\n"


@pytest.mark.usefixtures("transactional_db")
def test_none_missing_and_none_as_two_different_ones(
    sink: MailSink, nursery: "subprocess.Popen[str]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_kick", lambda: None)
    sink.pause = 0.01  # seconds over each mail, so that a killed sender is often in the midst of one
    for number in range(MAILS):
        outbox.enqueue(f"test:{number}", f"person{number}@example.org", "Betreff", "Text")
    chance = random.Random(SEED)
    for _ in range(KILLS):
        sender = start_sender(nursery)
        wait_for_mails(sink, len(sink.mails) + chance.randint(0, MAILS // KILLS))
        time.sleep(chance.random() * 2 * sink.pause)  # anywhere within the exchange over the next one
        kill(nursery, sender)
    sender = start_sender(nursery)
    wait_for_mails(sink, 1_000_000)
    kill(nursery, sender)

    arrived = Counter(sink.message_ids)
    assert set(arrived) == set(QueuedMail.objects.values_list("message_id", flat=True))
    assert {mail["To"] for mail in sink.mails} == {f"person{number}@example.org" for number in range(MAILS)}
    assert len({str(mail) for mail in sink.mails}) == MAILS, "a second copy is the same message to the last letter"
    doubles = len(sink.mails) - MAILS
    print(f"{KILLS} kills, {MAILS} mails, {doubles} came twice")  # noqa: T201  read with pytest -s
    assert doubles <= KILLS, "at most the one that was in hand, for each kill"


def wait_for_mails(sink: MailSink, number: int) -> None:
    """Until the server has taken so many, or none is left."""
    wait_until(lambda: len(sink.mails) >= number or not waiting())


def waiting() -> bool:
    return QueuedMail.objects.filter(state=MailState.WAITING).exists()


def wait_until(is_so) -> None:
    end = time.monotonic() + 120
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.002)
