"""How long a digest for many takes: ``script/bench digest --subscribers 10000``.

The subscribers get ten choices between them. Timed are the making of an edition, the rounds of the job that put the
mails into the outbox (and how long the longest holds up its thread), and sending them to a mail server on this machine
that takes each at once. Needs a database of its own that it may fill: var/bench-digest, or OGL_DATA_DIR.
"""

import argparse
import os
import time

from tests.bench.search import prepared_database


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure a digest for many subscribers.")
    parser.add_argument("--subscribers", type=int, default=10_000)
    parser.add_argument("--items", type=int, default=10, help="news in the edition")
    arguments = parser.parse_args()
    os.environ["OGL_TASK_BACKEND"] = "django_tasks.backends.dummy.DummyBackend"  # nothing is sent before it is timed
    prepared_database("bench-digest")
    _measure(arguments.subscribers, arguments.items)


def _measure(subscribers: int, items: int) -> None:
    from django.conf import settings
    from django.utils import timezone

    from news.models import NewsIndexPage, NewsPage
    from ogl_portal.mail.models import MailState, QueuedMail
    from ogl_portal.mail.sending import send_due
    from ogl_portal.subscriptions import editions
    from ogl_portal.subscriptions.announcements import notice
    from ogl_portal.subscriptions.models import Announcement, Edition, Rhythm, Subscription
    from tests.factories import NewsPageFactory
    from tests.mail import sink

    sink.BUSY = 0
    for model in (QueuedMail, Edition, Announcement, Subscription):
        model.objects.all().delete()
    NewsPage.objects.filter(slug__startswith="meldung-").delete()
    notice()
    long_ago = timezone.now() - editions.KEEP
    choices = [["news"], ["news", "events"], ["news", "publications"], ["events", "news", "publications"], ["events"]]
    Subscription.objects.bulk_create(
        Subscription(
            address=f"leser{number}@example.org",
            channels=choices[number % len(choices)],
            rhythm=Rhythm.DAILY,
            confirmed_at=long_ago,
            told_until=timezone.now(),
        )
        for number in range(subscribers)
    )
    for _ in range(items):
        NewsPageFactory(parent=NewsIndexPage.objects.get())

    with sink.mail_sink() as server:
        settings.OGL_MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        rounds = []
        while not rounds or Edition.objects.filter(finished_at=None).exists():
            start = time.perf_counter()
            editions.run(timezone.localdate())
            rounds.append(time.perf_counter() - start)
        waiting = QueuedMail.objects.filter(state=MailState.WAITING)
        print(f"{subscribers} subscribers, {waiting.count()} mails in {len(rounds)} rounds: {sum(rounds):.1f} s in all")
        print(f"longest round {max(rounds):.2f} s, first (with the edition) {rounds[0]:.2f} s")
        start = time.perf_counter()
        while waiting.exists():
            send_due()
        seconds = time.perf_counter() - start
        print(f"sent {len(server.mails)} in {seconds:.1f} s: {len(server.mails) / seconds:.0f} a second")
        print(f"longest text {max(len(mail.get_content()) for mail in server.mails[:100])} characters")


if __name__ == "__main__":
    main()
